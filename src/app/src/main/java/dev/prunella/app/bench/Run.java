package dev.prunella.app.bench;

import java.util.List;

/**
 * What one number of stages on one backend gave.
 *
 * @param throughputRatio the job's by the pass-through's, the median of all rounds
 * @param signalP99Ratio from record to signal, the job's by the pass-through's
 * @param commandP99Ms from a failed run to its command
 * @param checkpointSeconds median, under the load of `loadRecordsPerSecond`
 * @param stateBytesPerStage of DETECT, in a checkpoint
 * @param throughputRatios of each round
 * @param recordsPerSecond of both jobs, as fast as they go
 * @param cpuMicrosPerRecord of the whole process, broker included, while either job drains
 * @param loadRecordsPerSecond at which latencies were measured, of both jobs
 * @param signalMs from a failed run to its signal
 * @param signalWhileCheckpointingMs the job's
 * @param commandMs from a failed run to its command
 * @param clockWaitMs the part of it that was waiting for the next clock record
 * @param restingCheckpoint without load, before any run has failed
 * @param checkpoints under load, when thousands of incidents are open
 * @param incidents that the job opened in all
 */
public record Run(
    int stages,
    String backend,
    double throughputRatio,
    double signalP99Ratio,
    double commandP99Ms,
    double checkpointSeconds,
    double stateBytesPerStage,
    Spread throughputRatios,
    Both<Spread> recordsPerSecond,
    Both<Spread> cpuMicrosPerRecord,
    double loadRecordsPerSecond,
    Both<Latency> signalMs,
    Latency signalWhileCheckpointingMs,
    Latency commandMs,
    Latency clockWaitMs,
    Checkpoint restingCheckpoint,
    List<Checkpoint> checkpoints,
    int incidents) {

  /** A figure of both jobs. */
  public record Both<T>(T passThrough, T job) {}

  static Run of(
      int stages,
      String backend,
      Rounds passed,
      Rounds done,
      double load,
      Latency passSignals,
      Latency jobSignals,
      Latency whileCheckpointing,
      Latency commands,
      Latency clockWait,
      Checkpoint watched,
      List<Checkpoint> checkpoints,
      int incidents) {
    Spread ratios = done.ratios(passed);
    List<Double> seconds = checkpoints.stream().map(Checkpoint::seconds).toList();
    return new Run(
        stages,
        backend,
        ratios.median(),
        (double) jobSignals.p99() / Math.max(1, passSignals.p99()),
        commands.p99(),
        Spread.of(seconds).median(),
        (double) watched.stageBytes() / stages,
        ratios,
        new Both<>(passed.rates(), done.rates()),
        new Both<>(passed.cpuMicros(), done.cpuMicros()),
        load,
        new Both<>(passSignals, jobSignals),
        whileCheckpointing,
        commands,
        clockWait,
        watched,
        checkpoints,
        incidents);
  }
}
