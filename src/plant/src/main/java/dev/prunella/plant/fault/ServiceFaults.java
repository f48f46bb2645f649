package dev.prunella.plant.fault;

import static dev.prunella.plant.fault.Symptom.ARRIVALS_HIGH;
import static dev.prunella.plant.fault.Symptom.AUTH_ERRORS;
import static dev.prunella.plant.fault.Symptom.CONNECTION_ERRORS;
import static dev.prunella.plant.fault.Symptom.NEIGHBOURS_SLOW;
import static dev.prunella.plant.fault.Symptom.QUEUE_AT_SCHEDULER;
import static dev.prunella.plant.fault.Symptom.THROTTLE_REPLIES;
import static dev.prunella.plant.fault.Symptom.WORKERS_MISSING;
import static dev.prunella.schemas.Action.REROUTE;
import static dev.prunella.schemas.Action.RESCHEDULE;
import static dev.prunella.schemas.Action.RESTART;
import static dev.prunella.schemas.Action.RETRY_WITH_BACKOFF;
import static dev.prunella.schemas.Action.ROLL_BACK;
import static dev.prunella.schemas.Action.SCALE_IN;
import static dev.prunella.schemas.Action.SCALE_OUT;
import static dev.prunella.schemas.Action.SCALE_UP;
import static dev.prunella.schemas.Action.THROTTLE;
import static dev.prunella.schemas.ErrorType.BACKLOG;
import static dev.prunella.schemas.ErrorType.CONNECTION_LOST;
import static dev.prunella.schemas.ErrorType.CREDENTIALS;
import static dev.prunella.schemas.ErrorType.QUOTA;
import static dev.prunella.schemas.ErrorType.RESOURCE_EXHAUSTION;
import static dev.prunella.schemas.ErrorType.SKEW;
import static dev.prunella.schemas.ErrorType.THROTTLED;
import static dev.prunella.schemas.ErrorType.TIMEOUT;
import static dev.prunella.schemas.StageKind.INGEST;
import static dev.prunella.schemas.StageKind.LOAD;
import static dev.prunella.schemas.StageKind.ORCHESTRATE;
import static dev.prunella.schemas.StageKind.SERVE;
import static dev.prunella.schemas.StageKind.STREAM;
import static dev.prunella.schemas.StageKind.TRANSFORM;

import java.util.List;

/** What a stage depends on does not answer as it should. */
final class ServiceFaults {

  static final List<Fault> ALL =
      List.of(
          Draft.of("source throttling", INGEST, STREAM)
              .about("The source refuses more than so many requests a second.")
              .seenAs(THROTTLED, 0.45, 0.65)
              .seenAs(TIMEOUT, 0.15, 0.35)
              .seenAs(BACKLOG, 0.15, 0.35)
              .shows(THROTTLE_REPLIES, 0.75, 0.95)
              .shows(ARRIVALS_HIGH, 0.1, 0.3)
              .healedBy(THROTTLE, 0.7, 0.95)
              .healedBy(RESCHEDULE, 0.2, 0.5)
              .healedBy(SCALE_IN, 0.2, 0.5)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.4, 0.8)
              .worsenedBy(SCALE_OUT, 0.5, 0.9)
              .worsenedBy(RESTART, 0.1, 0.3)
              .passes(0.2, 0.5, 50, 120)
              .fault(),
          Draft.of("credentials expired", INGEST, LOAD, ORCHESTRATE, SERVE)
              .about(
                  "A password or token is no longer valid; a new one has been issued, and "
                      + "is read at a start.")
              .seenAs(CREDENTIALS, 0.6, 0.85)
              .seenAs(CONNECTION_LOST, 0.15, 0.4)
              .shows(AUTH_ERRORS, 0.85, 0.98)
              .healedBy(RESTART, 0.5, 0.9)
              .healedBy(ROLL_BACK, 0.15, 0.5)
              .healedBy(REROUTE, 0.05, 0.25)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.3, 0.7)
              .worsenedBy(SCALE_OUT, 0.1, 0.3)
              .fault(),
          Draft.of("quota hit", TRANSFORM, LOAD, INGEST)
              .about(
                  "The account may use no more for now: concurrent runs, requests, " + "capacity.")
              .seenAs(QUOTA, 0.45, 0.7)
              .seenAs(THROTTLED, 0.15, 0.35)
              .seenAs(TIMEOUT, 0.1, 0.25)
              .shows(THROTTLE_REPLIES, 0.3, 0.6)
              .shows(QUEUE_AT_SCHEDULER, 0.45, 0.75)
              .healedBy(RESCHEDULE, 0.6, 0.9)
              .healedBy(SCALE_IN, 0.4, 0.8)
              .healedBy(THROTTLE, 0.2, 0.5)
              .worsenedBy(SCALE_OUT, 0.7, 0.98)
              .worsenedBy(SCALE_UP, 0.3, 0.7)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.3, 0.6)
              .passes(0.3, 0.6, 60, 150)
              .fault(),
          Draft.of("worker lost", TRANSFORM, STREAM, LOAD)
              .about("A machine is gone and its tasks hang; those that are left wait for it.")
              .seenAs(TIMEOUT, 0.4, 0.6)
              .seenAs(CONNECTION_LOST, 0.15, 0.35)
              .seenAs(SKEW, 0.1, 0.25)
              .seenAs(RESOURCE_EXHAUSTION, 0.05, 0.15)
              .shows(WORKERS_MISSING, 0.8, 0.97)
              .shows(CONNECTION_ERRORS, 0.3, 0.6)
              .healedBy(RESTART, 0.75, 0.96)
              .healedBy(SCALE_OUT, 0.35, 0.75)
              .worsenedBy(SCALE_IN, 0.5, 0.9)
              .worsenedBy(THROTTLE, 0.1, 0.3)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.05, 0.2)
              .fault(),
          Draft.of("stale connections", INGEST, LOAD, STREAM, SERVE)
              .about("A pool hands out connections whose other end is gone.")
              .seenAs(CONNECTION_LOST, 0.55, 0.8)
              .seenAs(TIMEOUT, 0.25, 0.5)
              .shows(CONNECTION_ERRORS, 0.75, 0.95)
              .healedBy(RESTART, 0.8, 0.97)
              .healedBy(RETRY_WITH_BACKOFF, 0.1, 0.4)
              .worsenedBy(SCALE_OUT, 0.4, 0.8)
              .worsenedBy(REROUTE, 0.1, 0.3)
              .fault(),
          Draft.of("network partition", INGEST, LOAD, STREAM, ORCHESTRATE)
              .about("Packets between two zones are lost.")
              .seenAs(CONNECTION_LOST, 0.55, 0.8)
              .seenAs(TIMEOUT, 0.25, 0.5)
              .shows(CONNECTION_ERRORS, 0.75, 0.95)
              .shows(NEIGHBOURS_SLOW, 0.5, 0.8)
              .healedBy(REROUTE, 0.75, 0.96)
              .healedBy(RETRY_WITH_BACKOFF, 0.2, 0.5)
              .worsenedBy(RESTART, 0.3, 0.65)
              .worsenedBy(SCALE_OUT, 0.1, 0.3)
              .passes(0.3, 0.6, 30, 100)
              .fault(),
          Draft.of("dependency outage", INGEST, ORCHESTRATE, STREAM, SERVE)
              .about(
                  "A service that is called is down, and comes back when its owners have "
                      + "repaired it.")
              .seenAs(CONNECTION_LOST, 0.35, 0.6)
              .seenAs(TIMEOUT, 0.25, 0.45)
              .seenAs(THROTTLED, 0.1, 0.3)
              .shows(CONNECTION_ERRORS, 0.5, 0.8)
              .shows(THROTTLE_REPLIES, 0.3, 0.6)
              .healedBy(REROUTE, 0.5, 0.85)
              .healedBy(RETRY_WITH_BACKOFF, 0.35, 0.7)
              .worsenedBy(RESTART, 0.2, 0.45)
              .worsenedBy(SCALE_OUT, 0.2, 0.5)
              .passes(0.5, 0.8, 30, 110)
              .fault(),
          Draft.of("glitch", INGEST, TRANSFORM, LOAD, ORCHESTRATE, STREAM, SERVE)
              .about("Something fails once in a while, and the next try succeeds.")
              .seenAs(TIMEOUT, 0.35, 0.6)
              .seenAs(CONNECTION_LOST, 0.35, 0.6)
              .healedBy(RETRY_WITH_BACKOFF, 0.8, 0.97)
              .healedBy(RESTART, 0.4, 0.75)
              .healedBy(RESCHEDULE, 0.4, 0.75)
              .worsenedBy(SCALE_UP, 0.05, 0.2)
              .worsenedBy(ROLL_BACK, 0.1, 0.3)
              .passes(0.5, 0.9, 20, 70)
              .fault());

  private ServiceFaults() {}
}
