package dev.prunella.explain;

import dev.prunella.guard.Guardrail;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.Candidate;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Credit;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.LatencyBucket;
import dev.prunella.schemas.Lesson;
import dev.prunella.schemas.Operation;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.StageKind;
import dev.prunella.schemas.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The whole life of one incident for people: what was seen, where it began, each step with all that
 * was weighed, what executors said, what was credited, and how it ended. Where an {@link
 * Explanation} is a paragraph, this is the page behind it.
 */
public final class Story {

  private static final String PART = "  ";
  private static final String INDENT = "    ";

  private final Incident incident;
  private final List<Decision> entries;
  private final List<Outcome> outcomes;
  private final Page page;

  private Story(Incident incident, List<Decision> entries, List<Outcome> outcomes, int width) {
    this.incident = incident;
    this.entries = entries;
    this.outcomes = outcomes;
    this.page = new Page(width);
  }

  /**
   * The story as lines.
   *
   * @param incident its newest version
   * @param entries of the decision log, about this incident, in their order
   * @param outcomes about this incident or its commands, in any order
   * @param width longest line, in characters, 40 or more; words and tables are not cut
   */
  public static List<String> tell(
      Incident incident, List<Decision> entries, List<Outcome> outcomes, int width) {
    List<Outcome> inTime = new ArrayList<>(outcomes);
    inTime.sort(Comparator.comparing(Outcome::getAt));
    return new Story(incident, List.copyOf(entries), inTime, width).tell();
  }

  private List<String> tell() {
    head();
    page.title("What was seen");
    for (Signal signal : incident.getEvidence()) {
      page.text(PART, Explanation.seen(signal));
    }
    page.title("Where it began");
    began();
    steps();
    page.title("How it ended");
    ended();
    return page.lines();
  }

  private void head() {
    page.text(
        "",
        "Incident %s of fleet %s: %s at %s, %s"
            .formatted(
                incident.getId(),
                incident.getFleet(),
                incident.getErrorType(),
                incident.getRootStage(),
                incident.getStatus()));
    page.text(
        "",
        "Opened %s; as of %s (version %d)."
            .formatted(
                time(incident.getOpenedAt()),
                time(incident.getUpdatedAt()),
                incident.getVersion()));
  }

  private void began() {
    String kind =
        incident.getErrorType() == ErrorType.UNKNOWN
            ? "the evidence does not tell what kind of failure it is"
            : "it looks like %s (confidence %s)"
                .formatted(incident.getErrorType(), Quantities.number(incident.getConfidence()));
    page.text(PART, "At %s; %s.".formatted(incident.getRootStage(), kind));
    List<String> others = new ArrayList<>(incident.getStages());
    others.remove(incident.getRootStage());
    if (!others.isEmpty()) {
      page.text(PART, "It also touched " + String.join(", ", others) + ".");
    }
    if (incident.getStale()) {
      page.text(PART, "The evidence was too old to act on when it arrived.");
    }
  }

  private void steps() {
    Map<Integer, List<Decision>> steps = new TreeMap<>();
    entries.forEach(e -> steps.computeIfAbsent(e.getStep(), step -> new ArrayList<>()).add(e));
    if (steps.isEmpty()) {
      page.title("What was decided");
      page.text(PART, "Nothing yet.");
    }
    steps.forEach(this::step);
    List<Outcome> byOthers = outcomes.stream().filter(o -> o.getCommandId().isEmpty()).toList();
    if (!byOthers.isEmpty()) {
      page.title("What others did");
      byOthers.forEach(outcome -> page.text(PART, said(outcome)));
    }
  }

  private void step(int step, List<Decision> about) {
    page.title("Step " + (step + 1));
    for (Decision entry : about) {
      if (entry.getKind() == DecisionKind.DECIDED) {
        decided(entry);
      } else if (entry.getCredit() != null) {
        credited(entry, entry.getCredit());
      }
    }
  }

  private void decided(Decision decision) {
    page.text(PART, time(decision.getAt()) + ": " + state(decision.getState()) + ".");
    candidates(decision);
    chosen(decision);
    Command command = decision.getIntended();
    if (command != null) {
      for (Operation operation : command.getOperations()) {
        page.text(INDENT, operation(operation));
      }
      outcomes.stream()
          .filter(outcome -> answers(outcome, command))
          .forEach(outcome -> page.text(PART, said(outcome)));
    }
  }

  /** An executor may answer the command of before a failure, under another id. */
  private static boolean answers(Outcome outcome, Command command) {
    return outcome.getCommandId().equals(command.getId())
        || (outcome.getCommand() != null
            && outcome.getCommand().getIncident().equals(command.getIncident())
            && outcome.getCommand().getStep() == command.getStep());
  }

  private void candidates(Decision decision) {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"ACTION", "SCORE", "INCIDENTS", "CHANCE", "GUARDRAILS"});
    for (Candidate candidate : decision.getCandidates()) {
      rows.add(
          new String[] {
            (candidate.getAction() == decision.getChosen() ? "> " : "  ")
                + word(candidate.getAction()),
            signed(candidate.getScore()),
            Quantities.number(rounded(candidate.getWeight())),
            Quantities.number(rounded(candidate.getProbability())),
            verdicts(candidate.getVerdicts())
          });
    }
    page.table(PART, rows);
  }

  private static String verdicts(List<Verdict> verdicts) {
    if (Guardrail.permitted(verdicts)) {
      return verdicts.isEmpty() ? "" : "all %d permit it".formatted(verdicts.size());
    }
    return String.join(
        "; ",
        verdicts.stream()
            .filter(verdict -> !verdict.getPermitted())
            .map(verdict -> "no by " + verdict.getGuardrail() + ": " + verdict.getReason())
            .toList());
  }

  private void chosen(Decision decision) {
    String draw =
        decision.getCandidates().stream().filter(c -> c.getProbability() > 0).count() > 1
            ? " by the draw of " + Quantities.number(rounded(decision.getDraw()))
            : "";
    page.text(PART, "Chosen: %s%s.".formatted(Explanation.words(decision.getChosen()), draw));
    page.text(PART, level(decision));
  }

  private static String level(Decision decision) {
    Command command = decision.getIntended();
    if (decision.getSent() && command != null) {
      return "Level %s: sent as command %s to %s, to be begun by %s."
          .formatted(
              decision.getAutonomy(),
              command.getId(),
              command.getTarget(),
              time(command.getExpiresAt()));
    }
    if (decision.getChosen() == Action.WAIT) {
      return "Level %s: waiting sends nothing.".formatted(decision.getAutonomy());
    }
    String target = command == null ? "" : " (it would have gone to " + command.getTarget() + ")";
    return decision.getAutonomy() == Autonomy.AUTONOMOUS
        ? "Level AUTONOMOUS: not sent%s.".formatted(target)
        : "Level %s: only logged, nothing was sent%s.".formatted(decision.getAutonomy(), target);
  }

  private static String operation(Operation operation) {
    String amount = Quantities.number(operation.getAmount());
    return switch (operation.getKind()) {
      case RENAME_FIELD ->
          "rename field %s to %s".formatted(operation.getField(), operation.getValue());
      case CAST_FIELD ->
          "cast field %s to %s".formatted(operation.getField(), operation.getValue());
      case DEFAULT_FIELD ->
          "default field %s to %s".formatted(operation.getField(), operation.getValue());
      case DROP_FIELD -> "drop field " + operation.getField();
      case WAIT -> "wait " + Quantities.span(operation.getAmount());
      case RETRY_AFTER -> "retry after " + Quantities.span(operation.getAmount());
      case SCALE_BY -> "scale by " + amount;
      case UNKNOWN -> "an operation of a newer version";
    };
  }

  private static String said(Outcome outcome) {
    String what =
        outcome.getCommandId().isEmpty()
            ? "%s did %s on %s: %s"
                .formatted(
                    outcome.getActor(),
                    word(outcome.getAction()),
                    outcome.getTarget(),
                    outcome.getStatus())
            : "%s said %s".formatted(outcome.getActor(), outcome.getStatus());
    String fence =
        outcome.getFencedBy().isEmpty()
            ? ""
            : " (command %s holds the target)".formatted(outcome.getFencedBy());
    return time(outcome.getAt())
        + ": "
        + what
        + fence
        + Explanation.quoted(outcome.getDetail())
        + ".";
  }

  private void credited(Decision entry, Credit credit) {
    boolean corrected = entry.getKind() == DecisionKind.CORRECTED;
    page.text(
        PART,
        "%s: %s %s: %s."
            .formatted(
                time(entry.getAt()),
                word(entry.getChosen()),
                corrected ? "corrected" : "credited",
                entry.getReason()));
    if (!corrected) {
      page.text(
          INDENT,
          "reward %s = healed %s - cost %s - lost %s - harm %s, after %s (worth %s by then)"
              .formatted(
                  signed(credit.getReward()),
                  part(credit.getHealed()),
                  part(credit.getCost()),
                  part(credit.getLost()),
                  part(credit.getHarm()),
                  Quantities.span(credit.getSeconds()),
                  part(credit.getDiscount())));
    }
    page.text(INDENT, lesson(entry, credit));
  }

  private static String lesson(Decision entry, Credit credit) {
    if (credit.getLesson() == Lesson.LEARNED) {
      String replaced =
          credit.getReplaces() == null
              ? ""
              : " in place of %s".formatted(signed(credit.getReplaces()));
      return "LEARNED: %s, at %s, moves towards %s%s"
          .formatted(
              word(entry.getChosen()),
              state(entry.getState()),
              signed(credit.getTarget()),
              replaced);
    }
    return switch (credit.getLesson()) {
      case CENSORED -> "CENSORED: how it would have ended is not known, so nothing is learned";
      case CONFOUNDED -> "CONFOUNDED: something else had a part in it, so nothing is learned";
      default -> "a lesson of a newer version";
    };
  }

  private void ended() {
    if (incident.getClosedAt() != null) {
      page.text(PART, Explanation.ended(incident));
      return;
    }
    String next =
        incident.getNextStepAt() == null
            ? "nothing is due until something changes"
            : "the next step is due at " + time(incident.getNextStepAt());
    String lasted =
        Quantities.span(
            Duration.between(incident.getOpenedAt(), incident.getUpdatedAt()).toMillis() / 1000.0);
    switch (incident.getStatus()) {
      case ESCALATED -> page.text(PART, "It lasts, and people were called.");
      case ACTING ->
          page.text(
              PART,
              "It lasts, for %s so far; %s."
                  .formatted(
                      lasted,
                      incident.getInFlight().isEmpty()
                          ? "the last action is settling"
                          : "command " + incident.getInFlight() + " is in flight"));
      default -> page.text(PART, "It lasts, for %s so far; %s.".formatted(lasted, next));
    }
    if (incident.getClearSince() != null) {
      page.text(
          PART,
          "Every signal is clear since %s; it counts as recovered if that holds."
              .formatted(time(incident.getClearSince())));
    }
  }

  private static String state(DecisionState state) {
    StringBuilder words = new StringBuilder(state.getErrorType().name());
    words.append(
        state.getStageKind() == StageKind.UNKNOWN
            ? " at a stage of unknown kind"
            : " at a stage of kind " + word(state.getStageKind()));
    if (state.getLatency() != LatencyBucket.UNKNOWN) {
      words.append(", latency ").append(word(state.getLatency()));
    }
    words.append(
        switch (state.getAttempts()) {
          case 0 -> ", no action before";
          case 1 -> ", 1 action before";
          default -> ", %d actions before".formatted(state.getAttempts());
        });
    if (state.getLastAction() != Action.UNKNOWN) {
      words.append(", last ").append(word(state.getLastAction()));
    }
    return words.toString();
  }

  private static String time(Instant at) {
    return Explanation.TIME.format(at);
  }

  /** Two decimals and a sign, as rewards are compared. */
  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.2f", value + 0.0);
  }

  private static String part(double value) {
    return String.format(Locale.ROOT, "%.2f", value + 0.0);
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
