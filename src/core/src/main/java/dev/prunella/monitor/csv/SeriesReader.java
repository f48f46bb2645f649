package dev.prunella.monitor.csv;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A recorded series: a CSV file whose header names the columns {@code timestamp} and {@code value}.
 * Timestamps are ISO 8601 with a space or a T, UTC where they name no offset, or seconds or
 * milliseconds since 1970. A row that cannot be read is told to whoever asked and passed over.
 */
public final class SeriesReader implements Closeable {

  /** One row. */
  public record Point(Instant at, double value) {}

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd['T'][' ']HH:mm[:ss]")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  /** Numbers below this are seconds, above it milliseconds, since 1970. */
  private static final double SECONDS_BELOW = 1e11;

  private final Path file;
  private final Consumer<String> problems;
  private final MappingIterator<String[]> rows;
  private final int timestamp;
  private final int value;

  /**
   * @param problems is told of each row that is passed over, with file, line, value and remedy
   * @throws IOException if the file cannot be read, or its header lacks a column
   */
  public SeriesReader(Path file, Consumer<String> problems) throws IOException {
    this.file = file;
    this.problems = problems;
    ObjectReader reader =
        new CsvMapper()
            .readerFor(String[].class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY)
            .with(CsvParser.Feature.SKIP_EMPTY_LINES)
            .with(CsvParser.Feature.TRIM_SPACES);
    this.rows = reader.readValues(Files.newBufferedReader(file));
    try {
      List<String> header = rows.hasNextValue() ? Arrays.asList(rows.nextValue()) : List.of();
      this.timestamp = column(header, "timestamp");
      this.value = column(header, "value");
    } catch (IOException e) {
      rows.close();
      throw e;
    }
  }

  /** The next row that can be read, or null at the end of the file. */
  public Point next() throws IOException {
    while (rows.hasNextValue()) {
      int line = rows.getCurrentLocation().getLineNr();
      String[] row = rows.nextValue();
      if (row.length <= Math.max(timestamp, value)) {
        problems.accept(
            "%s:%d: the row has %d columns, expected timestamp and value; it is passed over"
                .formatted(file, line, row.length));
        continue;
      }
      try {
        return new Point(time(row[timestamp]), number(row[value]));
      } catch (DateTimeException e) {
        problems.accept(
            "%s:%d: timestamp is '%s', expected a time such as 2014-02-14 14:30:00; the row is passed over"
                .formatted(file, line, row[timestamp]));
      } catch (NumberFormatException e) {
        problems.accept(
            "%s:%d: value is '%s', expected a finite number; the row is passed over"
                .formatted(file, line, row[value]));
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }

  private int column(List<String> header, String name) throws IOException {
    int index = header.indexOf(name);
    if (index < 0) {
      throw new IOException(
          "%s:1: the header is %s, expected the columns timestamp and value"
              .formatted(file, header));
    }
    return index;
  }

  private static Instant time(String text) {
    if (text.matches("-?\\d+(\\.\\d+)?")) {
      double number = Double.parseDouble(text);
      return Instant.ofEpochMilli(Math.round(number < SECONDS_BELOW ? number * 1000 : number));
    }
    return (Instant)
        TIME.parseBest(
            text,
            t -> OffsetDateTime.from(t).toInstant(),
            t -> LocalDateTime.from(t).toInstant(ZoneOffset.UTC));
  }

  private static double number(String text) {
    double number = Double.parseDouble(text);
    if (!Double.isFinite(number)) {
      throw new NumberFormatException(text);
    }
    return number;
  }
}
