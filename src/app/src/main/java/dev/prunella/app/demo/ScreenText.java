package dev.prunella.app.demo;

import dev.prunella.schemas.Command;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines of the live view: how far it is, the newest incidents, the figures, the policy. */
final class ScreenText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String ROW = "%-8s  %-20s  %-19s  %-16s  %s";
  private static final int BAR = 30;
  private static final int POLICY_LINES = 6;

  private final TerminalSize size;
  private final List<String> lines = new ArrayList<>();

  private ScreenText(TerminalSize size) {
    this.size = size;
  }

  /** As many lines as fit, one row left for the cursor. */
  static List<String> of(Scene scene, TerminalSize size) {
    ScreenText text = new ScreenText(size);
    text.head(scene);
    if (scene.phase() == Scene.Phase.LIVE) {
      List<String> policy = policy(scene.policy(), size);
      text.incidents(scene, size.rows() - 7 - policy.size());
      text.figures(scene);
      text.lines.addAll(policy);
    }
    return text.lines.subList(0, Math.min(text.lines.size(), size.rows() - 1));
  }

  private void head(Scene scene) {
    int filled = (int) Math.round(BAR * Math.min(1, scene.done()));
    String bar = "[" + "#".repeat(filled) + " ".repeat(BAR - filled) + "]";
    String time = scene.time().equals(Instant.MIN) ? "" : TIME.format(scene.time());
    switch (scene.phase()) {
      case START -> add(Style.BOLD, "START    %s  Kafka is up, the Flink job starts", bar);
      case HISTORY ->
          add(Style.BOLD, "HISTORY  %s  %s, all is well: the job learns what is usual", bar, time);
      case LIVE ->
          add(
              Style.BOLD,
              "LIVE     %s  %s simulated, %.0f times as fast as the clock, the job %.1f s behind",
              bar,
              time,
              scene.clockFactor(),
              scene.lag().toMillis() / 1000.0 / scene.clockFactor());
    }
    add(Style.PLAIN, "");
  }

  private void incidents(Scene scene, int room) {
    add(Style.FAINT, ROW, "OPENED", "STAGE", "ERROR TYPE", "STATE", "DONE, NEWEST FIRST");
    List<Course> all = scene.courses();
    int shown = Math.max(1, Math.min(all.size(), room));
    for (Course course : all.subList(Math.max(0, all.size() - shown), all.size())) {
      Incident incident = course.incident();
      add(
          style(course),
          ROW,
          TIME.format(incident.getOpenedAt()),
          incident.getRootStage(),
          incident.getErrorType(),
          state(course, scene.time()),
          done(course));
    }
    add(Style.PLAIN, "");
  }

  private static Style style(Course course) {
    if (course.isRecovered()) {
      return Style.GREEN;
    }
    return switch (course.incident().getStatus()) {
      case ESCALATED -> Style.RED;
      case ACTING -> Style.CYAN;
      case CENSORED -> Style.FAINT;
      default -> Style.YELLOW;
    };
  }

  private static String state(Course course, Instant now) {
    Incident incident = course.incident();
    Instant opened = incident.getOpenedAt();
    return switch (incident.getStatus()) {
      case RECOVERED ->
          (course.isHealed() ? "healed in " : "recovered in ")
              + span(opened, incident.getClearSince());
      case CENSORED -> "ended";
      case ESCALATED -> "people, " + span(opened, now);
      case ACTING -> "acting, " + span(opened, now);
      default -> "open, " + span(opened, now);
    };
  }

  private static String done(Course course) {
    StringBuilder done = new StringBuilder();
    for (Command command : course.commands()) {
      String status =
          course
              .outcomeOf(command)
              .map(Outcome::getStatus)
              .filter(s -> s != OutcomeStatus.SUCCEEDED)
              .map(s -> " (" + s.toString().toLowerCase(Locale.ROOT) + ")")
              .orElse("");
      done.insert(0, command.getAction() + status + (done.isEmpty() ? "" : ", "));
    }
    return done.toString();
  }

  private void figures(Scene scene) {
    Figures figures = scene.figures();
    add(
        Style.BOLD,
        "incidents: %d, healed: %d, escalated: %d, commands: %d, mean time to recover: %s",
        figures.incidents(),
        figures.healed(),
        figures.escalated(),
        figures.commands(),
        figures.mttrSeconds() == null ? "-" : span(figures.mttrSeconds().longValue()));
    add(Style.PLAIN, "");
  }

  /** One line for each error type that something was learned about: its actions, best first. */
  private static List<String> policy(PolicyShift policy, TerminalSize size) {
    ScreenText text = new ScreenText(size);
    List<ErrorType> changed = policy.changed();
    if (!changed.isEmpty()) {
      text.add(Style.FAINT, "%-19s  %s", "LEARNED ABOUT", "REWARD EXPECTED: AT FIRST > NOW");
    }
    for (ErrorType type : changed.subList(0, Math.min(changed.size(), POLICY_LINES))) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-19s", type));
      for (PolicyShift.Shift shift : policy.of(type)) {
        line.append(
            String.format(
                Locale.ROOT, "  %s %.2f > %.2f", shift.action(), shift.before(), shift.now()));
      }
      text.add(Style.PLAIN, "%s", line);
    }
    return text.lines;
  }

  private void add(Style style, String format, Object... values) {
    String line = String.format(Locale.ROOT, format, values);
    lines.add(style.on(line.substring(0, Math.min(line.length(), size.columns()))));
  }

  private static String span(Instant from, Instant to) {
    return span(Math.max(0, Duration.between(from, to).toSeconds()));
  }

  private static String span(long seconds) {
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }
}
