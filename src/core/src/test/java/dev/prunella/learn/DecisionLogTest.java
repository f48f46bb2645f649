package dev.prunella.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.Credit;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.DecisionKind;
import dev.prunella.schemas.DecisionState;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.LatencyBucket;
import dev.prunella.schemas.Lesson;
import dev.prunella.schemas.StageKind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the topic of decisions tells, after failures too, and what was learned by it. */
class DecisionLogTest {
  private final DecisionLog log = new DecisionLog();

  @Test
  void shouldTakeTheMeanInWhichOlderCreditsWeighLess() {
    log.append(credit(1, 0, 0.8, Lesson.LEARNED));
    log.append(credit(2, 0, 0.2, Lesson.LEARNED));

    // weights 0.5 and 1, as `keep` is 0.5
    assertEquals((0.5 * 0.8 + 0.2) / 1.5, learned(2), 1e-12);
    assertEquals(0.8, learned(1), 1e-12, "as it stood before");
  }

  @Test
  void shouldLearnOnlyFromWhatTeaches() {
    log.append(credit(1, 0, 0.8, Lesson.LEARNED));
    log.append(credit(2, 0, -1, Lesson.CENSORED));
    log.append(credit(3, 0, -1, Lesson.CONFOUNDED));

    assertEquals(0.8, learned(3), 1e-12);
  }

  @Test
  void shouldReplaceWhatAWriterThatWasRestoredWritesAnew() {
    log.append(credit(1, 0, 0.8, Lesson.LEARNED));
    log.append(credit(2, 0, 0.1, Lesson.LEARNED));
    log.append(credit(3, 0, 0.1, Lesson.LEARNED));
    log.append(credit(2, 7, 0.8, Lesson.LEARNED));

    assertEquals(List.of(1L, 2L), sequences());
    assertEquals(0.8, learned(2), 1e-12);
  }

  @Test
  void shouldReplaceWhatAWriterWritesThatWasRestoredTwiceFromOneCheckpoint() {
    log.append(credit(1, 7, 0.8, Lesson.LEARNED));
    log.append(credit(2, 7, 0.1, Lesson.LEARNED));
    log.append(credit(1, 7, 0.3, Lesson.LEARNED));

    assertEquals(List.of(1L), sequences());
    assertEquals(0.3, learned(2), 1e-12);
  }

  @Test
  void shouldPassOverAWriterThatIsGone() {
    log.append(credit(1, 7, 0.8, Lesson.LEARNED));
    log.append(credit(1, 0, 0.1, Lesson.LEARNED));
    log.append(credit(2, 0, 0.1, Lesson.LEARNED));

    assertEquals(List.of(1L), sequences());
    assertEquals(0.8, learned(1), 1e-12);
  }

  private List<Long> sequences() {
    return log.entries().stream().map(Decision::getSequence).toList();
  }

  private double learned(long sequence) {
    return log.foldTo(sequence).cells().get(0).getLearned();
  }

  private static Decision credit(long sequence, long epoch, double target, Lesson lesson) {
    return Decision.newBuilder()
        .setFleet("shop")
        .setSequence(sequence)
        .setEpoch(epoch)
        .setKind(DecisionKind.CREDITED)
        .setAt(Instant.EPOCH)
        .setIncident("i")
        .setStep(0)
        .setState(
            new DecisionState(
                ErrorType.TIMEOUT, StageKind.LOAD, LatencyBucket.HIGH, 0, Action.UNKNOWN))
        .setChosen(Action.RESTART)
        .setAutonomy(Autonomy.AUTONOMOUS)
        .setReason("")
        .setCredit(
            Credit.newBuilder()
                .setDecided(sequence)
                .setLesson(lesson)
                .setSeconds(0)
                .setDiscount(1)
                .setHealed(0)
                .setCost(0)
                .setLost(0)
                .setHarm(0)
                .setReward(target)
                .setTarget(target)
                .setKeep(0.5)
                .build())
        .build();
  }
}
