package dev.prunella.app.chaos;

import dev.prunella.app.FleetSetup;
import dev.prunella.app.StopSignal;
import dev.prunella.app.chaos.check.Checker;
import dev.prunella.app.chaos.check.Strike;
import dev.prunella.app.chaos.check.Testimony;
import dev.prunella.app.chaos.check.Violation;
import dev.prunella.app.cluster.ClusterException;
import dev.prunella.app.cluster.Distribution;
import dev.prunella.app.cluster.LocalCluster;
import dev.prunella.app.demo.Faults;
import dev.prunella.app.demo.Feed;
import dev.prunella.app.demo.Pace;
import dev.prunella.app.demo.Script;
import dev.prunella.app.demo.SharedPlant;
import dev.prunella.plant.Plant;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.settings.Configuration;
import dev.prunella.settings.Connection;
import dev.prunella.settings.Connection.Delivery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run: a plant's past goes through the job on a cluster; then its pipelines break and are
 * healed, while processes are killed and stalled; then nothing more is broken, until all has come
 * to its end; then the checker judges.
 *
 * <p>One thread plays and follows. Strikes come from a thread of their own, the executor is a
 * process of its own and acts on the plant by webhooks.
 */
public final class Chaos implements AutoCloseable {

  /** As many as the job is scaled to at most: each source needs one for time to pass. */
  private static final int PARTITIONS = 4;

  /**
   * For the feed, so that an outage loses and reorders nothing. One request at a time: a broker
   * that was killed knows only the newest batch of a producer again, and takes those before it,
   * sent once more, for out of order until the producer gives them up.
   */
  private static final String PATIENT =
      "{delivery.timeout.ms: 900000, max.block.ms: 600000,"
          + " max.in.flight.requests.per.connection: 1}";

  /** Between two moments of the past. */
  private static final Duration STEP = Duration.ofMinutes(1);

  /** How far the past may be ahead of the job. */
  private static final Duration AHEAD = Duration.ofHours(3);

  /** How far the plant may be ahead of the job: so much backlog a failure can make. */
  private static final Duration LEAD = Duration.ofMinutes(20);

  /** By the wall clock: what the job is behind when all is well, at most. */
  private static final Duration LAG = Duration.ofSeconds(3);

  /** How much faster simulated time goes when nothing dies any more. */
  private static final double HASTE = 6;

  /** The same once all is repaired, and only time is waited for. */
  private static final double GREAT_HASTE = 100;

  /** Wall clock time between two moments. */
  private static final Duration TICK = Duration.ofMillis(25);

  /** How often it is asked whether all has come to its end. */
  private static final Duration ASK = Duration.ofSeconds(1);

  /** People find what nobody called them for within three hours, and work it off. */
  private static final Duration LONGEST_REPAIR = Duration.ofHours(4);

  /** What is strange for a day is adopted as a new normal, and its incident ends so. */
  private static final Duration NEW_NORMAL = Duration.ofHours(30);

  /** If the job's time stands still for so long while nothing is struck, it is given up. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * @param duration for which strikes fall, by the wall clock
   * @param kinds what it strikes with: each once, in an order that is drawn, and again
   * @param least how many strikes fall however long that takes
   * @param seed of the faults and of the strikes
   * @param delivery of commands
   * @param clockFactor simulated seconds a second
   * @param past how long the pipelines have worked before
   * @param surroundings how many more stages there are, healthy ones
   */
  public record Plan(
      Duration duration,
      List<Kind> kinds,
      int least,
      long seed,
      Delivery delivery,
      double clockFactor,
      Duration past,
      int surroundings) {

    /** Everything there is, three strikes in two minutes or more, under load. */
    public static Plan of(Duration duration, long seed) {
      return new Plan(
          duration,
          List.of(Kind.values()),
          (int) (1.5 * duration.toMinutes()),
          seed,
          Delivery.AT_LEAST_ONCE,
          60,
          Duration.ofDays(2),
          250);
    }
  }

  private final Plan plan;
  private final LocalCluster cluster;
  private final Path out;
  private final Consumer<String> progress;
  private final StopSignal stop;
  private final Script script;
  private final SharedPlant plant;
  private final PlantService service;
  private final Connection connection;
  private final JobControl job;
  private final ExecutorProcess executor;
  private final Load load;
  private final Recorder recorder;
  private Instant calm; // since when nothing is struck or broken

  /**
   * @param cluster that runs
   * @param out folder that is there, for all that is kept
   * @param progress is told of what happens, a line each
   */
  public Chaos(
      Plan plan, LocalCluster cluster, Path out, Consumer<String> progress, StopSignal stop) {
    this.plan = plan;
    this.cluster = cluster;
    this.out = out;
    this.progress = progress;
    this.stop = stop;
    Duration trouble = Duration.ofMillis((long) (plan.duration().toMillis() * plan.clockFactor()));
    script = new Script(plan.seed(), Script.LIVE, plan.past(), trouble);
    Scenario scenario = script.scenario();
    plant = new SharedPlant(new Plant(scenario, plan.seed()));
    service = new PlantService(plant);
    Map<String, String> settings = settings();
    connection = Configuration.load(settings).connection();
    FleetSetup.createTopics(connection, PARTITIONS);
    job =
        new JobControl(
            cluster.flink(),
            Distribution.ofThisProcess().jobJar(),
            cluster.folder().resolve("data/checkpoints"),
            settings);
    Map<String, String> executing = new HashMap<>(settings);
    executing.put("connection.executor.action_timeout", "15m"); // simulated
    executing.put("connection.executor.webhooks", webhooks());
    executor = new ExecutorProcess(connection, executing, out.resolve("executor.log"));
    Map<String, String> feeding = new HashMap<>(settings);
    feeding.put("connection.kafka", PATIENT);
    load =
        new Load(
            plant,
            new Surroundings(plan.surroundings(), scenario.period(), script.live(), plan.seed()),
            new Feed(Configuration.load(feeding).connection(), PARTITIONS));
    recorder = new Recorder(connection);
  }

  /** Everything has names of its own, so that runs on one cluster do not meet. */
  private Map<String, String> settings() {
    String run = "chaos-" + System.currentTimeMillis();
    Map<String, String> settings = new HashMap<>();
    settings.put("connection.brokers", cluster.brokers());
    settings.put("connection.registry", "{url: \"%s\"}".formatted(cluster.registryUrl()));
    settings.put("connection.clock", "records");
    settings.put("connection.topics.prefix", run + ".");
    settings.put(
        "connection.topics.telemetry", "[{name: %s.telemetry, out_of_order: 0s}]".formatted(run));
    settings.put("connection.job.name", run);
    settings.put("connection.job.seed", Long.toString(plan.seed()));
    settings.put("connection.job.checkpoint_interval", "3s");
    settings.put(
        "connection.delivery",
        plan.delivery() == Delivery.EXACTLY_ONCE ? "exactly-once" : "at-least-once");
    return settings;
  }

  private String webhooks() {
    TreeSet<String> services =
        script.settings().stream()
            .filter(part -> part.getExecutors() != null)
            .flatMap(part -> part.getExecutors().getAllow().stream())
            .map(rule -> rule.getService())
            .collect(Collectors.toCollection(TreeSet::new));
    return services.stream()
        .map(name -> "%s: {url: \"%s\", timeout: 5m}".formatted(name, service.url()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** What it came to; all that was judged is kept in the folder. */
  public ChaosReport run() throws Exception {
    requireSlots();
    // Nothing is let out before things break: the past is past.
    FleetSetup.publish(
        connection, script.settings().stream().filter(part -> part.getAutonomy() == null).toList());
    Arsenal arsenal = new Arsenal(cluster, job, executor, plan.seed());
    job.start(null, arsenal.parallelism());
    history();
    FleetSetup.publish(
        connection, script.settings().stream().filter(part -> part.getAutonomy() != null).toList());
    executor.start();
    long before = load.records();
    long begun = System.nanoTime();
    double seconds;
    List<Strike> strikes;
    try (Striker striker =
        new Striker(
            arsenal, plan.kinds(), plan.duration(), plan.least(), this::recovery, progress)) {
      striker.start();
      play(plan.clockFactor(), LEAD, () -> striker.isDone() || stop.isWished());
      seconds = (System.nanoTime() - begun) / 1e9;
      strikes = striker.strikes();
    }
    long records = load.records() - before;
    progress.accept("no more strikes; what is broken is healed and comes to its end");
    Instant trouble = script.live().plus(script.trouble());
    calm = load.told().isAfter(trouble) ? load.told() : trouble;
    bringToItsEnd();
    Testimony said = testimony(strikes);
    List<Violation> violations = Checker.check(said);
    double simulated = Duration.between(script.live(), load.told()).toMillis() / 1000.0;
    ChaosReport report = ChaosReport.of(plan.seed(), seconds, simulated, records, said, violations);
    TapeFiles.write(said.tape(), said.calls(), out);
    new Faults(said.faults()).write(out.resolve("faults.jsonl"));
    report.write(out.resolve("chaos.json"));
    return report;
  }

  private void requireSlots() {
    int free = cluster.flink().freeSlots();
    if (free < Arsenal.SLOTS) {
      throw new ClusterException(
          "chaos needs %d free slots and the cluster has %d: cancel a job at %s, or name another folder with --cluster"
              .formatted(Arsenal.SLOTS, free, cluster.flink().address()));
    }
  }

  private void history() throws Exception {
    long begun = System.nanoTime();
    for (Instant t = script.begin(); t.isBefore(script.live()) && !stop.isWished(); ) {
      load.advanceTo(t);
      Instant wanted = t.minus(AHEAD);
      t = t.plus(STEP);
      await(wanted);
    }
    load.advanceTo(script.live());
    await(script.live().minusMillis(1));
    progress.accept(
        "%d records of the past went through the job in %.0f s"
            .formatted(load.records(), (System.nanoTime() - begun) / 1e9));
  }

  private void await(Instant time) throws MalformedRecordException {
    long moved = System.nanoTime();
    Instant last = recorder.reached();
    recorder.poll(Duration.ZERO);
    while (recorder.reached().isBefore(time) && !stop.isWished()) {
      recorder.poll(TICK);
      if (recorder.reached().isAfter(last)) {
        last = recorder.reached();
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "the job's time stands at %s for %d s".formatted(last, PATIENCE.toSeconds()));
      }
    }
  }

  /** Simulated time goes on until something is so. */
  private void play(double factor, Duration lead, BooleanSupplier until) throws Exception {
    Pace pace = new Pace(load.told(), factor, lead, System.nanoTime());
    while (!until.getAsBoolean()) {
      long begun = System.nanoTime();
      load.advanceTo(pace.advance(begun, recorder.reached()));
      do {
        recorder.poll(TICK);
      } while (System.nanoTime() - begun < TICK.toNanos());
    }
  }

  /** Nothing new is broken from now on: all that was begun ends, in simulated time. */
  private void bringToItsEnd() throws Exception {
    load.quieten();
    bringToItsEnd(HASTE, calm.plus(LONGEST_REPAIR));
    bringToItsEnd(GREAT_HASTE, calm.plus(NEW_NORMAL));
    bringToItsEnd(HASTE, calm.plus(NEW_NORMAL).plus(LONGEST_REPAIR)); // of what began in haste
  }

  private void bringToItsEnd(double haste, Instant last) throws Exception {
    Duration lead = Duration.ofMillis((long) (1000 * haste * plan.clockFactor()));
    BooleanSupplier over = () -> stop.isWished() || load.told().isAfter(last) || isAtItsEnd();
    while (!over.getAsBoolean()) {
      play(haste * plan.clockFactor(), lead, new Every(ASK, over));
      await(load.told().minusMillis(1));
      job.flush(); // with which another command may have come
      recorder.pollToEnd();
    }
  }

  private boolean isAtItsEnd() {
    return load.told().isAfter(calm)
        && plant.injections().stream().allMatch(fault -> fault.recoveredAt().isPresent())
        && Unfinished.in(recorder.tape(), calm).isEmpty();
  }

  /** A condition that costs something, so that it is not looked at all the time. */
  private static final class Every implements BooleanSupplier {
    private final Duration period;
    private final BooleanSupplier condition;
    private long asked = System.nanoTime();

    Every(Duration period, BooleanSupplier condition) {
      this.period = period;
      this.condition = condition;
    }

    @Override
    public boolean getAsBoolean() {
      if (System.nanoTime() - asked < period.toNanos()) {
        return false;
      }
      asked = System.nanoTime();
      return condition.getAsBoolean();
    }
  }

  private Testimony testimony(List<Strike> strikes) throws MalformedRecordException {
    try (Recorder anew = new Recorder(connection)) {
      anew.pollToEnd();
      return new Testimony(
          Script.FLEET,
          plan.delivery() == Delivery.EXACTLY_ONCE,
          anew.tape(),
          plant.injections(),
          service.calls(),
          strikes,
          calm,
          load.told());
    }
  }

  /**
   * From now on: whether every process is there, Flink says that the job runs, and the loop has
   * come to what was told by now and is no more behind than usual.
   */
  private BooleanSupplier recovery() {
    Instant told = load.told();
    Duration behind = Duration.ofMillis((long) (LAG.toMillis() * plan.clockFactor()));
    return () ->
        !recorder.reached().isBefore(told.minusMillis(1))
            && !recorder.reached().isBefore(load.told().minus(behind))
            && executor.isAlive()
            && cluster.members().stream().allMatch(member -> member.isAlive())
            && job.isRunning();
  }

  @Override
  public void close() throws IOException {
    Stream.<AutoCloseable>of(executor, service, load, recorder, job::cancel)
        .forEach(Chaos::closeQuietly);
  }

  private static void closeQuietly(AutoCloseable each) {
    try {
      each.close();
    } catch (Exception e) {
      // What it belongs to may be gone already.
    }
  }
}
