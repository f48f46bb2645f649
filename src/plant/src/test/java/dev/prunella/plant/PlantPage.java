package dev.prunella.plant;

import dev.prunella.plant.fault.Fault;
import dev.prunella.plant.fault.Messages;
import dev.prunella.plant.fault.Symptom;
import dev.prunella.plant.scenario.Range;
import dev.prunella.plant.scenario.Scenario;
import dev.prunella.plant.scenario.WorldSpec;
import dev.prunella.plant.world.Odds;
import dev.prunella.plant.world.World;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes docs/plant.md: the text from a file, the tables from the faults and actions as they are.
 */
final class PlantPage {
  private static final Path TEXT = Path.of("src/test/resources/plant.md");

  /** What each action does besides; see Remedy. */
  private static final Map<Action, String> BESIDES =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(Action.WAIT, "nothing; some faults pass by themselves, others grow"),
              Map.entry(Action.RETRY_WITH_BACKOFF, "another try, after the time it waits"),
              Map.entry(Action.APPLY_SCHEMA_REMAP, "gives readers the names they know"),
              Map.entry(Action.REROUTE, "the stage is down meanwhile, and loses its progress"),
              Map.entry(Action.SCALE_OUT, "more workers for 20 minutes, off the same resource"),
              Map.entry(
                  Action.SCALE_UP,
                  "the same with a larger resource; the stage is down meanwhile, and loses its"
                      + " progress"),
              Map.entry(Action.SCALE_IN, "fewer workers for 20 minutes"),
              Map.entry(Action.THROTTLE, "takes less work on for 15 minutes"),
              Map.entry(Action.RESCHEDULE, "begins its next run 4 minutes later"),
              Map.entry(Action.RESTART, "the stage is down meanwhile, and loses its progress"),
              Map.entry(Action.ROLL_BACK, "the stage is down meanwhile, and loses its progress"),
              Map.entry(
                  Action.QUARANTINE,
                  "sets bad records aside; where it is no remedy, a fifth of the good ones"),
              Map.entry(Action.CANCEL_BLOCKING_QUERY, "the stage loses its progress"),
              Map.entry(
                  Action.PAGE_HUMAN, "people answer, then repair whatever hurts the pipeline")));

  private PlantPage() {}

  static String write() throws IOException {
    return Files.readString(TEXT)
        .replace("{timeouts}", String.valueOf(behind(ErrorType.TIMEOUT).size()))
        .replace("{count}", String.valueOf(Fault.ALL.size()))
        .replace("{errors}", errors())
        .replace("{symptoms}", symptoms())
        .replace("{faults}", faults())
        .replace("{actions}", actions());
  }

  private static List<Fault> behind(ErrorType type) {
    return Fault.ALL.stream().filter(fault -> fault.faces().containsKey(type)).toList();
  }

  private static String errors() {
    List<String> rows = new ArrayList<>();
    for (ErrorType type : ErrorType.values()) {
      if (!behind(type).isEmpty()) {
        rows.add(row(word(type), names(behind(type), Fault::name), example(type)));
      }
    }
    return table(rows, "seen as", "may be", "for example");
  }

  private static String example(ErrorType type) {
    for (StageKind kind : StageKind.values()) {
      List<String> messages = Messages.of(type, kind);
      if (messages.size() > 1) {
        return "`" + messages.get(0) + "`";
      }
    }
    String plain = Messages.of(type, StageKind.TRANSFORM).get(0);
    return plain.isEmpty() ? "no message: work piles up" : "`" + plain + "`";
  }

  private static String symptoms() {
    List<String> rows = new ArrayList<>();
    for (Symptom symptom : Symptom.values()) {
      List<Fault> of =
          Fault.ALL.stream().filter(fault -> fault.symptoms().containsKey(symptom)).toList();
      rows.add(
          row(
              word(symptom),
              symptom.isChange() ? "change event" : "alarm `" + symptom.alarm() + "`",
              "`" + symptom.line() + "`",
              names(of, Fault::name)));
    }
    return table(rows, "symptom", "told by", "and in the log", "more often with");
  }

  private static String faults() {
    StringBuilder text = new StringBuilder();
    for (Fault fault : Fault.ALL) {
      text.append("### ").append(fault.name()).append("\n\n").append(fault.about());
      if (fault.shared()) {
        text.append(" It slows all that shares the resource.");
      }
      if (!fault.flood().isGiven()) {
        text.append(" ").append(range(fault.flood())).append(" times the usual arrives meanwhile.");
      }
      if (fault.spoils()) {
        text.append(" A tenth of what goes through is wrong.");
      }
      if (fault.isForecastable()) {
        text.append(" It can be seen to come for ").append(minutes(fault.ramp()));
        text.append("; whoever heals it before prevents it.");
      }
      if (fault.mayPass()) {
        text.append(" With probability ").append(range(fault.passing()));
        text.append(" it passes by itself, after ").append(minutes(fault.passes())).append(".");
      }
      text.append("\n\n- begins at: ").append(names(fault.kinds(), PlantPage::word));
      text.append("\n- seen as: ").append(ranges(fault.faces()));
      text.append("\n- shows: ");
      text.append(fault.symptoms().isEmpty() ? "nothing" : ranges(fault.symptoms()));
      text.append("\n- heals: ").append(ranges(fault.heals()));
      text.append("\n- makes it worse: ").append(ranges(fault.harms())).append("\n\n");
    }
    return text.toString().stripTrailing();
  }

  private static String actions() {
    WorldSpec usual = WorldSpec.USUAL;
    Scenario plain =
        Scenario.calm("page")
            .withWorld(
                new WorldSpec(
                    usual.ambiguity(),
                    usual.remedies(),
                    usual.harms(),
                    usual.callsFail(),
                    Range.of(1),
                    usual.concentration()));
    Odds odds = new World(plain, 1);
    List<String> rows = new ArrayList<>();
    for (Action action : Action.values()) {
      if (action == Action.UNKNOWN) {
        continue;
      }
      List<Fault> helps =
          Fault.ALL.stream().filter(fault -> fault.heals().containsKey(action)).toList();
      List<Fault> harms =
          Fault.ALL.stream().filter(fault -> fault.harms().containsKey(action)).toList();
      rows.add(
          row(
              word(action),
              action == Action.WAIT ? "" : odds.lasts(action).toSeconds() + " s",
              String.valueOf(odds.cost(action)),
              BESIDES.get(action),
              names(helps, Fault::name),
              names(harms, Fault::name)));
    }
    return table(rows, "action", "takes", "costs", "does besides", "can heal", "can make worse");
  }

  private static String table(List<String> rows, String... columns) {
    String rule = row(Collections.nCopies(columns.length, "---").toArray(String[]::new));
    return row(columns) + "\n" + rule + "\n" + String.join("\n", rows);
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static <T> String names(Collection<T> all, Function<T, String> name) {
    return all.stream().map(name).collect(Collectors.joining(", "));
  }

  private static <E extends Enum<E>> String ranges(Map<E, Range> ranges) {
    return ranges.entrySet().stream()
        .map(one -> word(one.getKey()) + " " + range(one.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String range(Range range) {
    return number(range.least()) + "–" + number(range.most());
  }

  private static String minutes(Range seconds) {
    return number(seconds.least() / 60) + " to " + number(seconds.most() / 60) + " minutes";
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
