package dev.prunella.app.bench;

import dev.prunella.app.broker.EmbeddedKafka;
import dev.prunella.job.HealingTopology;
import dev.prunella.job.Yardstick;
import dev.prunella.schemas.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** One number of stages on one backend: both jobs side by side, turn by turn. */
final class Trial {

  /** Share of the job's greatest load at which latencies are measured. */
  private static final double LOAD = 0.5;

  private static final int CHECKPOINTS = 3;
  private static final Duration LONGEST_CHECKPOINTS = Duration.ofMinutes(3);

  private final Plan plan;
  private final Plan.Backend backend;
  private final Progress progress;
  private final Stages stages;
  private final int warmUp; // so many failures do not count
  private final Facts facts;

  Trial(Plan plan, int watched, Plan.Backend backend, Progress progress) {
    this.plan = plan;
    this.backend = backend;
    this.progress = progress;
    warmUp = Math.max(1, plan.failures() / 10);
    stages = new Stages(watched, 2 * warmUp + plan.failures());
    facts = new Facts(plan.seed());
  }

  /** What one asks of a run to tell how far it is. */
  interface Progress {
    void now(String what);
  }

  /** Steps that are told in each run. */
  static int steps(Plan plan) {
    return 3 + plan.rounds() + 1 + plan.windows();
  }

  /**
   * Measures.
   *
   * @param past a savepoint with the past of the stages
   * @param checkpoints an empty folder
   */
  Run run(String past, Path checkpoints) throws Exception {
    progress.now("the jobs start");
    List<Settings> settings = stages.settings(Facts.START);
    try (EmbeddedKafka kafka = new EmbeddedKafka();
        Flink flink = new Flink(backend, plan.parallelism(), checkpoints)) {
      String brokers = kafka.start();
      try (Lane pass = new Lane("pass", brokers, plan, List.of());
          Lane job = new Lane("job", brokers, plan, settings)) {
        StreamExecutionEnvironment passing = flink.environment();
        Yardstick.passThrough(passing, pass.connection());
        pass.isRunBy(flink, flink.start(passing, null));
        StreamExecutionEnvironment healing = flink.environment();
        HealingTopology.build(healing, job.connection());
        Yardstick.showSignals(healing, job.connection());
        job.isRunBy(flink, flink.start(healing, past));
        return measure(flink, pass, job);
      }
    }
  }

  private Run measure(Flink flink, Lane pass, Lane job) throws Exception {
    Rounds passed = new Rounds(pass, facts, stages.watched(), plan.records());
    Rounds done = new Rounds(job, facts, stages.watched(), plan.records());
    throughput(passed, done);
    flink.checkpoint(job.job()).get(); // of the watched stages alone
    Checkpoint watched = last(flink.checkpoints(job.job()), 1).get(0);

    double load = LOAD * done.rates().median();
    double failures = plan.failuresPerSecond();
    Pacer passPace = new Pacer(pass, facts, stages, plan.tick());
    Pacer jobPace = new Pacer(job, facts, stages, plan.tick());
    Duration warm = Duration.ofNanos((long) (warmUp / failures * 1e9));
    for (int window = 0; window <= plan.windows(); window++) {
      progress.now("latency, window " + window + " of " + plan.windows());
      Duration length = window == 0 ? warm : plan.window();
      passPace.pace(length, failures, load - failures, () -> false);
      jobPace.pace(length, failures, load - failures, () -> false);
    }
    int counted = jobPace.failed();
    int passCounted = passPace.failed();

    progress.now("checkpoints");
    jobPace.pace(plan.window(), failures, load - failures, checkpointing(flink, job));
    List<Checkpoint> checkpoints = last(flink.checkpoints(job.job()), CHECKPOINTS);

    long[] passSignals = Pacer.first(stages.failing(), pass::signals);
    long[] jobSignals = Pacer.first(stages.failing(), job::signals);
    long[] commands = Pacer.first(stages.failing(), job::commands);
    return Run.of(
        stages.watched(),
        backend.id(),
        passed,
        done,
        load,
        passPace.latency(passSignals, warmUp, passCounted),
        jobPace.latency(jobSignals, warmUp, counted),
        jobPace.latency(jobSignals, counted, jobPace.failed()),
        jobPace.latency(commands, warmUp, counted),
        jobPace.clockWait(warmUp, counted),
        watched,
        checkpoints,
        job.incidents());
  }

  private static <T> List<T> last(List<T> all, int count) {
    return all.subList(Math.max(0, all.size() - count), all.size());
  }

  private void throughput(Rounds passed, Rounds done) throws Exception {
    for (int round = 0; round <= plan.rounds(); round++) {
      progress.now("throughput, round " + round + " of " + plan.rounds());
      passed.write();
      done.write();
      if (round % 2 == 0) {
        passed.drain();
        done.drain();
      } else {
        done.drain();
        passed.drain();
      }
      if (round == 0) {
        passed.forget();
        done.forget();
      }
    }
  }

  /** Takes one checkpoint after the other; goes on until there are enough. */
  private static BooleanSupplier checkpointing(Flink flink, Lane job) {
    long deadline = System.nanoTime() + LONGEST_CHECKPOINTS.toNanos();
    return new BooleanSupplier() {
      private int taken;
      private CompletableFuture<Long> running;

      @Override
      public boolean getAsBoolean() {
        if (running != null && running.isDone()) {
          running.join(); // it may have failed
          running = null;
          taken++;
        }
        if (running == null && taken < CHECKPOINTS) {
          running = flink.checkpoint(job.job());
        }
        return taken < CHECKPOINTS && System.nanoTime() < deadline;
      }
    };
  }
}
