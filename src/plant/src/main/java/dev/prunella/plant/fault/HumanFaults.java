package dev.prunella.plant.fault;

import static dev.prunella.plant.fault.Symptom.CLOCK_ODD;
import static dev.prunella.plant.fault.Symptom.CPU_HIGH;
import static dev.prunella.plant.fault.Symptom.LATE_RECORDS;
import static dev.prunella.plant.fault.Symptom.RECENT_CHANGE;
import static dev.prunella.plant.fault.Symptom.RECENT_DEPLOY;
import static dev.prunella.schemas.Action.QUARANTINE;
import static dev.prunella.schemas.Action.RESCHEDULE;
import static dev.prunella.schemas.Action.RESTART;
import static dev.prunella.schemas.Action.RETRY_WITH_BACKOFF;
import static dev.prunella.schemas.Action.ROLL_BACK;
import static dev.prunella.schemas.Action.SCALE_IN;
import static dev.prunella.schemas.Action.SCALE_OUT;
import static dev.prunella.schemas.Action.SCALE_UP;
import static dev.prunella.schemas.ErrorType.BACKLOG;
import static dev.prunella.schemas.ErrorType.BAD_DEPLOY;
import static dev.prunella.schemas.ErrorType.CONNECTION_LOST;
import static dev.prunella.schemas.ErrorType.CREDENTIALS;
import static dev.prunella.schemas.ErrorType.DATA_CORRUPTION;
import static dev.prunella.schemas.ErrorType.QUOTA;
import static dev.prunella.schemas.ErrorType.RESOURCE_EXHAUSTION;
import static dev.prunella.schemas.ErrorType.TIMEOUT;
import static dev.prunella.schemas.StageKind.INGEST;
import static dev.prunella.schemas.StageKind.LOAD;
import static dev.prunella.schemas.StageKind.ORCHESTRATE;
import static dev.prunella.schemas.StageKind.SERVE;
import static dev.prunella.schemas.StageKind.STREAM;
import static dev.prunella.schemas.StageKind.TRANSFORM;

import java.util.List;

/** Somebody changed something. */
final class HumanFaults {

  static final List<Fault> ALL =
      List.of(
          Draft.of("bad deploy", TRANSFORM, LOAD, STREAM, SERVE, ORCHESTRATE)
              .about("A new version does not work as it should.")
              .seenAs(BAD_DEPLOY, 0.3, 0.5)
              .seenAs(DATA_CORRUPTION, 0.15, 0.3)
              .seenAs(TIMEOUT, 0.15, 0.3)
              .seenAs(RESOURCE_EXHAUSTION, 0.1, 0.25)
              .shows(RECENT_DEPLOY, 0.85, 0.98)
              .shows(CPU_HIGH, 0.15, 0.35)
              .healedBy(ROLL_BACK, 0.85, 0.98)
              .healedBy(SCALE_UP, 0.05, 0.2)
              .worsenedBy(RESTART, 0.1, 0.3)
              .worsenedBy(SCALE_OUT, 0.1, 0.3)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.1, 0.3)
              .spoilsData()
              .fault(),
          Draft.of("bad configuration", INGEST, TRANSFORM, LOAD, STREAM, SERVE, ORCHESTRATE)
              .about(
                  "A setting was changed to a wrong value: a timeout, a pool, a batch " + "size.")
              .seenAs(TIMEOUT, 0.3, 0.5)
              .seenAs(BAD_DEPLOY, 0.15, 0.35)
              .seenAs(QUOTA, 0.1, 0.2)
              .seenAs(CREDENTIALS, 0.1, 0.2)
              .seenAs(CONNECTION_LOST, 0.1, 0.2)
              .shows(RECENT_CHANGE, 0.85, 0.98)
              .healedBy(ROLL_BACK, 0.75, 0.95)
              .healedBy(RESTART, 0.1, 0.35)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.1, 0.3)
              .worsenedBy(SCALE_IN, 0.2, 0.5)
              .fault(),
          Draft.of("time-zone error", ORCHESTRATE, TRANSFORM, LOAD)
              .about(
                  "A clock or calendar is off by an hour: what is due comes early, late, "
                      + "or twice.")
              .seenAs(DATA_CORRUPTION, 0.3, 0.5)
              .seenAs(BACKLOG, 0.25, 0.45)
              .seenAs(TIMEOUT, 0.1, 0.25)
              .shows(CLOCK_ODD, 0.75, 0.95)
              .shows(LATE_RECORDS, 0.5, 0.8)
              .shows(RECENT_CHANGE, 0.3, 0.55)
              .healedBy(RESCHEDULE, 0.55, 0.9)
              .healedBy(ROLL_BACK, 0.35, 0.8)
              .worsenedBy(QUARANTINE, 0.4, 0.8)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.2, 0.4)
              .spoilsData()
              .fault());

  private HumanFaults() {}
}
