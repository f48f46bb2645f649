package dev.prunella.plant.baseline;

import static dev.prunella.schemas.Action.APPLY_SCHEMA_REMAP;
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
import static dev.prunella.schemas.ErrorType.BAD_DEPLOY;
import static dev.prunella.schemas.ErrorType.CONNECTION_LOST;
import static dev.prunella.schemas.ErrorType.CREDENTIALS;
import static dev.prunella.schemas.ErrorType.DATA_CORRUPTION;
import static dev.prunella.schemas.ErrorType.LOCK_CONTENTION;
import static dev.prunella.schemas.ErrorType.QUOTA;
import static dev.prunella.schemas.ErrorType.RESOURCE_EXHAUSTION;
import static dev.prunella.schemas.ErrorType.SCHEMA_MISMATCH;
import static dev.prunella.schemas.ErrorType.SKEW;
import static dev.prunella.schemas.ErrorType.THROTTLED;
import static dev.prunella.schemas.ErrorType.TIMEOUT;
import static dev.prunella.schemas.StageKind.INGEST;
import static dev.prunella.schemas.StageKind.LOAD;
import static dev.prunella.schemas.StageKind.ORCHESTRATE;
import static dev.prunella.schemas.StageKind.SERVE;
import static dev.prunella.schemas.StageKind.TRANSFORM;

import dev.prunella.heal.Policies;
import dev.prunella.plant.baseline.DecisionTable.Case;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a careful vendor would write down: for each kind of failure and of stage up to four
 * remedies, what often helps and harms little first, then people. It knows neither the world nor
 * the cause. Each rule says why.
 *
 * <p>The rules for replication, memory and locks follow what is published of rule-based healing in
 * production (Halodoc, Building Self-Healing Data Pipelines, 2026: replication is restarted from
 * its checkpoint, a job that ran out of memory is retried with more of it, and warehouse locks are
 * mostly held by queries that failed runs left behind) and the services' own troubleshooting
 * guides; docs/baselines.md has the references.
 */
public final class Runbook implements Contestant {

  /**
   * @param errorType what is seen
   * @param kind at such a stage; UNKNOWN: at any that has no rule of its own
   * @param steps in this order, before people are called
   * @param because why, in one sentence
   */
  public record Rule(ErrorType errorType, StageKind kind, List<Action> steps, String because) {}

  private static final StageKind ANY = StageKind.UNKNOWN;

  public static final List<Rule> RULES =
      List.of(
          rule(SCHEMA_MISMATCH, ANY)
              .because(
                  "a change that is known is mapped back; else the release that made it is undone")
              .steps(APPLY_SCHEMA_REMAP, ROLL_BACK, QUARANTINE),
          rule(SCHEMA_MISMATCH, LOAD)
              .because("rows that do not fit are set aside before a release is undone")
              .steps(APPLY_SCHEMA_REMAP, QUARANTINE, ROLL_BACK),
          rule(TIMEOUT, ANY)
              .because(
                  "what hangs is started anew; then what was changed last, or there is too much to do")
              .steps(RESTART, ROLL_BACK, SCALE_OUT),
          rule(TIMEOUT, INGEST)
              .because(
                  "replication that hangs is restarted from its checkpoint; then less at a time, as it was")
              .steps(RETRY_WITH_BACKOFF, RESTART, THROTTLE, ROLL_BACK),
          rule(TIMEOUT, TRANSFORM)
              .because(
                  "the same job on the same workers mostly times out again, so on new ones, or later")
              .steps(RESTART, CANCEL_BLOCKING_QUERY, RESCHEDULE, ROLL_BACK),
          rule(TIMEOUT, LOAD)
              .because("a load mostly waits for another query, or for its own session")
              .steps(CANCEL_BLOCKING_QUERY, RESTART, RESCHEDULE, ROLL_BACK),
          rule(TIMEOUT, ORCHESTRATE)
              .because("what it waits for mostly comes; else later, or the DAG was changed")
              .steps(RETRY_WITH_BACKOFF, RESCHEDULE, ROLL_BACK, REROUTE),
          rule(TIMEOUT, SERVE)
              .because(
                  "a query that runs away is ended; then a restart, then what was changed last")
              .steps(CANCEL_BLOCKING_QUERY, RESTART, ROLL_BACK),
          rule(DATA_CORRUPTION, ANY)
              .because(
                  "bad records must not go on; if there are more, a release made them, or some came late")
              .steps(QUARANTINE, ROLL_BACK, RESCHEDULE),
          rule(DATA_CORRUPTION, ORCHESTRATE)
              .because("a scheduler makes no records: what it starts, or when, was changed")
              .steps(ROLL_BACK, RESCHEDULE),
          rule(RESOURCE_EXHAUSTION, ANY)
              .because("a restart frees what leaked, and more of it helps what grew")
              .steps(RESTART, SCALE_UP, SCALE_OUT),
          rule(RESOURCE_EXHAUSTION, TRANSFORM)
              .because("a job that ran out of memory is retried with more of it")
              .steps(SCALE_UP, RESTART, ROLL_BACK),
          rule(RESOURCE_EXHAUSTION, LOAD)
              .because("space is added before queries are ended")
              .steps(SCALE_UP, CANCEL_BLOCKING_QUERY, SCALE_OUT),
          rule(RESOURCE_EXHAUSTION, ORCHESTRATE)
              .because("runs are spread over time; then what was released last took too much")
              .steps(RESCHEDULE, ROLL_BACK),
          rule(THROTTLED, ANY)
              .because(
                  "who is throttled sends less, later, or goes elsewhere; to insist makes it worse")
              .steps(THROTTLE, RESCHEDULE, REROUTE),
          rule(THROTTLED, LOAD)
              .because("fewer write at once, then later")
              .steps(THROTTLE, RESCHEDULE, SCALE_IN),
          rule(THROTTLED, TRANSFORM)
              .because("fewer run at once, then later")
              .steps(THROTTLE, RESCHEDULE, SCALE_IN),
          rule(THROTTLED, ORCHESTRATE)
              .because("a scheduler asks seldom: it asks again, later, or elsewhere")
              .steps(RETRY_WITH_BACKOFF, RESCHEDULE, REROUTE),
          rule(BACKLOG, ANY)
              .because("more workers work it off, unless one is stuck or too much comes in")
              .steps(SCALE_OUT, RESTART, THROTTLE),
          rule(BACKLOG, INGEST)
              .because("more workers, less at a time; then one record may hold up the rest")
              .steps(SCALE_OUT, THROTTLE, QUARANTINE),
          rule(BACKLOG, TRANSFORM)
              .because("a later run works it off, unless another query, or one record, holds it up")
              .steps(RESCHEDULE, CANCEL_BLOCKING_QUERY, QUARANTINE, ROLL_BACK),
          rule(BACKLOG, LOAD)
              .because(
                  "a later run works it off, unless another query holds it up; then what was changed last")
              .steps(RESCHEDULE, CANCEL_BLOCKING_QUERY, ROLL_BACK),
          rule(BACKLOG, ORCHESTRATE)
              .because(
                  "what waits for a slot is moved to when there are some, or fewer run at once")
              .steps(RESCHEDULE, THROTTLE, RESTART),
          rule(CONNECTION_LOST, ANY)
              .because("the network mostly comes back; else a new connection, then another way")
              .steps(RETRY_WITH_BACKOFF, RESTART, REROUTE),
          rule(CONNECTION_LOST, INGEST)
              .because("replication that lost its source is restarted from its checkpoint")
              .steps(RESTART, RETRY_WITH_BACKOFF, REROUTE),
          rule(CREDENTIALS, ANY)
              .because(
                  "a restart reads rotated secrets; else those of before; retries lock accounts")
              .steps(RESTART, ROLL_BACK),
          rule(SKEW, ANY)
              .because("the largest partition needs a larger worker; then the task may hang")
              .steps(SCALE_UP, RESTART, SCALE_OUT),
          rule(LOCK_CONTENTION, ANY)
              .because("who holds the lock is ended, then fewer write at once, then later")
              .steps(CANCEL_BLOCKING_QUERY, THROTTLE, RESCHEDULE),
          rule(QUOTA, ANY)
              .because("a quota is kept by doing it later, or less of it at once")
              .steps(RESCHEDULE, THROTTLE, SCALE_IN),
          rule(QUOTA, ORCHESTRATE)
              .because("runs are spread, then fewer at once; then a setting was changed")
              .steps(RESCHEDULE, THROTTLE, ROLL_BACK),
          rule(BAD_DEPLOY, ANY)
              .because("what was released last is taken back")
              .steps(ROLL_BACK, RESTART),
          rule(ErrorType.UNKNOWN, ANY)
              .because("nobody knows, so what harms least")
              .steps(RETRY_WITH_BACKOFF, RESTART));

  public static final DecisionTable TABLE = table();

  private record Unsaid(ErrorType errorType, StageKind kind, String reason) {
    Unsaid because(String sentence) {
      return new Unsaid(errorType, kind, sentence);
    }

    Rule steps(Action... steps) {
      return new Rule(errorType, kind, List.of(steps), reason);
    }
  }

  private static Unsaid rule(ErrorType errorType, StageKind kind) {
    return new Unsaid(errorType, kind, "");
  }

  private static DecisionTable table() {
    Map<Case, List<Action>> rows = new LinkedHashMap<>();
    RULES.forEach(rule -> rows.put(new Case(rule.errorType(), rule.kind()), rule.steps()));
    return new DecisionTable(rows);
  }

  @Override
  public String name() {
    return "runbook";
  }

  @Override
  public Policies on(Truth truth, History history) {
    TablePolicy policy = new TablePolicy(name(), TABLE, history);
    return (settings, learned) -> policy;
  }
}
