package dev.prunella.settings;

import dev.prunella.settings.Connection.Delivery;
import dev.prunella.settings.Connection.Executor;
import dev.prunella.settings.Connection.Job;
import dev.prunella.settings.Connection.RecordFormat;
import dev.prunella.settings.Connection.Registry;
import dev.prunella.settings.Connection.TelemetryTopic;
import dev.prunella.settings.Connection.TimeSource;
import dev.prunella.settings.Connection.TopicNames;
import dev.prunella.settings.Connection.Webhook;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns the checked {@code connection} part into values. Defaults are the JSON schema's. */
final class ConnectionReader {

  private static final URI NOWHERE = URI.create("http://localhost");
  private static final Shape SHAPE = Configuration.FORMAT.shape().below("connection").orElseThrow();

  private final Setting connection;
  private final Reference references;
  private final List<Problem> problems;

  ConnectionReader(Setting root, Reference references, List<Problem> problems) {
    this.connection =
        root.get("connection").orElseGet(() -> Setting.map(root.place(), "connection", Map.of()));
    this.references = references;
    this.problems = problems;
  }

  /** The values; a reference that leads nowhere becomes a problem. */
  Connection read() {
    TopicNames topics = topics();
    return new Connection(
        brokers(),
        properties(connection.entries("kafka")),
        connection.get("registry").map(this::registry),
        topics,
        formats(),
        constant(Delivery.class, text("delivery")),
        constant(TimeSource.class, text("clock")),
        duration("future_tolerance"),
        new Job(
            text("job", "name"),
            duration("job", "checkpoint_interval"),
            Long.parseLong(text("job", "seed"))),
        new Executor(text("executor", "name"), duration("executor", "action_timeout"), webhooks()));
  }

  private Map<String, Webhook> webhooks() {
    Shape shape =
        SHAPE
            .below("executor")
            .flatMap(executor -> executor.below("webhooks"))
            .flatMap(Shape::anyKey)
            .orElseThrow();
    String usual = shape.below("timeout").orElseThrow().defaultValue().asText();
    Map<String, Webhook> webhooks = new LinkedHashMap<>();
    connection
        .entries("executor", "webhooks")
        .forEach(
            (service, webhook) ->
                webhooks.put(
                    service,
                    new Webhook(
                        webhook.get("url").map(this::address).orElse(NOWHERE),
                        webhook.get("token").map(this::resolve).filter(token -> !token.isEmpty()),
                        Durations.parse(webhook.get("timeout").map(Setting::text).orElse(usual))
                            .orElse(Duration.ZERO))));
    return webhooks;
  }

  private URI address(Setting setting) {
    String text = resolve(setting);
    try {
      URI address = new URI(text);
      String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      if (address.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return address;
      }
    } catch (URISyntaxException e) {
      // told below
    }
    if (!text.isEmpty()) {
      problems.add(
          Problem.of(
              setting,
              "leads to no http or https address",
              "",
              "write one with a host, such as https://ops.example.com/heal"));
    }
    return NOWHERE;
  }

  private List<String> brokers() {
    Stream<String> texts =
        connection
            .get("brokers")
            .filter(Setting::isList)
            .map(list -> list.elements().stream().map(this::resolve))
            .orElseGet(
                () ->
                    Stream.of(
                        connection.get("brokers").map(this::resolve).orElse(text("brokers"))));
    return texts
        .flatMap(text -> Stream.of(text.split(",")))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private Registry registry(Setting registry) {
    return new Registry(
        registry.get("url").map(this::resolve).orElse(""),
        properties(registry.entries("properties")));
  }

  private TopicNames topics() {
    String prefix = text("topics", "prefix");
    Shape topic =
        SHAPE
            .below("topics")
            .flatMap(t -> t.below("telemetry"))
            .flatMap(Shape::element)
            .orElseThrow();
    String usual = topic.below("out_of_order").orElseThrow().defaultValue().asText();
    List<TelemetryTopic> telemetry =
        connection.elements("topics", "telemetry").stream()
            .map(
                each ->
                    new TelemetryTopic(
                        each.get("name").map(Setting::text).orElse(""),
                        Durations.parse(each.get("out_of_order").map(Setting::text).orElse(usual))
                            .orElse(Duration.ZERO)))
            .toList();
    return new TopicNames(
        prefix,
        telemetry.isEmpty()
            ? List.of(
                new TelemetryTopic(prefix + "telemetry", Durations.parse(usual).orElseThrow()))
            : telemetry);
  }

  private Map<String, RecordFormat> formats() {
    Map<String, RecordFormat> formats = new LinkedHashMap<>();
    connection
        .entries("format")
        .forEach(
            (topic, format) -> formats.put(topic, constant(RecordFormat.class, format.text())));
    return formats;
  }

  private ClientProperties properties(Map<String, Setting> properties) {
    Map<String, String> values = new LinkedHashMap<>();
    properties.forEach((name, value) -> values.put(name, resolve(value)));
    return new ClientProperties(values);
  }

  private String resolve(Setting setting) {
    try {
      return references.resolve(setting.text());
    } catch (Reference.Unresolvable e) {
      problems.add(Problem.of(setting, e.getMessage(), "", e.remedy()));
      return "";
    }
  }

  /** The text of a setting, or of its default. */
  private String text(String... keys) {
    return connection
        .get(keys)
        .map(Setting::text)
        .orElseGet(
            () -> {
              Optional<Shape> shape = Optional.of(SHAPE);
              for (String key : keys) {
                shape = shape.flatMap(each -> each.below(key));
              }
              return shape.orElseThrow().defaultValue().asText();
            });
  }

  private Duration duration(String... keys) {
    return Durations.parse(text(keys)).orElse(Duration.ZERO);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
