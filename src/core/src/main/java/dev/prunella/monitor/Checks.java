package dev.prunella.monitor;

import static dev.prunella.monitor.Check.notFromTheFuture;
import static dev.prunella.monitor.Check.require;

import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.OrderKind;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.SchemaEvent;
import dev.prunella.schemas.SchemaFormat;
import dev.prunella.schemas.Settings;
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

  /** What {@link dev.prunella.schemas.Order orders} can ask for so far. */
  private static final Set<OrderKind> ORDERS =
      EnumSet.of(OrderKind.HANDS_OFF, OrderKind.FALSE_ALARM);

  private Checks() {}

  public static void telemetry(Telemetry telemetry, Instant latest)
      throws MalformedRecordException {
    TelemetryKind kind = telemetry.getKind();
    if (kind == TelemetryKind.CLOCK) {
      return;
    }
    notFromTheFuture(telemetry.getAt(), latest);
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
      case ALERT ->
          require(telemetry.getAlert() != null, "alert", null, "an alert, as kind is ALERT");
      case RETIREMENT -> {}
      default ->
          require(false, "kind", kind, "MEASUREMENT, RUN, LOG, SPAN, CHANGE, ALERT or RETIREMENT");
    }
  }

  public static void schemaEvent(SchemaEvent event, Instant latest)
      throws MalformedRecordException {
    notFromTheFuture(event.getAt(), latest);
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

  public static void settings(Settings settings, Instant latest) throws MalformedRecordException {
    notFromTheFuture(settings.getAt(), latest);
    fleet(settings.getFleet());
    name("part", settings.getPart());
  }

  public static void outcome(Outcome outcome, Instant latest) throws MalformedRecordException {
    notFromTheFuture(outcome.getAt(), latest);
    fleet(outcome.getFleet());
    name("target", outcome.getTarget());
    name("actor", outcome.getActor());
  }

  public static void order(Order order, Instant latest) throws MalformedRecordException {
    notFromTheFuture(order.getAt(), latest);
    fleet(order.getFleet());
    name("author", order.getAuthor());
    require(
        ORDERS.contains(order.getKind()),
        "kind",
        order.getKind(),
        "one of " + ORDERS + ", the others are not carried out yet");
    if (order.getKind() == OrderKind.HANDS_OFF) {
      require(order.getUntil() != null, "until", null, "the time at which hands off ends");
    } else {
      name("incident", order.getIncident());
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
