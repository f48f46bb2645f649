package dev.prunella.settings;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.AllowRule;
import dev.prunella.schemas.Autonomy;
import dev.prunella.schemas.AutonomyRule;
import dev.prunella.schemas.AutonomySettings;
import dev.prunella.schemas.DataLoss;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.ExecutorSettings;
import dev.prunella.schemas.FreezeSettings;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.LearningSettings;
import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.RunbookRule;
import dev.prunella.schemas.RunbookSettings;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.SloBound;
import dev.prunella.schemas.StageContract;
import dev.prunella.schemas.StageKind;
import dev.prunella.schemas.StageSettings;
import dev.prunella.schemas.SubjectSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Turns a checked fleet into its documents, one a part. What is not set gets no document. */
final class FleetReader {

  private final String name;
  private final Setting fleet;
  private final Instant at;
  private final List<Settings> documents = new ArrayList<>();

  private FleetReader(String name, Setting fleet, Instant at) {
    this.name = name;
    this.fleet = fleet;
    this.at = at;
  }

  /** The documents of all fleets, in the order of the file. */
  static List<Settings> documents(Setting root, Instant at) {
    List<Settings> documents = new ArrayList<>();
    root.entries("fleets")
        .forEach((name, fleet) -> documents.addAll(new FleetReader(name, fleet, at).read()));
    return List.copyOf(documents);
  }

  private List<Settings> read() {
    fleet
        .entries("pipelines")
        .forEach(
            (pipeline, setting) ->
                add("pipelines/" + pipeline, doc -> doc.setPipeline(pipeline(pipeline, setting))));
    part("subjects", (doc, setting) -> doc.setSubjects(subjects(setting)));
    part("autonomy", (doc, setting) -> doc.setAutonomy(autonomy(setting)));
    part("guardrails", (doc, setting) -> doc.setGuardrails(guardrails(setting)));
    part("freeze", (doc, setting) -> doc.setFreeze(freeze(setting)));
    part("runbook", (doc, setting) -> doc.setRunbook(runbook(setting)));
    part("learning", (doc, setting) -> doc.setLearning(learning(setting)));
    part("executors", (doc, setting) -> doc.setExecutors(executors(setting)));
    return documents;
  }

  private void part(String part, Filler filler) {
    fleet.get(part).ifPresent(setting -> add(part, doc -> filler.fill(doc, setting)));
  }

  private void add(String part, Consumer<Settings.Builder> filler) {
    Settings.Builder document = Settings.newBuilder().setFleet(name).setPart(part).setAt(at);
    filler.accept(document);
    documents.add(document.build());
  }

  private static PipelineSettings pipeline(String name, Setting pipeline) {
    List<StageSettings> stages = new ArrayList<>();
    pipeline.entries("stages").forEach((stage, setting) -> stages.add(stage(stage, setting)));
    return PipelineSettings.newBuilder().setName(name).setStages(stages).build();
  }

  private static StageSettings stage(String name, Setting stage) {
    return StageSettings.newBuilder()
        .setName(name)
        .setKind(constant(StageKind.class, stage.get("kind")))
        .setService(text(stage, "service"))
        .setTarget(text(stage, "target"))
        .setUpstream(stage.elements("upstream").stream().map(Setting::text).toList())
        .setSlo(slo(stage.entries("slo")))
        .setSilenceAfterMillis(millis(stage, "silence_after").orElse(0L))
        .setOutOfOrderMillis(millis(stage, "out_of_order").orElse(0L))
        .setContract(stage.get("contract").map(FleetReader::contract).orElse(null))
        .build();
  }

  private static List<SloBound> slo(Map<String, Setting> bounds) {
    List<SloBound> slo = new ArrayList<>();
    bounds.forEach(
        (metric, bound) ->
            slo.add(
                SloBound.newBuilder()
                    .setMetric(metric)
                    .setMin(bound.get("min").map(min -> min.json().doubleValue()).orElse(null))
                    .setMax(bound.get("max").map(max -> max.json().doubleValue()).orElse(null))
                    .setMeaning(constant(ErrorType.class, bound.get("meaning")))
                    .build()));
    return slo;
  }

  private static StageContract contract(Setting contract) {
    return StageContract.newBuilder()
        .setIdempotent(flag(contract, "idempotent"))
        .setSafeToReload(flag(contract, "safe_to_reload"))
        .setDataLoss(constant(DataLoss.class, contract.get("data_loss")))
        .setPermits(actions(contract.elements("permits")))
        .build();
  }

  private static List<SubjectSettings> subjects(Setting subjects) {
    List<SubjectSettings> result = new ArrayList<>();
    subjects
        .entries()
        .forEach(
            (subject, setting) ->
                result.add(
                    SubjectSettings.newBuilder()
                        .setSubject(subject)
                        .setProducers(texts(setting, "producers"))
                        .setConsumers(texts(setting, "consumers"))
                        .build()));
    return result;
  }

  private static AutonomySettings autonomy(Setting autonomy) {
    AutonomySettings.Builder result = AutonomySettings.newBuilder();
    autonomy
        .get("otherwise")
        .ifPresent(level -> result.setOtherwise(constant(Autonomy.class, Optional.of(level))));
    List<AutonomyRule> rules = new ArrayList<>();
    for (Setting rule : autonomy.elements("rules")) {
      rules.add(
          AutonomyRule.newBuilder()
              .setErrorType(constant(ErrorType.class, rule.get("error_type")))
              .setAction(constant(Action.class, rule.get("action")))
              .setLevel(constant(Autonomy.class, rule.get("level")))
              .build());
    }
    return result.setRules(rules).build();
  }

  private static GuardrailSettings guardrails(Setting guardrails) {
    GuardrailSettings.Builder result = GuardrailSettings.newBuilder();
    millis(guardrails, "cooldown").ifPresent(result::setCooldownMillis);
    number(guardrails, "concurrency").ifPresent(result::setConcurrency);
    number(guardrails, "max_steps").ifPresent(result::setMaxSteps);
    millis(guardrails, "command_expiry").ifPresent(result::setCommandExpiryMillis);
    millis(guardrails, "max_evidence_age").ifPresent(result::setMaxEvidenceAgeMillis);
    millis(guardrails, "gather").ifPresent(result::setGatherMillis);
    millis(guardrails, "hold").ifPresent(result::setHoldMillis);
    return result.build();
  }

  private static FreezeSettings freeze(Setting freeze) {
    return FreezeSettings.newBuilder()
        .setReason(text(freeze, "reason"))
        .setSince(freeze.get("since").flatMap(time -> Times.parse(time.text())).orElse(null))
        .setUntil(freeze.get("until").flatMap(time -> Times.parse(time.text())).orElse(null))
        .build();
  }

  private static RunbookSettings runbook(Setting runbook) {
    List<RunbookRule> rules = new ArrayList<>();
    runbook
        .entries()
        .forEach(
            (errorType, actions) ->
                rules.add(
                    RunbookRule.newBuilder()
                        .setErrorType(ErrorType.valueOf(errorType.toUpperCase(Locale.ROOT)))
                        .setActions(actions(actions.elements()))
                        .build()));
    return RunbookSettings.newBuilder().setRules(rules).build();
  }

  private static LearningSettings learning(Setting learning) {
    LearningSettings.Builder result = LearningSettings.newBuilder();
    learning.get("learner").map(Setting::text).ifPresent(result::setLearner);
    real(learning, "exploration").ifPresent(result::setExploration);
    millis(learning, "half_life").ifPresent(result::setHalfLifeMillis);
    real(learning, "memory").ifPresent(result::setMemory);
    return result.build();
  }

  private static ExecutorSettings executors(Setting executors) {
    List<AllowRule> rules = new ArrayList<>();
    executors
        .entries("allow")
        .forEach(
            (service, actions) ->
                rules.add(
                    AllowRule.newBuilder()
                        .setService(service)
                        .setActions(actions(actions.elements()))
                        .build()));
    return ExecutorSettings.newBuilder().setAllow(rules).build();
  }

  private static List<Action> actions(List<Setting> words) {
    return words.stream().map(word -> constant(Action.class, Optional.of(word))).toList();
  }

  private static List<String> texts(Setting map, String key) {
    return map.elements(key).stream().map(Setting::text).toList();
  }

  private static String text(Setting map, String key) {
    return map.get(key).map(Setting::text).orElse("");
  }

  private static boolean flag(Setting map, String key) {
    return map.get(key).map(value -> value.json().booleanValue()).orElse(false);
  }

  private static Optional<Integer> number(Setting map, String key) {
    return map.get(key).map(value -> value.json().intValue());
  }

  private static Optional<Double> real(Setting map, String key) {
    return map.get(key).map(value -> value.json().doubleValue());
  }

  private static Optional<Long> millis(Setting map, String key) {
    return map.get(key).flatMap(value -> Durations.parse(value.text())).map(Duration::toMillis);
  }

  /** The constant that a word names; UNKNOWN if nothing is said. */
  private static <E extends Enum<E>> E constant(Class<E> type, Optional<Setting> word) {
    return Enum.valueOf(
        type, word.map(each -> each.text().toUpperCase(Locale.ROOT)).orElse("UNKNOWN"));
  }

  /** Puts one part into its document. */
  @FunctionalInterface
  private interface Filler {
    void fill(Settings.Builder document, Setting setting);
  }
}
