package dev.prunella.app.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.Credit;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.Lesson;
import dev.prunella.schemas.SignalKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job was away for two hours, in which telemetry has piled up. That it ran before is played
 * with records and clock records of the past, for its own clock is the wall clock.
 */
class BacklogIT {

  private static final Duration DOWNTIME = Duration.ofHours(2);
  private static final Duration BETWEEN = Duration.ofSeconds(20);
  private static final Duration OLD = Duration.ofMinutes(15); // max_evidence_age, by default
  private static final String GUARDRAILS = "{gather: 1s, hold: 1m, cooldown: 1m}";

  private static final int ENDED = 0; // broken from the 20th to the 40th minute
  private static final int LASTING = 1; // broken since the 60th minute
  private static final int SILENT = 2; // without a word since the 80th minute
  private static final int WELL = 3;
  private static final int STAGES = 4;

  @TempDir private Path folder;

  @Test
  void shouldOnlyObserveWhatIsOldAndActOnWhatStillLasts() throws Exception {
    try (Site site = new Site(Map.of("connection.job.checkpoint_interval", "1s"));
        JobCluster cluster = new JobCluster(1, 1, folder.resolve("state").toUri().toString());
        Ledger ledger = new Ledger(site.connection())) {
      site.publish(STAGES, GUARDRAILS, Duration.ofMinutes(1), "retry_with_backoff", folder);
      Instant end = Instant.now();
      Instant begin = end.minus(DOWNTIME);
      String checkpoint = before(begin, site, cluster, ledger);
      int records = pileUp(site, begin, end);

      Instant restarted = Instant.now();
      cluster.submit(site.connection(), 1, Optional.of(checkpoint));
      Site.await("time has come to the end of it", () -> ledger.read().time().isAfter(end));
      Duration caughtUp = Duration.between(restarted, Instant.now());
      System.out.printf(
          "%d records of %s caught up with in %s, the start of the job included%n",
          records, DOWNTIME, caughtUp);
      Site.await(
          "a command for what still lasts, and each trouble has its incident",
          () -> {
            live(site);
            return ledger.read().incidents().count() == 3 && isCommanded(LASTING, ledger);
          });

      Incident ended = of(ENDED, ledger);
      assertEquals(IncidentStatus.RECOVERED, ended.getStatus());
      assertTrue(ended.getClosedAt().isBefore(end), "it ended in the past");
      assertFalse(isCommanded(ENDED, ledger), "it was over long ago");
      Incident lasting = of(LASTING, ledger);
      assertTrue(lasting.getOpenedAt().isBefore(begin.plus(Duration.ofMinutes(61))));
      assertEquals(SignalKind.SILENCE, of(SILENT, ledger).getEvidence().get(0).getKind());
      for (Decision decision : ledger.decisions()) {
        boolean old = decision.getAt().isBefore(end.minus(OLD));
        assertFalse(old && decision.getSent(), () -> "sent for what is old: " + decision);
        Credit credit = decision.getCredit();
        assertFalse(
            old
                && decision.getKind() == DecisionKind.CREDITED
                && credit.getLesson() == Lesson.LEARNED,
            () -> "learned from what is old: " + decision);
      }
    }
  }

  /** An hour in which all was well, up to a checkpoint. */
  private String before(Instant begin, Site site, JobCluster cluster, Ledger ledger)
      throws Exception {
    cluster.submit(site.connection("connection.clock", "records"), 1, Optional.empty());
    measure(site, begin.minus(Duration.ofHours(1)), begin, (stage, minute) -> Site.GOOD);
    site.tick(begin);
    Site.await(
        "it has come to the stop", () -> !ledger.read().time().isBefore(begin.minusSeconds(1)));
    long saved = cluster.completedCheckpoints();
    Site.await("a checkpoint", () -> cluster.completedCheckpoints() > saved);
    assertEquals(0, ledger.incidents().count());
    return cluster.cancelToCheckpoint();
  }

  private static int pileUp(Site site, Instant begin, Instant end) throws Exception {
    return measure(
        site,
        begin,
        end,
        (stage, minute) ->
            switch (stage) {
              case ENDED -> minute >= 20 && minute < 40 ? Site.BROKEN : Site.GOOD;
              case LASTING -> minute >= 60 ? Site.BROKEN : Site.GOOD;
              case SILENT -> minute >= 80 ? Double.NaN : Site.GOOD;
              default -> Site.GOOD;
            });
  }

  private static void live(Site site) {
    Instant now = Instant.now();
    site.latency(ENDED, now, Site.GOOD);
    site.latency(LASTING, now, Site.BROKEN);
    site.latency(WELL, now, Site.GOOD);
  }

  /** The latency of a stage; no number: nothing is said. */
  private interface Course {
    double latency(int stage, long minute);
  }

  private static int measure(Site site, Instant begin, Instant end, Course course)
      throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (Instant at = begin; at.isBefore(end); at = at.plus(BETWEEN)) {
      for (int stage = 0; stage < STAGES; stage++) {
        double latency = course.latency(stage, Duration.between(begin, at).toMinutes());
        if (!Double.isNaN(latency)) {
          sent.add(site.latency(stage, at, latency));
        }
      }
    }
    for (Future<RecordMetadata> each : sent) {
      each.get();
    }
    return sent.size();
  }

  private static boolean isCommanded(int stage, Ledger ledger) {
    return ledger.written().stream().anyMatch(c -> c.getStage().equals(Site.stage(stage)));
  }

  private static Incident of(int stage, Ledger ledger) {
    List<Incident> incidents =
        ledger.incidents().filter(i -> i.getRootStage().equals(Site.stage(stage))).toList();
    assertEquals(1, incidents.size(), () -> "incidents of " + Site.stage(stage));
    return incidents.get(0);
  }
}
