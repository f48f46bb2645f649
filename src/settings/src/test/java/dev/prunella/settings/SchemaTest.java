package dev.prunella.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prunella.schemas.Action;
import dev.prunella.schemas.DataLoss;
import dev.prunella.schemas.ErrorType;
import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.LearningSettings;
import dev.prunella.schemas.StageKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SchemaTest {

  private static final Shape SCENARIO = Shape.root("/scenario.schema.json");

  @Test
  void shouldKnowTheVocabulariesOfTheContracts() {
    assertEquals(words(Action.values()), options("fleets", "x", "runbook", "timeout", "[]"));
    assertEquals(words(ErrorType.values()), options(stage("slo", "x", "meaning")));
    assertEquals(words(StageKind.values()), options(stage("kind")));
    assertEquals(words(DataLoss.values()), options(stage("contract", "data_loss")));
  }

  @Test
  void shouldUseTheSameWordsInScenarios() {
    JsonNode here = Configuration.FORMAT.shape().schema().path("$defs");
    JsonNode there = SCENARIO.schema().path("$defs");

    for (String shared : List.of("duration", "delay", "time", "errorType")) {
      assertEquals(here.path(shared), there.path(shared), shared);
    }
    assertEquals(here.path("action").path("enum"), there.path("action").path("enum"));
  }

  @Test
  void shouldHaveTheDefaultsOfTheContracts() {
    GuardrailSettings defaults = GuardrailSettings.newBuilder().build();

    assertEquals(defaults.getCooldownMillis(), millis("cooldown"));
    assertEquals(defaults.getCommandExpiryMillis(), millis("command_expiry"));
    assertEquals(defaults.getMaxEvidenceAgeMillis(), millis("max_evidence_age"));
    assertEquals(defaults.getGatherMillis(), millis("gather"));
    assertEquals(defaults.getHoldMillis(), millis("hold"));
    assertEquals(defaults.getConcurrency(), usual("concurrency").intValue());
    assertEquals(defaults.getMaxSteps(), usual("max_steps").intValue());

    LearningSettings learning = LearningSettings.newBuilder().build();
    assertEquals(learning.getLearner(), learning("learner").asText());
    assertEquals(learning.getExploration(), learning("exploration").doubleValue());
    assertEquals(learning.getMemory(), learning("memory").doubleValue());
    assertEquals(
        learning.getHalfLifeMillis(),
        Durations.parse(learning("half_life").asText()).orElseThrow().toMillis());
  }

  @Test
  void shouldExplainEverySettingToEditors() {
    List<String> poor = new ArrayList<>();
    collect("", Configuration.FORMAT.shape(), poor);
    collect("", SCENARIO, poor);
    assertEquals(List.of(), poor);
  }

  private static void collect(String path, Shape shape, List<String> poor) {
    for (String key : shape.keys()) {
      Shape below = shape.below(key).orElseThrow();
      String name = Setting.join(path, key);
      if (below.title().isEmpty() || below.description().isEmpty() || below.examples().isEmpty()) {
        poor.add(name);
      }
      // What has neither a default nor to be set says in words what its absence means.
      boolean explained =
          !below.defaultValue().isMissingNode()
              || shape.requires(key)
              || below.description().toLowerCase(Locale.ROOT).contains("not set")
              || !below.keys().isEmpty()
              || below.anyKey().isPresent();
      if (!explained) {
        poor.add(name + " (default)");
      }
      collect(name, below, poor);
    }
    shape.anyKey().ifPresent(any -> collect(path + ".NAME", any, poor));
    shape.element().ifPresent(element -> collect(path + "[]", element, poor));
  }

  private static String[] stage(String... keys) {
    return Stream.concat(Stream.of("fleets", "x", "pipelines", "x", "stages", "x"), Stream.of(keys))
        .toArray(String[]::new);
  }

  private static List<String> options(String... keys) {
    return at(keys).options();
  }

  private static JsonNode usual(String guardrail) {
    return at("fleets", "x", "guardrails", guardrail).defaultValue();
  }

  private static JsonNode learning(String key) {
    return at("fleets", "x", "learning", key).defaultValue();
  }

  private static long millis(String guardrail) {
    return Durations.parse(usual(guardrail).asText()).orElseThrow().toMillis();
  }

  private static Shape at(String... keys) {
    Optional<Shape> shape = Optional.of(Configuration.FORMAT.shape());
    for (String key : keys) {
      shape = shape.flatMap(each -> key.equals("[]") ? each.element() : each.below(key));
    }
    assertTrue(shape.isPresent(), String.join(".", keys));
    return shape.get();
  }

  private static List<String> words(Enum<?>[] values) {
    return Stream.of(values)
        .map(value -> value.name().toLowerCase(Locale.ROOT))
        .filter(word -> !word.equals("unknown"))
        .toList();
  }
}
