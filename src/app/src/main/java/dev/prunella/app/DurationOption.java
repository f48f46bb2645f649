package dev.prunella.app;

import dev.prunella.settings.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration on the command line, written as in the configuration. */
final class DurationOption implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    return Durations.parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is no duration; write a number and a unit, like 90s or 3m"));
  }
}
