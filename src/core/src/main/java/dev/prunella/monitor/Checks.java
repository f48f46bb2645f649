package dev.prunella.monitor;

import static dev.prunella.monitor.Check.notFromTheFuture;
import static dev.prunella.monitor.Check.require;

import dev.prunella.schemas.GuardrailSettings;
import dev.prunella.schemas.LearningSettings;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.OrderKind;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.PipelineSettings;
import dev.prunella.schemas.PolicyCell;
import dev.prunella.schemas.PolicySnapshot;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.SchemaFormat;
import dev.prunella.schemas.Settings;
import dev.prunella.schemas.SloBound;
import dev.prunella.schemas.StageSettings;
import dev.prunella.schemas.Telemetry;
import dev.prunella.schemas.TelemetryKind;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** What each kind of input must be, beyond its schema. */
public final class Checks {

  /** Longest name of a fleet, stage, metric or subject, in characters. */
  private static final int LONGEST_NAME = 500;

  /** Longest duration that makes sense: ten years. */
  private static final long LONGEST_MILLIS = 3650L * 86_400_000;

  /** What {@link dev.prunella.schemas.Order orders} can ask for so far. */
  private static final Set<OrderKind> ORDERS =
      EnumSet.of(
          OrderKind.HANDS_OFF, OrderKind.WRONG, OrderKind.FALSE_ALARM, OrderKind.IMPORT_POLICY);

  private Checks() {}

  public static void telemetry(Telemetry telemetry, Instant latest)
      throws MalformedRecordException {
    TelemetryKind kind = telemetry.getKind();
    time(telemetry.getAt(), latest);
    fleet(telemetry.getFleet());
    name("stage", telemetry.getStage());
    switch (kind) {
      case MEASUREMENT -> {
        name("metric", telemetry.getMetric());
        double value = telemetry.getValue();
        require(Double.isFinite(value), "value", value, "a finite number");
      }
      case RUN -> require(telemetry.getRun() != null, "run", null, "a run, as kind is RUN");
      case LOG -> require(telemetry.getLog() != null, "log", null, "a log, as kind is LOG");
      case SPAN -> require(telemetry.getSpan() != null, "span", null, "a span, as kind is SPAN");
      case CHANGE ->
          require(telemetry.getChange() != null, "change", null, "a change, as kind is CHANGE");
      case ALERT -> {
        require(telemetry.getAlert() != null, "alert", null, "an alert, as kind is ALERT");
        name("alertId", telemetry.getAlert().getAlertId());
      }
      case RETIREMENT -> {}
      default ->
          require(false, "kind", kind, "MEASUREMENT, RUN, LOG, SPAN, CHANGE, ALERT or RETIREMENT");
    }
  }

  public static void schemaEvent(SchemaEvent event, Instant latest)
      throws MalformedRecordException {
    time(event.getAt(), latest);
    fleet(event.getFleet());
    name("subject", event.getSubject());
    if (event.getDeleted()) {
      return;
    }
    require(
        event.getFormat() == SchemaFormat.AVRO,
        "format",
        event.getFormat(),
        "AVRO, the only format that is read so far");
    try {
      new Schema.Parser().parse(event.getDefinition());
    } catch (AvroRuntimeException e) {
      require(false, "definition", e.getMessage(), "an Avro schema");
    }
  }

  /** A part of the settings, from whoever may write to the topic. */
  public static void settings(Settings settings, Instant latest) throws MalformedRecordException {
    notFromTheFuture(settings.getAt(), latest);
    fleet(settings.getFleet());
    name("part", settings.getPart());
    if (settings.getPipeline() != null) {
      pipeline(settings.getPipeline());
    }
    if (settings.getGuardrails() != null) {
      guardrails(settings.getGuardrails());
    }
    if (settings.getLearning() != null) {
      learning(settings.getLearning());
    }
  }

  /** What is no number here would spread through every score. */
  private static void learning(LearningSettings learning) throws MalformedRecordException {
    double exploration = learning.getExploration();
    require(exploration >= 0 && exploration <= 1, "exploration", exploration, "0 to 1");
    duration("halfLifeMillis", learning.getHalfLifeMillis(), 1);
    double memory = learning.getMemory();
    require(memory >= 1 && Double.isFinite(memory), "memory", memory, "1 or more");
  }

  private static void pipeline(PipelineSettings pipeline) throws MalformedRecordException {
    name("pipeline", pipeline.getName());
    for (StageSettings stage : pipeline.getStages()) {
      name("stage", stage.getName());
      duration("silenceAfterMillis", stage.getSilenceAfterMillis(), 0);
      duration("outOfOrderMillis", stage.getOutOfOrderMillis(), 0);
      for (SloBound bound : stage.getSlo()) {
        name("metric", bound.getMetric());
        boolean bounds = bound.getMin() != null || bound.getMax() != null;
        require(bounds, "slo", bound.getMetric(), "a bound with min, max or both");
      }
    }
  }

  private static void guardrails(GuardrailSettings limits) throws MalformedRecordException {
    duration("cooldownMillis", limits.getCooldownMillis(), 0);
    duration("commandExpiryMillis", limits.getCommandExpiryMillis(), 1);
    duration("maxEvidenceAgeMillis", limits.getMaxEvidenceAgeMillis(), 1);
    duration("gatherMillis", limits.getGatherMillis(), 0);
    duration("holdMillis", limits.getHoldMillis(), 1);
    int concurrency = limits.getConcurrency();
    require(concurrency >= 1, "concurrency", concurrency, "1 or more");
    require(limits.getMaxSteps() >= 1, "maxSteps", limits.getMaxSteps(), "1 or more");
  }

  private static void duration(String field, long millis, long least)
      throws MalformedRecordException {
    require(
        millis >= least && millis <= LONGEST_MILLIS,
        field,
        millis,
        "milliseconds from " + least + " to " + LONGEST_MILLIS);
  }

  private static void time(Instant at, Instant latest) throws MalformedRecordException {
    require(!at.isBefore(Instant.EPOCH), "at", at, "a time since 1970");
    notFromTheFuture(at, latest);
  }

  public static void outcome(Outcome outcome, Instant latest) throws MalformedRecordException {
    time(outcome.getAt(), latest);
    fleet(outcome.getFleet());
    name("target", outcome.getTarget());
    name("actor", outcome.getActor());
  }

  public static void order(Order order, Instant latest) throws MalformedRecordException {
    time(order.getAt(), latest);
    fleet(order.getFleet());
    name("author", order.getAuthor());
    require(
        ORDERS.contains(order.getKind()),
        "kind",
        order.getKind(),
        "one of " + ORDERS + ", the others are not carried out yet");
    switch (order.getKind()) {
      case HANDS_OFF ->
          require(order.getUntil() != null, "until", null, "the time at which hands off ends");
      case IMPORT_POLICY -> {
        require(order.getPolicy() != null, "policy", null, "the policy that is imported");
        policy(order.getPolicy());
      }
      default -> name("incident", order.getIncident());
    }
  }

  /** What is no number here would spread through every score. */
  public static void policy(PolicySnapshot policy) throws MalformedRecordException {
    for (PolicyCell cell : policy.getCells()) {
      double learned = cell.getLearned();
      require(learned >= -1 && learned <= 1, "learned", learned, "-1 to 1");
      double credits = cell.getCredits();
      require(credits >= 0 && Double.isFinite(credits), "credits", credits, "0 or more");
    }
  }

  /** The first slash of a key parts fleet and stage, so a fleet's name has none. */
  private static void fleet(String fleet) throws MalformedRecordException {
    name("fleet", fleet);
    require(fleet.indexOf('/') < 0, "fleet", fleet, "a name without a slash");
  }

  private static void name(String field, String value) throws MalformedRecordException {
    require(
        !value.isBlank() && value.length() <= LONGEST_NAME,
        field,
        value.length() <= LONGEST_NAME ? value : value.substring(0, 40) + "...",
        "a name of 1 to " + LONGEST_NAME + " characters");
  }
}
