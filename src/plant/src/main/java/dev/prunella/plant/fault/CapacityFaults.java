package dev.prunella.plant.fault;

import static dev.prunella.plant.fault.Symptom.ARRIVALS_HIGH;
import static dev.prunella.plant.fault.Symptom.CONNECTION_ERRORS;
import static dev.prunella.plant.fault.Symptom.CPU_HIGH;
import static dev.prunella.plant.fault.Symptom.DISK_HIGH;
import static dev.prunella.plant.fault.Symptom.GC_PAUSES;
import static dev.prunella.plant.fault.Symptom.LOCKS_HELD;
import static dev.prunella.plant.fault.Symptom.MEMORY_HIGH;
import static dev.prunella.plant.fault.Symptom.NEIGHBOURS_SLOW;
import static dev.prunella.plant.fault.Symptom.QUEUE_AT_SCHEDULER;
import static dev.prunella.plant.fault.Symptom.RECENT_DEPLOY;
import static dev.prunella.plant.fault.Symptom.TASKS_SKEWED;
import static dev.prunella.schemas.Action.CANCEL_BLOCKING_QUERY;
import static dev.prunella.schemas.Action.QUARANTINE;
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
import static dev.prunella.schemas.ErrorType.LOCK_CONTENTION;
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

/** There is too little of something, or too much is asked of it. */
final class CapacityFaults {

  static final List<Fault> ALL =
      List.of(
          Draft.of("memory leak", INGEST, TRANSFORM, STREAM, SERVE)
              .about(
                  "Memory fills over some time and is not given back until the process " + "ends.")
              .seenAs(RESOURCE_EXHAUSTION, 0.6, 0.85)
              .seenAs(TIMEOUT, 0.15, 0.4)
              .shows(MEMORY_HIGH, 0.85, 0.98)
              .shows(GC_PAUSES, 0.6, 0.9)
              .shows(RECENT_DEPLOY, 0.2, 0.45)
              .healedBy(RESTART, 0.85, 0.98)
              .healedBy(ROLL_BACK, 0.3, 0.65)
              .healedBy(SCALE_UP, 0.15, 0.4)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.2, 0.4)
              .worsenedBy(SCALE_IN, 0.4, 0.7)
              .comesOver(20, 60)
              .fault(),
          Draft.of("outgrown memory", TRANSFORM, STREAM, LOAD)
              .about("The data have grown beyond what a worker can hold.")
              .seenAs(RESOURCE_EXHAUSTION, 0.5, 0.75)
              .seenAs(TIMEOUT, 0.25, 0.5)
              .shows(MEMORY_HIGH, 0.8, 0.97)
              .shows(ARRIVALS_HIGH, 0.5, 0.8)
              .shows(GC_PAUSES, 0.3, 0.6)
              .healedBy(SCALE_UP, 0.8, 0.95)
              .healedBy(SCALE_OUT, 0.3, 0.65)
              .healedBy(THROTTLE, 0.1, 0.3)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.4, 0.7)
              .worsenedBy(RESTART, 0.2, 0.45)
              .worsenedBy(SCALE_IN, 0.5, 0.8)
              .fault(),
          Draft.of("skewed partition", TRANSFORM, STREAM)
              .about("One key has most of the records, and one task all of the work.")
              .seenAs(SKEW, 0.35, 0.6)
              .seenAs(TIMEOUT, 0.25, 0.45)
              .seenAs(RESOURCE_EXHAUSTION, 0.1, 0.3)
              .shows(TASKS_SKEWED, 0.75, 0.95)
              .shows(MEMORY_HIGH, 0.25, 0.5)
              .healedBy(SCALE_UP, 0.5, 0.85)
              .healedBy(QUARANTINE, 0.3, 0.7)
              .healedBy(RESCHEDULE, 0.1, 0.3)
              .worsenedBy(SCALE_OUT, 0.2, 0.5)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.25, 0.5)
              .worsenedBy(RESTART, 0.1, 0.3)
              .fault(),
          Draft.of("disk full", LOAD, STREAM, INGEST)
              .about("Tables, logs or spilled intermediate results fill the disk.")
              .seenAs(RESOURCE_EXHAUSTION, 0.65, 0.85)
              .seenAs(BACKLOG, 0.1, 0.25)
              .seenAs(TIMEOUT, 0.05, 0.2)
              .shows(DISK_HIGH, 0.85, 0.98)
              .shows(CPU_HIGH, 0.05, 0.2)
              .healedBy(SCALE_UP, 0.7, 0.95)
              .healedBy(SCALE_OUT, 0.4, 0.75)
              .healedBy(CANCEL_BLOCKING_QUERY, 0.15, 0.45)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.3, 0.6)
              .worsenedBy(RESTART, 0.15, 0.35)
              .worsenedBy(REROUTE, 0.1, 0.3)
              .comesOver(20, 60)
              .hitsTheResource()
              .fault(),
          Draft.of("lock contention", LOAD)
              .about("A transaction was left open and holds locks that others wait for.")
              .seenAs(LOCK_CONTENTION, 0.45, 0.7)
              .seenAs(TIMEOUT, 0.3, 0.55)
              .shows(LOCKS_HELD, 0.8, 0.97)
              .healedBy(CANCEL_BLOCKING_QUERY, 0.8, 0.97)
              .healedBy(RESTART, 0.3, 0.6)
              .healedBy(RESCHEDULE, 0.25, 0.55)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.35, 0.65)
              .worsenedBy(SCALE_OUT, 0.3, 0.6)
              .hitsTheResource()
              .fault(),
          Draft.of("slow query", LOAD, TRANSFORM, SERVE)
              .about("A query runs away: a plan went wrong after statistics grew old.")
              .seenAs(TIMEOUT, 0.5, 0.75)
              .seenAs(BACKLOG, 0.1, 0.25)
              .seenAs(RESOURCE_EXHAUSTION, 0.1, 0.3)
              .shows(CPU_HIGH, 0.75, 0.95)
              .shows(LOCKS_HELD, 0.2, 0.4)
              .healedBy(CANCEL_BLOCKING_QUERY, 0.65, 0.92)
              .healedBy(ROLL_BACK, 0.15, 0.5)
              .healedBy(SCALE_UP, 0.15, 0.45)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.3, 0.6)
              .worsenedBy(RESTART, 0.1, 0.3)
              .hitsTheResource()
              .fault(),
          Draft.of("too many writers", LOAD, TRANSFORM, SERVE)
              .about("More workers write at once than the database behind them can stand.")
              .seenAs(LOCK_CONTENTION, 0.2, 0.4)
              .seenAs(THROTTLED, 0.2, 0.4)
              .seenAs(TIMEOUT, 0.25, 0.5)
              .shows(LOCKS_HELD, 0.4, 0.7)
              .shows(CONNECTION_ERRORS, 0.4, 0.7)
              .shows(CPU_HIGH, 0.4, 0.7)
              .healedBy(SCALE_IN, 0.7, 0.92)
              .healedBy(THROTTLE, 0.5, 0.85)
              .worsenedBy(SCALE_OUT, 0.7, 0.98)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.3, 0.6)
              .worsenedBy(CANCEL_BLOCKING_QUERY, 0.2, 0.45)
              .fault(),
          Draft.of("burst of arrivals", INGEST, STREAM)
              .about("Much more comes than usual.")
              .seenAs(BACKLOG, 0.5, 0.75)
              .seenAs(TIMEOUT, 0.15, 0.35)
              .seenAs(RESOURCE_EXHAUSTION, 0.05, 0.2)
              .shows(ARRIVALS_HIGH, 0.85, 0.98)
              .shows(CPU_HIGH, 0.5, 0.8)
              .healedBy(SCALE_OUT, 0.8, 0.96)
              .healedBy(SCALE_UP, 0.4, 0.75)
              .healedBy(THROTTLE, 0.15, 0.4)
              .worsenedBy(RESTART, 0.4, 0.7)
              .worsenedBy(SCALE_IN, 0.7, 0.98)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.2, 0.4)
              .floods(1.4, 2.2)
              .passes(0.3, 0.6, 40, 120)
              .fault(),
          Draft.of("noisy neighbour", TRANSFORM, LOAD, STREAM)
              .about("Somebody else takes more than their share of a machine or pool.")
              .seenAs(TIMEOUT, 0.4, 0.65)
              .seenAs(BACKLOG, 0.2, 0.35)
              .seenAs(RESOURCE_EXHAUSTION, 0.1, 0.3)
              .shows(NEIGHBOURS_SLOW, 0.75, 0.95)
              .shows(CPU_HIGH, 0.5, 0.8)
              .healedBy(REROUTE, 0.6, 0.9)
              .healedBy(RESCHEDULE, 0.25, 0.6)
              .healedBy(SCALE_UP, 0.1, 0.35)
              .worsenedBy(SCALE_OUT, 0.3, 0.6)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.2, 0.45)
              .worsenedBy(CANCEL_BLOCKING_QUERY, 0.1, 0.3)
              .passes(0.3, 0.6, 60, 150)
              .hitsTheResource()
              .fault(),
          Draft.of("scheduler starvation", ORCHESTRATE)
              .about(
                  "No slot or heartbeat is left for what is due: sensors and retries hold "
                      + "them all.")
              .seenAs(BACKLOG, 0.45, 0.7)
              .seenAs(TIMEOUT, 0.25, 0.5)
              .seenAs(QUOTA, 0.05, 0.2)
              .shows(QUEUE_AT_SCHEDULER, 0.85, 0.98)
              .healedBy(RESCHEDULE, 0.6, 0.9)
              .healedBy(THROTTLE, 0.4, 0.8)
              .healedBy(RESTART, 0.25, 0.55)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.5, 0.85)
              .worsenedBy(SCALE_OUT, 0.1, 0.4)
              .fault());

  private CapacityFaults() {}
}
