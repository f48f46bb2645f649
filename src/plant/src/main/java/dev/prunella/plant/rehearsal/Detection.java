package dev.prunella.plant.rehearsal;

import dev.prunella.plant.Plant;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.Signal;
import dev.prunella.schemas.Telemetry;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Where the signals of a rehearsal come from. */
public interface Detection {

  /** The detectors of the job, which have yet to learn what is usual. */
  Detection IN_THE_LOOP = (plant, settings, out) -> new DetectorWatch(settings, out);

  /**
   * What is visible of each fault, at once and without a mistake, so that nothing but the decisions
   * is measured.
   */
  Detection PERFECT = PerfectWatch::new;

  /**
   * Begins to watch a plant.
   *
   * @param settings of the plant's fleet
   * @param out is told each signal
   */
  Watch watch(Plant plant, List<Settings> settings, Consumer<Signal> out);

  /** Watches one plant as it works. Not thread-safe. */
  interface Watch {

    /** Whether it wants to see telemetry, which takes most of a plant's time. */
    boolean wantsTelemetry();

    void telemetry(Telemetry telemetry);

    void schema(SchemaEvent event);

    /** The plant has come so far, and all that it showed until then is told. */
    void onTime(Instant now);
  }
}
