package dev.prunella.app.demo;

import dev.prunella.app.LocalJob;
import dev.prunella.app.StopSignal;
import dev.prunella.executor.Connector;
import dev.prunella.plant.Injection;
import dev.prunella.plant.Output;
import dev.prunella.plant.Plant;
import dev.prunella.schemas.AllowRule;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Telemetry;
import dev.prunella.settings.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/**
 * One demo: a plant's past goes through the running job as fast as the job takes it, then its
 * present at the pace of a clock that is a number of times faster than the wall clock. Everything
 * between plant and loop goes through Kafka. One thread plays, follows and shows; executors act
 * from threads of their own, by {@link #connector}.
 */
public final class Demo implements AutoCloseable {

  /** Between two moments of the past. */
  private static final Duration STEP = Duration.ofMinutes(1);

  /** How far the past may be ahead of the job. */
  private static final Duration AHEAD = Duration.ofHours(3);

  /** Wall clock time between two moments of the present. */
  private static final Duration TICK = Duration.ofMillis(25);

  /** Wall clock time by which the job may be behind the present. */
  private static final Duration LAG = Duration.ofSeconds(1);

  /** If the job's time stands still for so long, it is given up. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** When nothing came for so long after the end of time, nothing more comes. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  private static final long ASK_JOB_NANOS = 1_000_000_000;

  private final Script script;
  private final LocalJob job;
  private final StopSignal stop;
  private final Display display;
  private final SharedPlant plant;
  private final PlantConnector connector;
  private final Feed feed;
  private final SloAdherence adherence;
  private final DecisionLatency latency = new DecisionLatency();
  private final Loop loop;
  private final LoopTail tail;

  private Instant told; // the newest clock record
  private double historySeconds;
  private Live live; // null before the live phase
  private long askedJob = System.nanoTime();
  private Faults faults = new Faults(List.of());

  /**
   * @param partitions of the telemetry topic
   * @param files what is read of the topics is kept in them
   */
  public Demo(
      Script script,
      Connection connection,
      int partitions,
      LocalJob job,
      TopicFiles files,
      Display display,
      StopSignal stop) {
    this.script = script;
    List<Settings> settings = script.settings();
    this.job = job;
    this.display = display;
    this.stop = stop;
    this.plant = new SharedPlant(new Plant(script.scenario(), script.seed()));
    this.connector = new PlantConnector(plant, services(settings));
    this.feed = new Feed(connection, partitions);
    this.adherence = new SloAdherence(settings);
    this.loop = new Loop(script.live(), latency);
    this.tail = new LoopTail(connection, List.of(loop, files));
    this.told = script.begin();
  }

  /** What an executor acts on the plant by; after the live phase nothing more comes of it. */
  public Connector connector() {
    return connector;
  }

  private static Set<String> services(List<Settings> settings) {
    return settings.stream()
        .filter(part -> part.getExecutors() != null)
        .flatMap(part -> part.getExecutors().getAllow().stream())
        .map(AllowRule::getService)
        .collect(Collectors.toSet());
  }

  /** Returns once the past has gone through every part of the job, or when somebody wishes it. */
  public void history() throws Exception {
    long begin = System.nanoTime();
    for (Instant t = script.begin(); t.isBefore(script.live()); t = t.plus(STEP)) {
      if (stop.isWished()) {
        return;
      }
      advance(t);
      follow(Duration.ZERO);
      awaitJob(t.minus(AHEAD));
    }
    advance(script.live());
    awaitJob(script.live());
    historySeconds = (System.nanoTime() - begin) / 1e9;
  }

  /**
   * Returns at the end of the live phase, or when somebody wishes it.
   *
   * @param duration by the wall clock
   * @param clockFactor simulated seconds a second, more than 0
   */
  public void live(Duration duration, double clockFactor) throws Exception {
    live = new Live(script.live(), duration, clockFactor, LAG, System.nanoTime());
    while (!live.isOver(System.nanoTime()) && !stop.isWished()) {
      long begin = System.nanoTime();
      Instant now = live.advance(begin, loop.reached());
      if (now.isAfter(told)) {
        advance(now);
      }
      do {
        follow(TICK);
      } while (System.nanoTime() - begin < TICK.toNanos());
    }
    live.end(System.nanoTime());
    connector.timeEnds();
  }

  /**
   * The figures of the live phase, once all that the job says of it is read.
   *
   * @throws IllegalStateException if there was no live phase
   */
  public Summary finish() throws Exception {
    if (live == null) {
      throw new IllegalStateException("there was no live phase");
    }
    awaitJob(told);
    job.flush();
    // Outcomes do not travel with the time: what they change may come a moment after it.
    do {
      tail.pollToEnd();
    } while (tail.comes(QUIET));
    show();
    Figures figures = Figures.of(loop.courses(), faults, told);
    Figures runbook = Baseline.run(script, told);
    return new Summary(
        figures.incidents(),
        figures.healed(),
        figures.escalated(),
        figures.commands(),
        figures.mttrSeconds(),
        runbook.mttrSeconds(),
        adherence.share(),
        latency.since(script.live()),
        live.clockFactor(),
        faults.injections().size(),
        figures.falseAlarms(),
        loop.firstHealedSeconds(),
        live.maxLag().toMillis() / 1000.0,
        live.seconds(System.nanoTime()),
        Duration.between(script.live(), told).toMillis() / 1000.0,
        historySeconds,
        script.seed());
  }

  /** The truth so far about what was broken, which the loop does not know. */
  public Faults faults() {
    return faults;
  }

  private void advance(Instant now) {
    plant.advanceTo(now, new Playing());
    latency.onClock(now, feed.tell(now));
    told = now;
    List<Injection> injections = plant.injections();
    injections.subList(faults.injections().size(), injections.size()).forEach(loop::onFault);
    faults = new Faults(injections);
  }

  /** Waits until every part of the job has come to a time. */
  private void awaitJob(Instant time) throws Exception {
    Instant reached = loop.reached();
    long moved = System.nanoTime();
    while (loop.reached().isBefore(time.minusMillis(1))) {
      follow(TICK);
      if (loop.reached().isAfter(reached)) {
        reached = loop.reached();
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "the job has not moved for %d s; its time stands at %s"
                .formatted(PATIENCE.toSeconds(), reached));
      }
    }
  }

  private void follow(Duration wait)
      throws MalformedRecordException, ExecutionException, InterruptedException {
    tail.poll(wait);
    show();
    long now = System.nanoTime();
    if (now - askedJob > ASK_JOB_NANOS) {
      job.requireRunning();
      askedJob = now;
    }
  }

  private void show() {
    if (live != null) {
      live.lags(Duration.between(loop.reached(), told.minusMillis(1)));
    }
    display.show(loop.news(), Scene.of(script, loop, faults, live));
  }

  @Override
  public void close() {
    tail.close();
    feed.close();
  }

  /** The plant's words, on their way to Kafka. */
  private final class Playing implements Output {
    @Override
    public void telemetry(Telemetry telemetry) {
      feed.telemetry(telemetry);
      if (!telemetry.getAt().isBefore(script.live())) {
        adherence.take(telemetry);
      }
    }

    @Override
    public void schema(SchemaEvent event) {
      feed.schema(event);
    }

    @Override
    public void outcome(Outcome outcome) {
      feed.outcome(outcome);
    }
  }
}
