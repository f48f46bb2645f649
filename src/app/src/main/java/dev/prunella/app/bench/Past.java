package dev.prunella.app.bench;

import dev.prunella.detect.Expectations;
import dev.prunella.detect.HeapStageState;
import dev.prunella.detect.MetricWatch;
import dev.prunella.detect.StageDetector;
import dev.prunella.detect.StageDetector.Expectation;
import dev.prunella.detect.StageState;
import dev.prunella.job.state.FlinkStageState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.OperatorTransformation;
import org.apache.flink.state.api.SavepointWriter;
import org.apache.flink.state.api.functions.KeyedStateBootstrapFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A savepoint in which every watched stage has sent telemetry for days, so that what is measured is
 * detection at work and not the first sight of a key. The days of a few stages are gone through in
 * full; all others have metrics like one of those, and their own newest telemetry.
 */
final class Past {

  /** Flink's own default for one parallel instance. */
  private static final int KEY_GROUPS = 128;

  /** Stages that differ. */
  private static final int KINDS = 8;

  /** Records of each stage's own, of each metric: more than it takes to know its cadence. */
  private static final int OWN = 15;

  private static final Expectation USUAL = new Expectation(null, 900_000, 300_000);

  private Past() {}

  /**
   * Writes it.
   *
   * @param path a folder that is not there yet, as Flink takes it
   */
  static void write(Stages stages, Facts facts, String path) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
    env.getConfig().enableObjectReuse();
    SavepointWriter.newSavepoint(env, new HashMapStateBackend(), KEY_GROUPS)
        .withOperator(
            OperatorIdentifier.forUid("detect"),
            OperatorTransformation.bootstrapWith(env.fromSequence(0, stages.watched() - 1))
                .keyBy(Past::key, Types.STRING)
                .transform(new Remember(facts.seed(), watches(facts))))
        .write(path);
    env.execute("past");
  }

  private static String key(long stage) {
    return Expectations.key(Stages.fleet((int) stage), Stages.stage((int) stage));
  }

  /** The state of each metric of each kind of stage, up to the stages' own telemetry. */
  private static byte[][][] watches(Facts facts) throws IOException {
    byte[][][] watches = new byte[KINDS][Metric.ALL.length][];
    for (int kind = 0; kind < KINDS; kind++) {
      StageState state = new HeapStageState();
      Instant end = Facts.START.minus(Facts.CADENCE.multipliedBy(OWN));
      live(facts, kind, state, Facts.PAST, end);
      for (Metric metric : Metric.ALL) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        state.metric(metric.title()).write(new DataOutputStream(bytes));
        watches[kind][metric.ordinal()] = bytes.toByteArray();
      }
    }
    return watches;
  }

  /** All telemetry of a stage from one time to another; returns when its next call is due. */
  private static long live(Facts facts, int stage, StageState state, Instant from, Instant to) {
    StageDetector detector = new StageDetector(state, signal -> {});
    long due = StageDetector.NEVER;
    for (Instant at = from; at.isBefore(to); at = at.plus(Facts.CADENCE)) {
      for (Metric metric : Metric.ALL) {
        long next =
            detector.onTelemetry(facts.measurement(stage, metric, at), USUAL, at.toEpochMilli());
        due = Math.min(due, next);
      }
    }
    return due;
  }

  private static final class Remember extends KeyedStateBootstrapFunction<String, Long> {
    private static final long serialVersionUID = 1L;

    private final long seed;
    private final byte[][][] watches;
    private transient StageState state;

    Remember(long seed, byte[][][] watches) {
      this.seed = seed;
      this.watches = watches;
    }

    @Override
    public void open(OpenContext context) {
      state = new FlinkStageState(getRuntimeContext(), new SimpleCounter());
    }

    @Override
    public void processElement(Long number, Context context) throws Exception {
      int stage = number.intValue();
      int kind = stage % KINDS;
      for (Metric metric : Metric.ALL) {
        byte[] bytes = watches[kind][metric.ordinal()];
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        state.put(metric.title(), MetricWatch.read(in));
      }
      Instant from = Facts.START.minus(Facts.CADENCE.multipliedBy(OWN));
      long due = live(new Facts(seed), stage, state, from, Facts.START);
      if (due != StageDetector.NEVER) {
        context.timerService().registerEventTimeTimer(due);
      }
    }
  }
}
