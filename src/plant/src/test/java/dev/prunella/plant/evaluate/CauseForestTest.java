package dev.prunella.plant.evaluate;

import static dev.prunella.plant.fault.Symptom.CPU_HIGH;
import static dev.prunella.plant.fault.Symptom.DISK_HIGH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.fault.Symptom;
import dev.prunella.plant.fault.Visible;
import dev.prunella.plant.scenario.Range;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.plant.world.World;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CauseForestTest {

  /** What can be told of the cause at best, as a share, in the error types that have many. */
  private static final double MOST = 0.85;

  private static final int MANY = 6; // causes
  private static final int KNOWN = 200; // incidents behind an accuracy

  private static final List<StageKind> KINDS =
      List.of(StageKind.INGEST, StageKind.TRANSFORM, StageKind.LOAD, StageKind.ORCHESTRATE);

  @Test
  void shouldNotTellTheCauseFromWhatIsVisible() {
    Confusion confusion = confusion(Scenario.of("s"), LongStream.range(1, 31).toArray(), 200);

    assertAmbiguous(confusion);
    assertTrue(confusion.overall() > 0.3, "symptoms tell too little: " + confusion.overall());
  }

  /** Who has seen 4,800 incidents of the very same world, with their causes, is not much better. */
  @Test
  void shouldNotTellTheCauseWithinOneWorldEither() {
    Confusion confusion = confusion(Scenario.of("s"), new long[] {5}, 6000);

    assertTrue(confusion.overall() <= MOST, "it tells " + confusion.overall());
    assertTrue(confusion.overall() <= confusion.known(), "it tells more than can be known");
    assertTrue(confusion.known() <= MOST, "whoever knows the odds tells " + confusion.known());
  }

  @Test
  void shouldTellMoreWhereSymptomsTellMore() {
    Scenario clear =
        Scenario.of("s").withWorld(Scenario.of("s").world().withAmbiguity(Range.of(0)));
    Scenario dark = Scenario.of("s").withWorld(Scenario.of("s").world().withAmbiguity(Range.of(1)));
    long[] worlds = LongStream.range(1, 11).toArray();

    double inClear = confusion(clear, worlds, 200).overall();
    double inDark = confusion(dark, worlds, 200).overall();

    assertTrue(inClear > inDark + 0.2, inClear + " against " + inDark);
  }

  @Test
  void shouldTellWhatIsCertain() {
    List<EpisodeResult> incidents = new ArrayList<>();
    for (int n = 0; n < 100; n++) {
      boolean first = n % 2 == 0;
      incidents.add(
          incident(
              n,
              first ? "a" : "b",
              "a",
              StageKind.LOAD,
              new Visible(ErrorType.TIMEOUT, Set.of(first ? DISK_HIGH : CPU_HIGH))));
    }

    Confusion confusion = CauseForest.confusion(incidents).orElseThrow();

    assertEquals(1, confusion.overall());
    assertEquals(Map.of(ErrorType.TIMEOUT, 1.0), confusion.accuracy());
    assertEquals(0.5, confusion.known());
  }

  @Test
  void shouldSayNothingOfTooFew() {
    assertEquals(Optional.empty(), CauseForest.confusion(List.of(Results.episode(1, 100))));
  }

  private static void assertAmbiguous(Confusion confusion) {
    int checked = 0;
    for (Map.Entry<ErrorType, Double> type : confusion.accuracy().entrySet()) {
      long causes =
          Fault.ALL.stream().filter(fault -> fault.faces().containsKey(type.getKey())).count();
      if (causes >= MANY && confusion.incidents().get(type.getKey()) >= KNOWN) {
        assertTrue(type.getValue() <= MOST, type + " of " + causes + " causes");
        checked++;
      }
    }
    assertTrue(checked >= 3, "too few error types have many causes: " + checked);
  }

  private static Confusion confusion(Scenario scenario, long[] worlds, int each) {
    List<EpisodeResult> incidents = new ArrayList<>();
    for (long seed : worlds) {
      World world = new World(scenario, seed);
      SplittableRandom random = new SplittableRandom(seed);
      Instant at = scenario.troubleFrom();
      for (int n = 0; n < each; n++) {
        StageKind kind = KINDS.get(random.nextInt(KINDS.size()));
        Fault fault = world.fault(kind, at, random);
        Visible visible = world.visible(fault, at, random);
        incidents.add(incident(n, fault.name(), guess(world, kind, visible, at), kind, visible));
      }
    }
    return CauseForest.confusion(incidents).orElseThrow();
  }

  private static String guess(World world, StageKind kind, Visible visible, Instant at) {
    return world.faults(kind, at).entrySet().stream()
        .max(Comparator.comparing(e -> e.getValue() * world.shows(e.getKey(), kind, visible, at)))
        .orElseThrow()
        .getKey()
        .name();
  }

  private static EpisodeResult incident(
      int number, String fault, String guess, StageKind kind, Visible visible) {
    return new EpisodeResult(
        number,
        fault,
        "orders/load",
        visible.errorType(),
        kind,
        visible.symptoms().stream().map(Symptom::name).sorted().toList(),
        guess,
        true,
        false,
        Results.T0,
        true,
        100,
        0,
        50,
        List.of(),
        true,
        0);
  }
}
