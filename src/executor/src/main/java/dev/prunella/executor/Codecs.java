package dev.prunella.executor;

import dev.prunella.registry.ConfluentCodec;
import dev.prunella.registry.SchemaRegistry;
import dev.prunella.schemas.AnyCodec;
import dev.prunella.schemas.PlainJsonCodec;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.schemas.SingleObjectCodec;
import dev.prunella.settings.Connection;
import dev.prunella.settings.Connection.RecordFormat;
import dev.prunella.settings.Connection.Registry;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Makes the codecs of the topics, as the connection says. Codecs are bound to a thread. */
final class Codecs {
  private final Connection connection;

  Codecs(Connection connection) {
    this.connection = connection;
  }

  /** Reads every format. */
  <T extends SpecificRecord> RecordCodec<T> reader(Class<T> type, String topic) {
    return new AnyCodec<>(
        type,
        RecordCodec.DEFAULT_MAX_BYTES,
        connection.registry().map(registry -> confluent(type, topic, registry)).orElse(null));
  }

  /** Writes JSON or Avro; a registry is asked here for what it takes. */
  <T extends SpecificRecord> RecordCodec<T> writer(Class<T> type, String topic) {
    if (connection.format(topic) == RecordFormat.JSON) {
      return new PlainJsonCodec<>(type);
    }
    if (connection.registry().isEmpty()) {
      return new SingleObjectCodec<>(type);
    }
    ConfluentCodec<T> codec = confluent(type, topic, connection.registry().get());
    codec.prepareToWrite();
    return codec;
  }

  /** Media type of what the writer writes. */
  String contentType(String topic) {
    return connection.format(topic) == RecordFormat.JSON ? "application/json" : "application/avro";
  }

  private <T extends SpecificRecord> ConfluentCodec<T> confluent(
      Class<T> type, String topic, Registry registry) {
    Map<String, String> properties = registry.properties().values();
    boolean register = !"false".equals(properties.get("auto.register.schemas"));
    return new ConfluentCodec<>(
        type,
        new SchemaRegistry(registry.url(), properties),
        connection.topics().of(topic),
        register,
        RecordCodec.DEFAULT_MAX_BYTES);
  }
}
