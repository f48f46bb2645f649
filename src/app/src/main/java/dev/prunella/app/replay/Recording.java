package dev.prunella.app.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.prunella.monitor.csv.SeriesReader;
import dev.prunella.monitor.csv.SeriesReader.Point;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Recorded series as one stream of telemetry in the order of time. A series' end is the retirement
 * of its stage.
 */
public final class Recording implements AutoCloseable {

  private static final class Cursor {
    private final Series series;
    private final SeriesReader reader;
    private Point next;

    Cursor(Series series, SeriesReader reader) throws IOException {
      this.series = series;
      this.reader = reader;
      this.next = reader.next();
    }
  }

  private final List<Cursor> cursors = new ArrayList<>();
  private final PriorityQueue<Cursor> queue =
      new PriorityQueue<>(
          Comparator.comparing((Cursor c) -> c.next.at()).thenComparing(c -> c.series.name()));
  private Telemetry retirement;

  /**
   * @param problems is told of each row that is passed over
   */
  public Recording(List<Series> all, Consumer<String> problems) throws IOException {
    for (Series series : all) {
      Cursor cursor = new Cursor(series, new SeriesReader(series.file(), problems));
      cursors.add(cursor);
      if (cursor.next != null) {
        queue.add(cursor);
      }
    }
  }

  /**
   * About how many rows there are: the lines of the files, whatever is in them, headers left out.
   */
  public long rows() throws IOException {
    long rows = 0;
    for (Cursor cursor : cursors) {
      try (Stream<String> lines = Files.lines(cursor.series.file(), ISO_8859_1)) {
        rows += lines.count() - 1;
      }
    }
    return rows;
  }

  /** The next piece of telemetry, or null at the end. */
  public Telemetry next() throws IOException {
    if (retirement != null) {
      Telemetry last = retirement;
      retirement = null;
      return last;
    }
    Cursor cursor = queue.poll();
    if (cursor == null) {
      return null;
    }
    Point point = cursor.next;
    Series series = cursor.series;
    cursor.next = cursor.reader.next();
    if (cursor.next != null) {
      queue.add(cursor);
    } else if (queue.stream().noneMatch(c -> c.series.sharesStageWith(series))) {
      retirement =
          Telemetry.newBuilder()
              .setFleet(series.fleet())
              .setStage(series.stage())
              .setAt(point.at().plusMillis(1))
              .setKind(TelemetryKind.RETIREMENT)
              .build();
    }
    return Telemetry.newBuilder()
        .setFleet(series.fleet())
        .setStage(series.stage())
        .setAt(point.at())
        .setKind(TelemetryKind.MEASUREMENT)
        .setMetric(series.metric())
        .setValue(point.value())
        .build();
  }

  @Override
  public void close() throws IOException {
    for (Cursor cursor : cursors) {
      cursor.reader.close();
    }
  }
}
