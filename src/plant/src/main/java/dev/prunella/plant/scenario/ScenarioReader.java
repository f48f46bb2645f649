package dev.prunella.plant.scenario;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.StageKind;
import dev.prunella.settings.Durations;
import dev.prunella.settings.Ranges;
import dev.prunella.settings.Setting;
import dev.prunella.settings.Times;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Turns a checked file, in which every default is filled in, into a scenario. */
final class ScenarioReader {

  private ScenarioReader() {}

  static Scenario read(Setting root) {
    return new Scenario(
        text(root, "name"),
        text(root, "about"),
        text(root, "fleet"),
        Times.parse(text(root, "start")).orElseThrow(),
        duration(root, "period"),
        duration(root, "warm_up"),
        duration(root, "length"),
        duration(root, "horizon"),
        list(root, "pipelines", ScenarioReader::pipeline),
        list(
            root,
            "resources",
            each -> new ResourceSpec(text(each, "name"), range(each, "capacity"))),
        load(value(root, "load")),
        telemetry(value(root, "telemetry")),
        faults(value(root, "faults")),
        world(value(root, "world")),
        people(value(root, "people")),
        list(root, "shifts", ScenarioReader::shift),
        list(root, "seeds", seed -> seed.json().longValue()));
  }

  private static PipelineSpec pipeline(Setting pipeline) {
    Setting slo = value(pipeline, "slo");
    return new PipelineSpec(
        text(pipeline, "name"),
        value(pipeline, "copies").json().intValue(),
        range(pipeline, "rate"),
        list(pipeline, "stages", ScenarioReader::stage),
        new SloSpec(
            duration(slo, "freshness"),
            number(slo, "success"),
            number(slo, "quality"),
            duration(slo, "latency")));
  }

  private static StageSpec stage(Setting stage) {
    StageKind kind = constant(StageKind.class, value(stage, "kind"));
    return new StageSpec(
        text(stage, "name"),
        kind,
        list(stage, "upstream", Setting::text),
        stage.get("every").isPresent() ? duration(stage, "every") : StageSpec.usualPause(kind),
        stage.get("resource").map(Setting::text).orElse(""),
        list(stage, "permits", each -> constant(Action.class, each)),
        Set.copyOf(list(stage, "harmful", each -> constant(Action.class, each))));
  }

  private static LoadSpec load(Setting load) {
    return new LoadSpec(
        range(load, "daily_swing"),
        number(load, "weekend_share"),
        list(
            load,
            "peaks",
            peak ->
                new Peak(
                    duration(peak, "every"),
                    duration(peak, "at"),
                    duration(peak, "lasts"),
                    range(peak, "times"))));
  }

  private static TelemetrySpec telemetry(Setting telemetry) {
    return new TelemetrySpec(
        number(telemetry, "noise"),
        number(telemetry, "missing"),
        number(telemetry, "duplicated"),
        number(telemetry, "late"),
        duration(telemetry, "delay"),
        number(telemetry, "resets"),
        value(telemetry, "logs").json().booleanValue());
  }

  private static FaultSpec faults(Setting faults) {
    return new FaultSpec(
        duration(faults, "mean_gap"),
        list(faults, "only", Setting::text),
        duration(faults, "spacing"),
        range(faults, "at_once"),
        number(faults, "flapping"),
        number(faults, "cascading"),
        list(
            faults,
            "planned",
            planned ->
                new PlannedFault(
                    text(planned, "fault"),
                    text(planned, "pipeline"),
                    planned.get("stage").map(Setting::text).orElse(""),
                    duration(planned, "at"),
                    planned
                        .get("shown_as")
                        .map(type -> constant(ErrorType.class, type))
                        .orElse(ErrorType.UNKNOWN))));
  }

  private static WorldSpec world(Setting world) {
    return new WorldSpec(
        range(world, "ambiguity"),
        range(world, "remedies"),
        range(world, "harms"),
        range(world, "calls_fail"),
        range(world, "pace"),
        range(world, "concentration"));
  }

  private static PeopleSpec people(Setting people) {
    return new PeopleSpec(
        seconds(people, "answer"),
        seconds(people, "repair"),
        seconds(people, "find"),
        value(people, "at_night").json().booleanValue());
  }

  private static Shift shift(Setting shift) {
    return new Shift(
        duration(shift, "at"), list(shift, "error_types", type -> constant(ErrorType.class, type)));
  }

  /** What has to be there, as the schema was found to be kept. */
  private static Setting value(Setting map, String key) {
    return map.get(key)
        .orElseThrow(
            () -> new IllegalStateException("nothing stands at " + map.path() + " " + key));
  }

  private static String text(Setting map, String key) {
    return value(map, key).text();
  }

  private static double number(Setting map, String key) {
    return value(map, key).json().doubleValue();
  }

  private static Duration duration(Setting map, String key) {
    return Durations.parse(text(map, key)).orElseThrow();
  }

  private static Range range(Setting map, String key) {
    List<String> ends = Ranges.ends(text(map, key));
    return new Range(Double.parseDouble(ends.get(0)), Double.parseDouble(ends.get(1)));
  }

  private static Range seconds(Setting map, String key) {
    List<Double> ends =
        Ranges.ends(text(map, key)).stream()
            .map(Durations::parse)
            .map(Optional::orElseThrow)
            .map(each -> each.toMillis() / 1000.0)
            .toList();
    return new Range(ends.get(0), ends.get(1));
  }

  private static <T> List<T> list(Setting map, String key, Function<Setting, T> each) {
    return map.elements(key).stream().map(each).toList();
  }

  private static <E extends Enum<E>> E constant(Class<E> type, Setting word) {
    return Enum.valueOf(type, word.text().toUpperCase(Locale.ROOT));
  }
}
