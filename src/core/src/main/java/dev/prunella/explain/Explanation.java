package dev.prunella.explain;

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

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** As many signals are told in full; the others are counted. */
  private static final int TOLD = 3;

  private Explanation() {}

  /**
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

  private static String seen(Signal signal) {
    String at = TIME.format(signal.getOpenedAt());
    String subject = signal.getSubject();
    String stage = signal.getStage();
    return switch (signal.getKind()) {
      case SILENCE ->
          "%s sent nothing for %s at %s; its telemetry usually comes every %s."
              .formatted(stage, span(signal.getObserved()), at, span(signal.getExpected()));
      case FAILURE ->
          "%s of %s failed at %s%s."
              .formatted(capital(subject), stage, at, quoted(signal.getDetail()));
      case SCHEMA_DRIFT ->
          "The schema of %s, which %s depends on, changed at %s: %s."
              .formatted(subject, stage, at, changes(signal.getChanges()));
      case SLO_BURN ->
          "%s of %s was %s at %s, outside what its SLO permits (%s)."
              .formatted(
                  capital(subject), stage, value(signal.getObserved(), signal), at, band(signal));
      default ->
          "%s of %s was %s at %s, where about %s was expected and %s is usual (%s, score %s)."
              .formatted(
                  capital(subject),
                  stage,
                  value(signal.getObserved(), signal),
                  at,
                  value(signal.getExpected(), signal),
                  band(signal),
                  signal.getEvidence(),
                  number(signal.getScore()));
    };
  }

  private static String others(Incident incident) {
    Set<String> stages = new TreeSet<>(incident.getStages());
    return "%d more signals belong to it; in all they touch %s."
        .formatted(incident.getEvidence().size() - TOLD, String.join(", ", stages));
  }

  private static String began(Incident incident) {
    String kind =
        incident.getErrorType() == ErrorType.UNKNOWN
            ? "the evidence does not tell what kind of failure it is"
            : "it looks like %s (confidence %s)"
                .formatted(incident.getErrorType(), number(incident.getConfidence()));
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

  private static String ended(Incident incident) {
    String lasted =
        span(Duration.between(incident.getOpenedAt(), incident.getClosedAt()).toMillis() / 1000.0);
    if (incident.getStatus() == IncidentStatus.RECOVERED) {
      Instant clear = incident.getClearSince();
      return "It recovered: every signal is clear since %s. It lasted %s."
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
    return "It ended after %s; whether it recovered is not known.".formatted(lasted);
  }

  private static String words(Action action) {
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
    if (signal.getLower() == null) {
      return signal.getUpper() == null ? "anything" : "at most " + value(signal.getUpper(), signal);
    }
    return signal.getUpper() == null
        ? "at least " + value(signal.getLower(), signal)
        : value(signal.getLower(), signal) + " to " + value(signal.getUpper(), signal);
  }

  private static String value(double value, Signal signal) {
    return signal.getUnit().isEmpty() ? number(value) : number(value) + " " + signal.getUnit();
  }

  /** Four significant digits, which is as much as a person compares. */
  private static String number(double value) {
    if (value == 0 || Math.abs(value) >= 1e9 || Math.abs(value) < 1e-4) {
      return String.format(Locale.ROOT, "%.3g", value).replaceFirst("^0\\.00$", "0");
    }
    int digits = (int) Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value))));
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private static String span(double seconds) {
    if (seconds < 120) {
      return number(seconds) + " s";
    }
    Duration d = Duration.ofSeconds(Math.round(seconds));
    if (d.toMinutes() < 120) {
      return d.toMinutes() + " min";
    }
    return d.toHours() < 48 ? d.toHours() + " h" : d.toDays() + " days";
  }

  private static String quoted(String detail) {
    return detail.isEmpty() ? "" : ": \"" + detail + "\"";
  }

  private static String capital(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
