package dev.prunella.app.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prunella.app.LoopView;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.PlainJsonCodec;
import dev.prunella.schemas.Signal;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The incidents of a replay, for people or for machines. */
public final class IncidentReport {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int WIDTH = 100;
  private static final String ROW = "%-16s  %-16s  %-9s  %-19s  %-18s  %s%n";

  private final LoopView view;
  private final List<Series> series;

  public IncidentReport(LoopView view, List<Series> series) {
    this.view = view;
    this.series = series;
  }

  /**
   * One JSON object a line: the incident, the series that it began in, and the command that was
   * intended.
   */
  public void json(PrintWriter out) throws IOException {
    PlainJsonCodec<Incident> incidents = new PlainJsonCodec<>(Incident.class);
    PlainJsonCodec<Command> commands = new PlainJsonCodec<>(Command.class);
    ObjectMapper mapper = new ObjectMapper();
    for (Incident incident : view.incidents()) {
      ObjectNode line = (ObjectNode) mapper.readTree(incidents.encode(incident));
      line.put("series", seriesOf(incident));
      Decision decision = view.decision(incident);
      line.set(
          "intended",
          decision == null || decision.getIntended() == null
              ? mapper.nullNode()
              : mapper.readTree(commands.encode(decision.getIntended())));
      out.println(mapper.writeValueAsString(line));
    }
  }

  /**
   * @param rows that were played
   */
  public void table(PrintWriter out, long rows) {
    out.printf(ROW, "OPENED (UTC)", "CLOSED (UTC)", "STATUS", "ERROR TYPE", "WOULD", "SERIES");
    for (Incident incident : view.incidents()) {
      Decision decision = view.decision(incident);
      out.printf(
          ROW,
          TIME.format(incident.getOpenedAt()),
          incident.getClosedAt() == null ? "" : TIME.format(incident.getClosedAt()),
          incident.getStatus(),
          incident.getErrorType(),
          decision == null ? "" : decision.getChosen(),
          seriesOf(incident));
      wrap(incident.getExplanation(), out);
      out.println();
    }
    out.printf(
        "%,d rows of %d series: %d incidents.%n", rows, series.size(), view.incidents().size());
    if (!view.deadLetters().isEmpty()) {
      out.printf("%d records went to the dead letters.%n", view.deadLetters().size());
    }
  }

  /** The file of the first signal. */
  private String seriesOf(Incident incident) {
    Signal first = incident.getEvidence().get(0);
    String found = "";
    for (Series one : series) {
      if (one.stage().equals(first.getStage())) {
        found = one.name();
        if (one.metric().equals(first.getSubject())) {
          return found;
        }
      }
    }
    return found;
  }

  private static void wrap(String text, PrintWriter out) {
    StringBuilder line = new StringBuilder("   ");
    for (String word : text.split(" ", -1)) {
      if (line.length() + word.length() >= WIDTH) {
        out.println(line);
        line = new StringBuilder("   ");
      }
      line.append(' ').append(word);
    }
    out.println(line);
  }
}
