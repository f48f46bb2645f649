package dev.prunella.app.chaos;

import dev.prunella.app.cluster.LocalCluster;
import dev.prunella.app.cluster.Member;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** All that can be done to a cluster, its job and its executor; drawn by seed. */
final class Arsenal {

  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final Duration STORM_DEADLINE = Duration.ofSeconds(150);

  /** Flink takes a process for lost that has not been heard of for ten seconds. */
  private static final Duration LOST = Duration.ofSeconds(14);

  private static final int[] PARALLELISM = {1, 2, 4};

  /** What the job takes at its widest. */
  static final int SLOTS = 4;

  private final LocalCluster cluster;
  private final JobControl job;
  private final ExecutorProcess executor;
  private final Random random;
  private final List<Kind> bag = new ArrayList<>();
  private int scale;

  Arsenal(LocalCluster cluster, JobControl job, ExecutorProcess executor, long seed) {
    this.cluster = cluster;
    this.job = job;
    this.executor = executor;
    this.random = new Random(seed);
  }

  /** The next one: each kind once in an order that is drawn, then each once again. */
  Blow next(List<Kind> kinds) {
    if (bag.isEmpty()) {
      bag.addAll(kinds);
      Collections.shuffle(bag, random);
    }
    return draw(bag.remove(0));
  }

  /** A moment of some seconds. */
  Duration moment(int least, int most) {
    return Duration.ofMillis(1000L * least + random.nextInt(1000 * (most - least)));
  }

  /** How many instances of each operator the job has. */
  int parallelism() {
    return PARALLELISM[scale % PARALLELISM.length];
  }

  private Blow draw(Kind kind) {
    return switch (kind) {
      case KILL_TASK_MANAGER -> kill(taskManager());
      case KILL_JOB_MANAGER -> kill(LocalCluster.JOB_MANAGER);
      case KILL_KAFKA -> kill(LocalCluster.KAFKA);
      case KILL_ZOOKEEPER -> kill(LocalCluster.ZOOKEEPER);
      case KILL_REGISTRY -> kill(LocalCluster.REGISTRY);
      case KILL_EXECUTOR -> killExecutor();
      case STALL_TASK_MANAGER -> stall(taskManager());
      case STALL_JOB_MANAGER -> stall(LocalCluster.JOB_MANAGER);
      case STALL_EXECUTOR -> stallExecutor();
      case RESCALE -> rescale();
      case RESTART ->
          new Blow("restart", "job, from checkpoint", DEADLINE, () -> job.restart(parallelism()));
      case BREAK_CHECKPOINTS -> breakCheckpoints(moment(6, 12));
      case STORM -> storm();
    };
  }

  private String taskManager() {
    return "taskmanager-" + (1 + random.nextInt(2));
  }

  private Blow kill(String name) {
    Duration down = moment(1, 6);
    return new Blow(
        "kill",
        name,
        DEADLINE,
        () -> {
          cluster.member(name).kill();
          Thread.sleep(down.toMillis());
          cluster.start(name);
        });
  }

  private Blow killExecutor() {
    Duration down = moment(0, 4);
    return new Blow(
        "kill",
        "executor",
        DEADLINE,
        () -> {
          executor.kill();
          Thread.sleep(down.toMillis());
          executor.start();
        });
  }

  private Blow stall(String name) {
    Duration still = LOST.plus(moment(0, 4));
    return new Blow(
        "stall",
        name,
        DEADLINE,
        () -> {
          Member member = cluster.member(name);
          member.stall();
          Thread.sleep(still.toMillis());
          member.resume();
          cluster.start(); // one that finds itself replaced may have ended
        });
  }

  /** Another one takes over from it while it stands still, and then it goes on. */
  private Blow stallExecutor() {
    Duration still = moment(5, 15);
    return new Blow(
        "stall",
        "executor",
        DEADLINE,
        () -> {
          Runnable resume = executor.stall();
          executor.start();
          Thread.sleep(still.toMillis());
          resume.run();
        });
  }

  private Blow rescale() {
    int from = parallelism();
    scale++;
    int to = parallelism();
    return new Blow(
        "rescale", "job, %d to %d".formatted(from, to), DEADLINE, () -> job.rescale(to));
  }

  /** As a full disk does it: nothing can be written there any more, for a while. */
  private Blow breakCheckpoints(Duration broken) {
    return new Blow(
        "break",
        "checkpoint storage",
        DEADLINE,
        () -> {
          Path folder = job.folder();
          Path aside = folder.resolveSibling(folder.getFileName() + ".aside");
          Files.move(folder, aside);
          Files.createFile(folder);
          Thread.sleep(broken.toMillis());
          Files.delete(folder);
          Files.move(aside, folder);
        });
  }

  /** Three of them, one right after the other. */
  private Blow storm() {
    List<String> victims =
        new ArrayList<>(
            List.of(
                "taskmanager-1",
                "taskmanager-2",
                LocalCluster.JOB_MANAGER,
                LocalCluster.KAFKA,
                "executor"));
    Collections.shuffle(victims, random);
    List<String> struck = List.copyOf(victims.subList(0, 3));
    List<Duration> gaps = List.of(moment(0, 2), moment(0, 2), moment(1, 4));
    return new Blow(
        "storm",
        String.join(", ", struck),
        STORM_DEADLINE,
        () -> {
          for (int i = 0; i < struck.size(); i++) {
            if (struck.get(i).equals("executor")) {
              executor.kill();
            } else {
              cluster.member(struck.get(i)).kill();
            }
            Thread.sleep(gaps.get(i).toMillis());
          }
          cluster.start();
          if (struck.contains("executor")) {
            executor.start();
          }
        });
  }
}
