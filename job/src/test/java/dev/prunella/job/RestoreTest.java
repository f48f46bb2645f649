package dev.prunella.job;

import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.Command;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.FleetEvent;
import dev.prunella.schemas.Lesson;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.Signal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Killed and restored, however often and in however many instances, the loop goes the same way as
 * undisturbed.
 */
class RestoreTest {

  private static Recording recording;

  @BeforeAll
  static void record() throws Exception {
    recording = Recording.get();
  }

  /** Where HEAL is killed. */
  private enum Moment {
    SIGNAL_PENDING,
    COMMAND_IN_FLIGHT,
    COMMAND_ACCEPTED,
    ACTION_ENDED;

    boolean follows(Object taken, List<SpecificRecord> sent) {
      return switch (this) {
        case SIGNAL_PENDING -> taken instanceof Signal;
        case COMMAND_IN_FLIGHT -> sent.stream().anyMatch(Command.class::isInstance);
        case COMMAND_ACCEPTED -> status(taken) == OutcomeStatus.ACCEPTED;
        case ACTION_ENDED -> status(taken) == OutcomeStatus.SUCCEEDED;
      };
    }

    private static OutcomeStatus status(Object taken) {
      boolean outcome = taken instanceof FleetEvent event && event.getOutcome() != null;
      return outcome ? ((FleetEvent) taken).getOutcome().getStatus() : OutcomeStatus.UNKNOWN;
    }
  }

  static Stream<Arguments> moments() {
    return Stream.of(Backend.values())
        .flatMap(
            backend -> Stream.of(Moment.values()).map(moment -> Arguments.of(backend, moment)));
  }

  @ParameterizedTest
  @MethodSource("moments")
  void shouldMakeTheSameHundredDecisionsAfterAKillInMidLearning(Backend backend, Moment moment)
      throws Exception {
    int before = 0;
    try (Instances.Heal heal = new Instances.Heal()) {
      heal.start(backend, 1);
      for (Object element : recording.toHeal) {
        List<SpecificRecord> sent = heal.take(element);
        if (before == 0 && learned(heal.sent) >= 25 && moment.follows(element, sent)) {
          before = decisions(heal.sent).size();
          heal.restart(backend, 1, 41);
        }
        if (before > 0 && decisions(heal.sent).size() >= before + 100) {
          break;
        }
      }

      List<Decision> decisions = decisions(heal.sent);
      List<Decision> next = decisions.subList(before, before + 100);
      assertTrue(learned(next) >= 25, "too little is learned after it: " + learned(next));
      assertEquals(
          List.of(41L), next.stream().map(Decision::getEpoch).distinct().toList(), "epochs");
      for (Decision decision : next) {
        assertEquals(undisturbed(decision), anyEpoch(decision));
      }
    }
  }

  /** What came after the checkpoint is taken twice: first in vain, then for good. */
  @ParameterizedTest
  @EnumSource
  void shouldGiveTheSameIdsToWhatIsTakenAgain(Backend backend) throws Exception {
    List<Object> input = recording.toHeal;
    int checkpoint = input.size() / 3;
    int kill = checkpoint + 1500;
    try (Instances.Heal killed = new Instances.Heal();
        Instances.Heal successor = new Instances.Heal()) {
      killed.start(backend, 1);
      for (Object element : input.subList(0, checkpoint)) {
        killed.take(element);
      }
      OperatorSubtaskState state = killed.savepoint();
      killed.sent.clear();
      successor.restore(state, 1, backend, 2, 41);
      for (Object element : input.subList(checkpoint, kill)) {
        killed.take(element);
        successor.take(element);
      }
      assertTrue(killed.sent.stream().filter(Command.class::isInstance).count() > 5);
      assertEquals(perFleet(killed.sent), perFleet(successor.sent));
    }
  }

  /** The fleets' timers of one moment have no order, so it is looked up by its place in the log. */
  private static Decision undisturbed(Decision like) {
    return decisions(recording.healed).stream()
        .filter(d -> d.getFleet().equals(like.getFleet()))
        .filter(d -> d.getSequence() == like.getSequence())
        .findFirst()
        .orElse(null);
  }

  private static long learned(List<? extends SpecificRecord> sent) {
    return decisions(sent).stream()
        .filter(d -> d.getCredit() != null && d.getCredit().getLesson() == Lesson.LEARNED)
        .count();
  }

  private static List<Decision> decisions(List<? extends SpecificRecord> sent) {
    return sent.stream().filter(Decision.class::isInstance).map(Decision.class::cast).toList();
  }

  @ParameterizedTest
  @EnumSource
  void shouldHealTheSameWhenRescaled(Backend backend) throws Exception {
    assertSameWhenRescaled(Instances.Heal::new, backend, recording.toHeal, "memory");
  }

  @ParameterizedTest
  @EnumSource
  void shouldDetectTheSameWhenRescaled(Backend backend) throws Exception {
    List<Object> input = recording.toDetect.subList(0, recording.toDetect.size() / 6);
    assertSameWhenRescaled(Instances.Detect::new, backend, input, "stage");
  }

  @ParameterizedTest
  @EnumSource
  void shouldKnowSchemasTheSameWhenRescaled(Backend backend) throws Exception {
    assertSameWhenRescaled(Instances.Drift::new, backend, recording.toDrift, "subject");
  }

  /**
   * Through 1, 2, 4 and 1 instances.
   *
   * @param state the name of one that every key has
   */
  private static void assertSameWhenRescaled(
      Supplier<Instances<?, ?>> maker, Backend backend, List<Object> input, String state)
      throws Exception {
    try (Instances<?, ?> undisturbed = maker.get();
        Instances<?, ?> rescaled = maker.get()) {
      undisturbed.start(Backend.HEAP, 1);
      rescaled.start(backend, 1);
      int quarter = input.size() / 4;
      for (int at = 0; at < input.size(); at++) {
        if (at > 0 && at % quarter == 0 && at / quarter < 4) {
          Set<String> keys = rescaled.keys(state);
          assertTrue(keys.size() >= Recording.FLEETS, "too few keys: " + keys);
          rescaled.restart(backend, List.of(2, 4, 1).get(at / quarter - 1), at);
          assertEquals(keys, rescaled.keys(state));
        }
        undisturbed.take(input.get(at));
        rescaled.take(input.get(at));
      }
      assertFalse(undisturbed.sent.isEmpty());
      assertEquals(perFleet(undisturbed.sent), perFleet(rescaled.sent));
    }
  }

  /** What was sent, by fleet and in order; the epoch alone tells that there was a restore. */
  private static Map<String, List<SpecificRecord>> perFleet(List<SpecificRecord> sent) {
    return sent.stream()
        .map(RestoreTest::anyEpoch)
        .collect(groupingBy(RestoreTest::fleet, TreeMap::new, Collectors.toList()));
  }

  private static String fleet(SpecificRecord sent) {
    return sent.getSchema().getName() + " of " + sent.get(sent.getSchema().getField("fleet").pos());
  }

  static SpecificRecord anyEpoch(SpecificRecord sent) {
    if (sent instanceof Decision decision) {
      return Decision.newBuilder(decision).setEpoch(0).build();
    }
    return sent instanceof PolicySnapshot policy
        ? PolicySnapshot.newBuilder(policy).setEpoch(0).build()
        : sent;
  }
}
