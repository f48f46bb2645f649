package dev.prunella.heal;

import static dev.prunella.Signals.at;
import static dev.prunella.Signals.cleared;
import static dev.prunella.Signals.failure;
import static dev.prunella.Signals.slow;
import static dev.prunella.Signals.then;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.IncidentStatus;
import dev.prunella.schemas.OrderKind;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.SignalKind;
import dev.prunella.schemas.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How incidents open, grow, merge and end. */
class IncidentLifeTest {
  private final Fleet fleet = Fleet.unset();
  private final Signal slow = slow(Fleet.INGEST, 0);

  @Test
  void shouldNotCloseAnIncidentWhileASignalIsOpen() {
    fleet.see(slow, failure(Fleet.INGEST, 5, "timed out"), cleared(slow, 60)).until(86_400);

    assertEquals(IncidentStatus.OPEN, fleet.only().getStatus());
  }

  @Test
  void shouldRecoverOnceEverySignalStayedClearForTheHoldingTime() {
    fleet.see(slow, cleared(slow, 60)).until(359);
    assertEquals(IncidentStatus.OPEN, fleet.only().getStatus());
    assertEquals(at(60), fleet.only().getClearSince());

    fleet.until(360);
    assertEquals(IncidentStatus.RECOVERED, fleet.only().getStatus());
    assertEquals(at(360), fleet.only().getClosedAt());
  }

  @Test
  void shouldBeOneIncidentWhenASignalFlapsWithinTheHoldingTime() {
    fleet.see(slow, cleared(slow, 60), slow(Fleet.INGEST, 200)).until(1000);

    assertEquals(IncidentStatus.OPEN, fleet.only().getStatus());
  }

  @Test
  void shouldNotCallARecoveryWhatBecameTheNewNormalOrWasRetired() {
    for (Transition end : List.of(Transition.REBASED, Transition.RETIRED)) {
      Fleet fleet = Fleet.unset().see(slow, then(slow, end, 60)).until(1000);

      assertEquals(IncidentStatus.CENSORED, fleet.only().getStatus());
    }
  }

  @Test
  void shouldNotForgetThatAFaultBecameTheNewNormalWhenItsSignalOpensAgain() {
    Signal again = slow(Fleet.LOAD, 120); // against the new normal, and clear by it
    Signal over = then(again, Transition.CLEARED, 180);
    fleet.see(slow(Fleet.LOAD, 0), then(slow(Fleet.LOAD, 0), Transition.REBASED, 60));
    fleet.see(again, over).until(1000);

    assertEquals(IncidentStatus.CENSORED, fleet.only().getStatus());
    assertEquals(2, fleet.only().getEvidence().size());
  }

  @Test
  void shouldGroupAStageWithItsNeighbourIntoOneIncidentWithTheUpstreamAsRoot() {
    fleet.see(slow(Fleet.TRANSFORM, 0), slow(Fleet.INGEST, 20)).until(100);

    assertEquals(Fleet.INGEST, fleet.only().getRootStage());
    assertEquals(List.of(Fleet.INGEST, Fleet.TRANSFORM), fleet.only().getStages());
    assertEquals(ErrorType.TIMEOUT, fleet.only().getErrorType());
  }

  @Test
  void shouldKeepStagesApartThatShareNothing() {
    fleet.see(slow(Fleet.BILLING, 0), slow(Fleet.INGEST, 20)).until(100);

    assertEquals(2, fleet.newest().size());
  }

  @Test
  void shouldMergeTwoIncidentsOnceASignalBetweenThemConnectsThem() {
    fleet.see(slow(Fleet.INGEST, 0), slow(Fleet.LOAD, 20), slow(Fleet.TRANSFORM, 40)).until(100);

    Incident older = fleet.newest().get(0);
    Incident younger = fleet.newest().get(1);
    assertEquals(List.of(Fleet.INGEST, Fleet.LOAD, Fleet.TRANSFORM), older.getStages());
    assertEquals(IncidentStatus.CENSORED, younger.getStatus());
    assertEquals(older.getId(), younger.getMergedInto());
  }

  @Test
  void shouldNumberTheVersionsOfAnIncidentWithoutGaps() {
    fleet.see(slow, failure(Fleet.TRANSFORM, 5, "timed out"), cleared(slow, 60)).until(1000);

    List<Integer> versions = fleet.incidents.stream().map(Incident::getVersion).toList();
    assertEquals(IntStream.rangeClosed(1, versions.size()).boxed().toList(), versions);
    assertTrue(versions.size() >= 4, "opened, joined, decided, cleared");
  }

  @Test
  void shouldNotForgetAnOpenSignalInAStormOfMoreThanOneIncidentPublishes() {
    List<Signal> storm = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      storm.add(Signal.newBuilder(slow).setSubject("metric" + i).build());
    }
    fleet.see(storm.toArray(Signal[]::new));
    storm.subList(0, 64).forEach(signal -> fleet.see(cleared(signal, 60)));
    fleet.until(3600);

    assertEquals(IncidentStatus.OPEN, fleet.only().getStatus());
    assertTrue(fleet.only().getEvidence().size() <= 64);
  }

  @Test
  void shouldEndWithoutKnowingWhatNothingIsHeardOfForTwoWeeks() {
    fleet.see(slow).until(15 * 86_400);

    assertEquals(IncidentStatus.CENSORED, fleet.only().getStatus());
  }

  @Test
  void shouldNotOpenAgainWhatAPersonCalledAFalseAlarm() {
    fleet.see(slow).until(100);
    fleet.say(OrderKind.FALSE_ALARM, fleet.only().getId(), "", null);
    fleet.see(then(slow, Transition.UPDATED, 200)).until(300);
    assertEquals(IncidentStatus.CENSORED, fleet.only().getStatus());

    fleet.see(cleared(slow, 400), slow(Fleet.INGEST, 500)).until(600);
    assertEquals(2, fleet.newest().size(), "what comes after its end is a new one");
  }

  @Test
  void shouldTakeAnEndThatArrivesLateForWhatItIs() {
    Signal other = failure(Fleet.INGEST, 5, "timed out");
    fleet.see(slow, other, cleared(slow, 600)).until(600);
    fleet.see(cleared(other, 300)).until(899);
    assertEquals(IncidentStatus.OPEN, fleet.only().getStatus(), "slow was open until 600");

    fleet.until(900);
    assertEquals(IncidentStatus.RECOVERED, fleet.only().getStatus());
  }

  @Test
  void shouldKeepOfAnIncidentThatEndedOnlyWhatPeopleMayCorrectForAWeek() {
    fleet.see(slow, cleared(slow, 60)).until(1000);
    String first = fleet.only().getId();

    assertTrue(fleet.state.incidents().values().isEmpty());
    assertTrue(fleet.state.pending().values().isEmpty());
    assertEquals(first, fleet.state.steps().values().get(0).getDecision().getIncident());

    Signal later = slow(Fleet.LOAD, 8 * 86_400);
    fleet.see(later, cleared(later, 8 * 86_400 + 60)).until(9 * 86_400);
    assertEquals(1, fleet.state.steps().values().size());
    assertTrue(fleet.state.steps().get(first) == null);
  }

  @Test
  void shouldTellHowSureItIs() {
    fleet.see(slow, Signal.newBuilder(slow).setKind(SignalKind.DATA_QUALITY).build()).until(0);

    double confidence = fleet.only().getConfidence();
    assertTrue(confidence > 0 && confidence < 1, "two kinds of failure compete: " + confidence);
    assertFalse(fleet.only().getStale());
  }
}
