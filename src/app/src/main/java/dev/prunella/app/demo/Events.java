package dev.prunella.app.demo;

import dev.prunella.plant.Injection;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Credit;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.Lesson;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is news of the records of the loop. Not thread-safe. */
final class Events {

  private static final Comparator<Event> IN_TIME =
      Comparator.comparing(Event::at).thenComparing(Event::kind);

  private final Map<String, IncidentStatus> known = new HashMap<>();
  private final Map<String, Incident> incidents = new HashMap<>();
  private final List<Event> news = new ArrayList<>();

  /** What has happened since the last call, in the order of simulated time. */
  List<Event> drain() {
    news.sort(IN_TIME);
    List<Event> drained = List.copyOf(news);
    news.clear();
    return drained;
  }

  /** The truth, for people alone. */
  void take(Injection fault) {
    news.add(
        new Event(
            fault.startedAt(),
            Event.Kind.FAULT,
            fault.stage(),
            fault.errorType(),
            null,
            fault.fault()));
  }

  void take(Incident version) {
    IncidentStatus before = known.put(version.getId(), version.getStatus());
    incidents.put(version.getId(), version);
    if (before == null) {
      add(version, version.getOpenedAt(), Event.Kind.OPENED, evidence(version));
    }
    if (before == version.getStatus()) {
      return;
    }
    switch (version.getStatus()) {
      case RECOVERED ->
          add(
              version,
              version.getClosedAt(),
              Event.Kind.RECOVERED,
              "after " + span(version.getOpenedAt(), version.getClearSince()));
      case CENSORED ->
          add(
              version,
              version.getClosedAt(),
              Event.Kind.CENSORED,
              version.getMergedInto().isEmpty()
                  ? "how it ended is not known"
                  : "merged into incident " + version.getMergedInto());
      case ESCALATED ->
          add(version, version.getUpdatedAt(), Event.Kind.ESCALATED, "people are called");
      default -> {
        // Between opening and end commands and outcomes tell the story.
      }
    }
  }

  void take(Command command) {
    news.add(
        new Event(
            command.getIssuedAt(),
            Event.Kind.COMMAND,
            command.getStage(),
            command.getState().getErrorType(),
            command.getAction(),
            "on " + command.getTarget()));
  }

  void take(Outcome outcome) {
    Incident incident = incidents.get(outcome.getIncident());
    news.add(
        new Event(
            outcome.getAt(),
            Event.Kind.OUTCOME,
            outcome.getStage(),
            incident == null ? null : incident.getErrorType(),
            outcome.getAction(),
            outcome.getStatus()
                + (outcome.getDetail().isEmpty() ? "" : ": " + outcome.getDetail())));
  }

  void take(Decision decision) {
    Credit credit = decision.getCredit();
    if (decision.getKind() != DecisionKind.CREDITED || credit.getLesson() != Lesson.LEARNED) {
      return;
    }
    Incident incident = incidents.get(decision.getIncident());
    news.add(
        new Event(
            decision.getAt(),
            Event.Kind.LEARNED,
            incident == null ? "" : incident.getRootStage(),
            decision.getState().getErrorType(),
            decision.getChosen(),
            String.format(Locale.ROOT, "reward %+.2f", credit.getReward())));
  }

  private void add(Incident incident, Instant at, Event.Kind kind, String detail) {
    news.add(new Event(at, kind, incident.getRootStage(), incident.getErrorType(), null, detail));
  }

  private static String evidence(Incident incident) {
    Signal first = incident.getEvidence().get(0);
    return first.getKind() + " of " + first.getSubject();
  }

  private static String span(Instant from, Instant to) {
    Duration span = Duration.between(from, to);
    return span.toMinutes() < 2 ? span.toSeconds() + " s" : span.toMinutes() + " min";
  }
}
