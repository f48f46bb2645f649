package dev.prunella.explain;

import dev.prunella.diagnose.Evidence;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.SchemaChange;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.Transition;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** One paragraph for people: what was seen, where it began, what would be done and why that. */
public final class Explanation {

  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** As many signals are told in full; the others are counted. */
  private static final int TOLD = 3;

  private Explanation() {}

  /**
   * The incident as it stands, in whole sentences.
   *
   * @param decision the newest decision on the incident; null if there is none yet
   */
  public static String of(Incident incident, Decision decision) {
    List<String> sentences = new ArrayList<>();
    incident.getEvidence().stream().limit(TOLD).forEach(signal -> sentences.add(seen(signal)));
    if (incident.getEvidence().size() > TOLD) {
      sentences.add(others(incident));
    }
    sentences.add(began(incident));
    if (decision != null) {
      sentences.add(done(decision));
    }
    if (incident.getClosedAt() != null) {
      sentences.add(ended(incident));
    }
    return String.join(" ", sentences);
  }

  static String seen(Signal signal) {
    String at = TIME.format(signal.getAt());
    return found(signal)
        + switch (signal.getTransition()) {
          case CLEARED -> ". That ended at " + at + ".";
          case REBASED -> ". That became the new normal at " + at + ".";
          case RETIRED -> ". The watch of it ended at " + at + ".";
          default -> ".";
        };
  }

  private static String found(Signal signal) {
    String at = TIME.format(signal.getSeenAt());
    String subject = signal.getSubject();
    String stage = signal.getStage();
    return switch (signal.getKind()) {
      case SILENCE ->
          signal.getEvidence().equals("delivery")
              ? "%s of %s was missing: by %s nothing had been measured for %s%s"
                  .formatted(
                      capital(subject),
                      stage,
                      at,
                      Quantities.span(signal.getObserved()),
                      usually(signal))
              : "%s was silent: by %s it had sent nothing for %s%s"
                  .formatted(stage, at, Quantities.span(signal.getObserved()), usually(signal));
      case FAILURE -> {
        String what = signal.getEvidence().equals("alert") ? "%s fired for %s" : "%s of %s failed";
        yield (what + " at %s%s")
            .formatted(capital(subject), stage, at, quoted(signal.getDetail()));
      }
      case SCHEMA_DRIFT ->
          Evidence.isOpen(signal)
              ? "The schema of %s, which %s depends on, changed at %s: %s"
                  .formatted(subject, stage, at, changes(signal.getChanges()))
              : "The schema of %s, which %s depends on, could not be read from %s on"
                  .formatted(subject, stage, TIME.format(signal.getOpenedAt()));
      case SLO_BURN ->
          "%s of %s was %s at %s, outside what its SLO permits (%s)"
              .formatted(
                  capital(subject), stage, value(signal.getObserved(), signal), at, band(signal));
      default -> unusual(signal, at);
    };
  }

  /** An anomaly, in the words of its evidence: a single value, or what many values add up to. */
  private static String unusual(Signal signal, String at) {
    String metric = capital(signal.getSubject()) + " of " + signal.getStage();
    String observed = value(signal.getObserved(), signal);
    if (signal.getEvidence().equals("delivery")) {
      return "%s averaged %s up to %s, less than a stage at work delivers: %s is usual (%s)"
          .formatted(metric, observed, at, value(signal.getExpected(), signal), band(signal));
    }
    String seen =
        switch (signal.getEvidence()) {
          case "jump" -> "%s jumped to %s at %s".formatted(metric, observed, at);
          case "shift" -> lasting(metric, "stayed", signal, observed, at);
          case "drift" -> lasting(metric, "drifted", signal, observed, at);
          case "volatility" ->
              "%s varied more than usual up to %s, when it was %s".formatted(metric, at, observed);
          default -> "%s was %s at %s".formatted(metric, observed, at);
        };
    return "%s; about %s was expected and %s is usual (score %s)"
        .formatted(
            seen,
            value(signal.getExpected(), signal),
            band(signal),
            Quantities.number(signal.getScore()));
  }

  private static String lasting(
      String metric, String did, Signal signal, String observed, String at) {
    return "%s %s %s what is usual up to %s, when it was %s"
        .formatted(metric, did, signal.getDirection() < 0 ? "below" : "above", at, observed);
  }

  private static String usually(Signal silence) {
    return silence.getExpected() > 0
        ? ", where something comes every " + Quantities.span(silence.getExpected())
        : "";
  }

  private static String others(Incident incident) {
    Set<String> stages = new TreeSet<>(incident.getStages());
    int more = incident.getEvidence().size() - TOLD;
    return "%s more %s to it; in all they touch %s."
        .formatted(
            more, more == 1 ? "signal belongs" : "signals belong", String.join(", ", stages));
  }

  private static String began(Incident incident) {
    String kind =
        incident.getErrorType() == ErrorType.UNKNOWN
            ? "the evidence does not tell what kind of failure it is"
            : "it looks like %s (confidence %s)"
                .formatted(incident.getErrorType(), Quantities.number(incident.getConfidence()));
    return "It began at %s; %s.".formatted(incident.getRootStage(), kind);
  }

  private static String done(Decision decision) {
    String action = words(decision.getChosen());
    String lead =
        decision.getAutonomy() == Autonomy.AUTONOMOUS
            ? "Prunella decided to " + action
            : "In " + decision.getAutonomy() + " mode Prunella would " + action;
    return lead + ": " + decision.getReason() + ".";
  }

  static String ended(Incident incident) {
    String lasted =
        Quantities.span(
            Duration.between(incident.getOpenedAt(), incident.getClosedAt()).toMillis() / 1000.0);
    if (incident.getStatus() == IncidentStatus.RECOVERED) {
      Instant clear = incident.getClearSince();
      return "It recovered: all values have been back since %s. It lasted %s."
          .formatted(TIME.format(clear), lasted);
    }
    if (!incident.getMergedInto().isEmpty()) {
      return "It is part of incident %s.".formatted(incident.getMergedInto());
    }
    boolean rebased =
        incident.getEvidence().stream().anyMatch(s -> s.getTransition() == Transition.REBASED);
    if (rebased) {
      return "It ended after %s without a recovery: what was strange has become the new normal."
          .formatted(lasted);
    }
    if (Evidence.anyOpen(incident.getEvidence())) {
      return "It was closed after %s while not every signal was clear; whether it recovered is not known."
          .formatted(lasted);
    }
    return "It ended after %s; whether it recovered is not known.".formatted(lasted);
  }

  static String words(Action action) {
    return switch (action) {
      case WAIT -> "wait";
      case PAGE_HUMAN -> "page a human";
      case RETRY_WITH_BACKOFF -> "retry with backoff";
      case APPLY_SCHEMA_REMAP -> "apply a schema remap";
      case QUARANTINE -> "quarantine the bad records";
      case CANCEL_BLOCKING_QUERY -> "cancel the blocking query";
      default -> action.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  private static String changes(List<SchemaChange> changes) {
    return String.join(", ", changes.stream().map(Explanation::change).toList());
  }

  private static String change(SchemaChange change) {
    return switch (change.getKind()) {
      case ADDED -> "%s was added (%s)".formatted(change.getPath(), change.getAfter());
      case REMOVED -> "%s was removed (%s)".formatted(change.getPath(), change.getBefore());
      case RENAMED -> "%s was renamed to %s".formatted(change.getBefore(), change.getAfter());
      case RETYPED ->
          "%s was retyped from %s to %s"
              .formatted(change.getPath(), change.getBefore(), change.getAfter());
      case SUBJECT_DELETED -> "the subject was deleted";
      default ->
          "%s changed from %s to %s"
              .formatted(change.getPath(), change.getBefore(), change.getAfter());
    };
  }

  private static String band(Signal signal) {
    boolean low = signal.getLower() != null && Double.isFinite(signal.getLower());
    boolean high = signal.getUpper() != null && Double.isFinite(signal.getUpper());
    if (!low) {
      return high ? "at most " + value(signal.getUpper(), signal) : "anything";
    }
    return high
        ? value(signal.getLower(), signal) + " to " + value(signal.getUpper(), signal)
        : "at least " + value(signal.getLower(), signal);
  }

  private static String value(double value, Signal signal) {
    return signal.getUnit().isEmpty()
        ? Quantities.number(value)
        : Quantities.number(value) + " " + signal.getUnit();
  }

  static String quoted(String detail) {
    String line =
        detail.strip().replaceAll("[\\p{Cntrl}\\s]+", " "); // untrusted text: one line of it
    return line.isEmpty() ? "" : ": \"" + line + "\"";
  }

  private static String capital(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
