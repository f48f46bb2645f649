package dev.prunella.app.chaos;

import dev.prunella.app.demo.Feed;
import dev.prunella.app.demo.SharedPlant;
import dev.prunella.plant.Output;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.Telemetry;
import java.time.Duration;
import java.time.Instant;

/**
 * All that is told to the job: by the plant, by its surroundings, and what time it is there. To be
 * used by one thread, except for {@link #told}.
 */
final class Load implements AutoCloseable {

  /** Told at once; of more the job would say that it is from the future. */
  private static final Duration STRIDE = Duration.ofMinutes(1);

  private final SharedPlant plant;
  private final Surroundings surroundings;
  private final Feed feed;
  private long records;
  private volatile Instant told = Instant.MIN;

  Load(SharedPlant plant, Surroundings surroundings, Feed feed) {
    this.plant = plant;
    this.surroundings = surroundings;
    this.feed = feed;
  }

  /**
   * Time goes on in the plant, and what happens until then is handed to Kafka.
   *
   * @throws IllegalStateException if Kafka has lost some of what was handed to it before
   */
  void advanceTo(Instant now) {
    while (told.isBefore(now)) {
      Instant next = told.equals(Instant.MIN) ? now : told.plus(STRIDE);
      next = next.isAfter(now) ? now : next;
      plant.advanceTo(next, new Playing());
      surroundings.advanceTo(next, this::tell);
      feed.tell(next);
      told = next;
    }
  }

  /** The surroundings come to their end. */
  void quieten() {
    surroundings.retire();
  }

  /** Simulated time that has been told. */
  Instant told() {
    return told;
  }

  /** How many records of telemetry were told, without the clock's. */
  long records() {
    return records;
  }

  private void tell(Telemetry telemetry) {
    records++;
    feed.telemetry(telemetry);
  }

  @Override
  public void close() {
    feed.close();
  }

  private final class Playing implements Output {
    @Override
    public void telemetry(Telemetry telemetry) {
      tell(telemetry);
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
