package dev.prunella.job.serde;

import dev.prunella.schemas.AnyCodec;
import dev.prunella.schemas.PlainJsonCodec;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.settings.Connection.RecordFormat;
import dev.prunella.settings.Connection.Registry;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** Makes the codec of one topic where it is needed: codecs themselves are bound to a thread. */
public final class CodecSupplier<T extends SpecificRecord> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Class<T> type;
  private final String topic;
  private final RecordFormat format;
  private final String registryUrl; // null without a registry
  private final HashMap<String, String> registryProperties = new HashMap<>();

  /** For a topic by its full name, in the format that the connection gives it. */
  public CodecSupplier(
      Class<T> type, String topic, RecordFormat format, Optional<Registry> registry) {
    this.type = type;
    this.topic = topic;
    this.format = format;
    this.registryUrl = registry.map(Registry::url).orElse(null);
    registry.ifPresent(r -> registryProperties.putAll(r.properties().values()));
  }

  /**
   * Reads every format; writes JSON or Avro, in the Confluent wire format if there is a registry.
   */
  public RecordCodec<T> get() {
    if (format == RecordFormat.JSON) {
      return new PlainJsonCodec<>(type);
    }
    RecordCodec<T> registry = null;
    if (registryUrl != null) {
      registry = registryCodec(registryProperties);
    }
    return new AnyCodec<>(type, RecordCodec.DEFAULT_MAX_BYTES, registry);
  }

  private RecordCodec<T> registryCodec(Map<String, String> properties) {
    throw new IllegalStateException(topic + properties);
  }

  /** Media type of what the codec writes. */
  String contentType() {
    return format == RecordFormat.JSON ? "application/json" : "application/avro";
  }
}
