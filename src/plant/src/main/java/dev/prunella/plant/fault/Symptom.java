package dev.prunella.plant.fault;

import java.util.Locale;

/**
 * What can be seen of a fault besides its error type. Each tells something about the cause, none
 * tells all: any fault may show any of them, some more often than others. Some are told by a change
 * event, the others by an alarm that fires while they last; each by a line in the log, too.
 */
public enum Symptom {
  /** A new version went out shortly before. */
  RECENT_DEPLOY("rollout finished: 3 of 3 replicas run the new version"),
  /** A setting was changed shortly before. */
  RECENT_CHANGE("configuration reloaded: 4 properties differ from the running ones"),
  /** The table that is read has another schema than before. */
  SCHEMA_CHANGED("a new version of the table's definition is in use"),
  MEMORY_HIGH("memory usage is above 95 %; evicting cached blocks"),
  DISK_HIGH("disk usage is above 95 %; low watermark exceeded"),
  CPU_HIGH("load average is above the number of cores"),
  GC_PAUSES("GC pause (Allocation Failure) took 5.8 s"),
  LOCKS_HELD("14 sessions wait for AccessExclusiveLock"),
  TASKS_SKEWED("task 17 reads 12 times as much as the median"),
  WORKERS_MISSING("lost executor 4: heartbeat not received"),
  THROTTLE_REPLIES("SlowDown: please reduce your request rate"),
  AUTH_ERRORS("token refresh failed: invalid_grant"),
  CONNECTION_ERRORS("connect to peer failed; trying again"),
  NULLS_HIGH("42 % of the values of a required column are null"),
  DUPLICATES("keys seen before: 30 % of the batch"),
  ARRIVALS_HIGH("input is 2.5 times that of last week"),
  NEIGHBOURS_SLOW("waiting for a slot of the shared pool"),
  QUEUE_AT_SCHEDULER("no slot: 120 tasks are queued"),
  LATE_RECORDS("records behind the watermark: 900"),
  CLOCK_ODD("event time is ahead of processing time by 1 h");

  private final String line;

  Symptom(String line) {
    this.line = line;
  }

  /** What the log says of it, and the alarm. */
  public String line() {
    return line;
  }

  /** Names the alarm that fires while it lasts. */
  public String alarm() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is told by a change event, and not by an alarm. */
  public boolean isChange() {
    return this == RECENT_DEPLOY || this == RECENT_CHANGE || this == SCHEMA_CHANGED;
  }
}
