package dev.prunella.registry;

import dev.prunella.schemas.AnyCodec;
import dev.prunella.schemas.PlainJsonCodec;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.schemas.SingleObjectCodec;
import dev.prunella.settings.Connection;
import dev.prunella.settings.Connection.RecordFormat;
import dev.prunella.settings.Connection.Registry;
import java.io.Serializable;
import java.util.HashMap;
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
  private Integer id; // what the registry said; null until it was asked

  /** For a topic by its full name, in the format that the connection gives it. */
  public CodecSupplier(
      Class<T> type, String topic, RecordFormat format, Optional<Registry> registry) {
    this.type = type;
    this.topic = topic;
    this.format = format;
    this.registryUrl = registry.map(Registry::url).orElse(null);
    registry.ifPresent(r -> registryProperties.putAll(r.properties().values()));
  }

  /** For one of Prunella's own topics, by its name without the prefix. */
  public static <T extends SpecificRecord> CodecSupplier<T> of(
      Class<T> type, String topic, Connection connection) {
    return new CodecSupplier<>(
        type, connection.topics().of(topic), connection.format(topic), connection.registry());
  }

  /** Reads every format. */
  public RecordCodec<T> reader() {
    return new AnyCodec<>(type, RecordCodec.DEFAULT_MAX_BYTES, confluent());
  }

  /**
   * Asks the registry, if there is one, for what writing takes: with it a job goes through the
   * network, and its writers start again while the registry is away.
   *
   * @return this
   * @throws RegistryException if the registry has no id to give
   */
  public CodecSupplier<T> prepared() {
    if (format == RecordFormat.AVRO && registryUrl != null) {
      id = confluent().prepareToWrite();
    }
    return this;
  }

  /**
   * Writes JSON or Avro, in the Confluent wire format if there is a registry; which is asked here
   * for what it takes unless it was before, so that it may be away later.
   */
  public RecordCodec<T> writer() {
    if (format == RecordFormat.JSON) {
      return new PlainJsonCodec<>(type);
    }
    ConfluentCodec<T> confluent = confluent();
    if (confluent == null) {
      return new SingleObjectCodec<>(type);
    }
    if (id == null) {
      confluent.prepareToWrite();
    } else {
      confluent.prepareToWrite(id);
    }
    return confluent;
  }

  private ConfluentCodec<T> confluent() {
    if (registryUrl == null) {
      return null;
    }
    boolean register = !"false".equals(registryProperties.get("auto.register.schemas"));
    SchemaRegistry registry = new SchemaRegistry(registryUrl, registryProperties);
    return new ConfluentCodec<>(type, registry, topic, register, RecordCodec.DEFAULT_MAX_BYTES);
  }

  /** Media type of what the codec writes. */
  public String contentType() {
    return format == RecordFormat.JSON ? "application/json" : "application/avro";
  }
}
