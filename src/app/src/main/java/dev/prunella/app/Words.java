package dev.prunella.app;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.ErrorType;
import dev.prunella.settings.Durations;
import dev.prunella.settings.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the words of options as prunella.yaml has them. */
final class Words {

  private Words() {}

  /** A duration above zero. */
  static final class OfDuration implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return Durations.parse(text)
          .filter(duration -> !duration.isZero())
          .orElseThrow(
              () -> {
                String remedy = Durations.remedy(text);
                return unexpected(
                    text,
                    remedy.isEmpty()
                        ? "expected a duration above zero, such as 90s, 2h, 1d"
                        : remedy);
              });
    }
  }

  /** A time with a zone. */
  static final class OfTime implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      return Times.parse(text)
          .orElseThrow(
              () ->
                  unexpected(
                      text, "expected a time with date and zone, such as 2025-03-01T22:00:00Z"));
    }
  }

  /** An error type. */
  static final class OfErrorType implements ITypeConverter<ErrorType> {
    @Override
    public ErrorType convert(String text) {
      return constant(text, known(ErrorType.values()));
    }
  }

  /** An action. */
  static final class OfAction implements ITypeConverter<Action> {
    @Override
    public Action convert(String text) {
      return constant(text, known(Action.values()));
    }
  }

  /** A level of autonomy that exists so far. */
  static final class OfLevel implements ITypeConverter<Autonomy> {
    @Override
    public Autonomy convert(String text) {
      return constant(text, List.of(Autonomy.SHADOW, Autonomy.AUTONOMOUS));
    }
  }

  private static <E extends Enum<E>> List<E> known(E[] values) {
    return Stream.of(values).filter(value -> !value.name().equals("UNKNOWN")).toList();
  }

  private static <E extends Enum<E>> E constant(String text, List<E> known) {
    String word = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
    return known.stream()
        .filter(value -> value.name().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                unexpected(
                    text,
                    "known: "
                        + String.join(", ", known.stream().map(AutonomyChange::word).toList())));
  }

  private static TypeConversionException unexpected(String text, String remedy) {
    return new TypeConversionException("'" + text + "'; " + remedy);
  }
}
