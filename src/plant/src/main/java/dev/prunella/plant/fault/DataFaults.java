package dev.prunella.plant.fault;

import static dev.prunella.plant.fault.Symptom.ARRIVALS_HIGH;
import static dev.prunella.plant.fault.Symptom.DUPLICATES;
import static dev.prunella.plant.fault.Symptom.LATE_RECORDS;
import static dev.prunella.plant.fault.Symptom.NULLS_HIGH;
import static dev.prunella.plant.fault.Symptom.RECENT_CHANGE;
import static dev.prunella.plant.fault.Symptom.RECENT_DEPLOY;
import static dev.prunella.plant.fault.Symptom.SCHEMA_CHANGED;
import static dev.prunella.plant.fault.Symptom.WORKERS_MISSING;
import static dev.prunella.schemas.Action.APPLY_SCHEMA_REMAP;
import static dev.prunella.schemas.Action.QUARANTINE;
import static dev.prunella.schemas.Action.RESCHEDULE;
import static dev.prunella.schemas.Action.RESTART;
import static dev.prunella.schemas.Action.RETRY_WITH_BACKOFF;
import static dev.prunella.schemas.Action.ROLL_BACK;
import static dev.prunella.schemas.Action.SCALE_OUT;
import static dev.prunella.schemas.ErrorType.BACKLOG;
import static dev.prunella.schemas.ErrorType.DATA_CORRUPTION;
import static dev.prunella.schemas.ErrorType.LOCK_CONTENTION;
import static dev.prunella.schemas.ErrorType.SCHEMA_MISMATCH;
import static dev.prunella.schemas.ErrorType.TIMEOUT;
import static dev.prunella.schemas.StageKind.INGEST;
import static dev.prunella.schemas.StageKind.LOAD;
import static dev.prunella.schemas.StageKind.STREAM;
import static dev.prunella.schemas.StageKind.TRANSFORM;

import java.util.List;

/** What is wrong is the data itself. */
final class DataFaults {

  static final List<Fault> ALL =
      List.of(
          Draft.of("column added", TRANSFORM, STREAM)
              .about(
                  "A producer adds a column without a default; readers that check the "
                      + "whole row refuse it.")
              .seenAs(SCHEMA_MISMATCH, 0.6, 0.9)
              .seenAs(DATA_CORRUPTION, 0.1, 0.4)
              .shows(SCHEMA_CHANGED, 0.85, 0.97)
              .shows(RECENT_CHANGE, 0.3, 0.6)
              .healedBy(APPLY_SCHEMA_REMAP, 0.75, 0.95)
              .healedBy(ROLL_BACK, 0.45, 0.8)
              .worsenedBy(RESTART, 0.1, 0.3)
              .worsenedBy(QUARANTINE, 0.3, 0.6)
              .changes(TableChange.ADDED)
              .fault(),
          Draft.of("column dropped", TRANSFORM, STREAM)
              .about(
                  "A producer drops a column that is read. What is gone cannot be mapped "
                      + "back: a default in its place is only sometimes good enough.")
              .seenAs(SCHEMA_MISMATCH, 0.6, 0.9)
              .seenAs(DATA_CORRUPTION, 0.1, 0.4)
              .shows(SCHEMA_CHANGED, 0.85, 0.97)
              .shows(NULLS_HIGH, 0.5, 0.85)
              .healedBy(ROLL_BACK, 0.75, 0.95)
              .healedBy(APPLY_SCHEMA_REMAP, 0.1, 0.45)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.05, 0.2)
              .worsenedBy(QUARANTINE, 0.3, 0.6)
              .changes(TableChange.DROPPED)
              .fault(),
          Draft.of("column renamed", TRANSFORM, STREAM)
              .about("A producer renames a column that is read.")
              .seenAs(SCHEMA_MISMATCH, 0.75, 0.95)
              .seenAs(DATA_CORRUPTION, 0.05, 0.25)
              .shows(SCHEMA_CHANGED, 0.85, 0.97)
              .shows(NULLS_HIGH, 0.1, 0.3)
              .shows(RECENT_DEPLOY, 0.3, 0.6)
              .healedBy(APPLY_SCHEMA_REMAP, 0.85, 0.98)
              .healedBy(ROLL_BACK, 0.5, 0.85)
              .worsenedBy(QUARANTINE, 0.4, 0.7)
              .changes(TableChange.RENAMED)
              .fault(),
          Draft.of("column retyped", TRANSFORM, STREAM)
              .about("A producer writes a column in another type; casts work for most rows.")
              .seenAs(SCHEMA_MISMATCH, 0.4, 0.7)
              .seenAs(DATA_CORRUPTION, 0.3, 0.6)
              .shows(SCHEMA_CHANGED, 0.85, 0.97)
              .shows(RECENT_DEPLOY, 0.1, 0.3)
              .healedBy(ROLL_BACK, 0.6, 0.9)
              .healedBy(APPLY_SCHEMA_REMAP, 0.45, 0.85)
              .healedBy(QUARANTINE, 0.1, 0.35)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.05, 0.2)
              .worsenedBy(SCALE_OUT, 0.05, 0.2)
              .changes(TableChange.RETYPED)
              .fault(),
          Draft.of("corrupt batch", TRANSFORM, LOAD)
              .about("A file came truncated or in a wrong encoding.")
              .seenAs(DATA_CORRUPTION, 0.75, 0.95)
              .seenAs(SCHEMA_MISMATCH, 0.05, 0.25)
              .shows(NULLS_HIGH, 0.6, 0.9)
              .healedBy(QUARANTINE, 0.8, 0.97)
              .healedBy(ROLL_BACK, 0.15, 0.4)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.1, 0.3)
              .worsenedBy(APPLY_SCHEMA_REMAP, 0.3, 0.6)
              .spoilsData()
              .fault(),
          Draft.of("late data", TRANSFORM, LOAD, STREAM)
              .about("A producer was offline; what it kept comes late and out of order.")
              .seenAs(BACKLOG, 0.3, 0.5)
              .seenAs(DATA_CORRUPTION, 0.2, 0.4)
              .seenAs(TIMEOUT, 0.15, 0.35)
              .shows(LATE_RECORDS, 0.8, 0.97)
              .shows(ARRIVALS_HIGH, 0.2, 0.45)
              .healedBy(RESCHEDULE, 0.7, 0.92)
              .healedBy(SCALE_OUT, 0.15, 0.4)
              .worsenedBy(QUARANTINE, 0.5, 0.85)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.2, 0.4)
              .worsenedBy(ROLL_BACK, 0.3, 0.6)
              .passes(0.4, 0.7, 60, 150)
              .spoilsData()
              .fault(),
          Draft.of("duplicate load", LOAD, STREAM)
              .about("A batch went in twice, as a retry was not idempotent.")
              .seenAs(DATA_CORRUPTION, 0.55, 0.8)
              .seenAs(BACKLOG, 0.15, 0.3)
              .seenAs(LOCK_CONTENTION, 0.05, 0.15)
              .shows(DUPLICATES, 0.8, 0.97)
              .shows(ARRIVALS_HIGH, 0.25, 0.5)
              .healedBy(ROLL_BACK, 0.6, 0.9)
              .healedBy(QUARANTINE, 0.4, 0.75)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.6, 0.95)
              .worsenedBy(RESTART, 0.3, 0.6)
              .worsenedBy(RESCHEDULE, 0.3, 0.6)
              .spoilsData()
              .fault(),
          Draft.of("poison record", INGEST, STREAM, TRANSFORM)
              .about(
                  "One record cannot be read; whoever meets it dies, is started again, "
                      + "and meets it again.")
              .seenAs(DATA_CORRUPTION, 0.35, 0.6)
              .seenAs(BACKLOG, 0.2, 0.4)
              .seenAs(TIMEOUT, 0.1, 0.3)
              .shows(WORKERS_MISSING, 0.35, 0.65)
              .shows(NULLS_HIGH, 0.1, 0.3)
              .healedBy(QUARANTINE, 0.85, 0.98)
              .healedBy(ROLL_BACK, 0.05, 0.2)
              .worsenedBy(RESTART, 0.3, 0.6)
              .worsenedBy(RETRY_WITH_BACKOFF, 0.3, 0.6)
              .worsenedBy(SCALE_OUT, 0.1, 0.3)
              .fault());

  private DataFaults() {}
}
