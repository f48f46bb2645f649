package dev.prunella.app;

import dev.prunella.registry.CodecSupplier;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.schemas.Settings;
import dev.prunella.settings.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The topic settings: its newest document for each key, and the writing of others. */
final class SettingsTopic {

  private final Cluster cluster;
  private final String name;
  private final CodecSupplier<Settings> codecs;

  SettingsTopic(Cluster cluster, Connection connection) {
    this.cluster = cluster;
    this.name = connection.topics().of("settings");
    this.codecs = CodecSupplier.of(Settings.class, "settings", connection);
  }

  String name() {
    return name;
  }

  /**
   * What the topic holds now, by key; empty where the value cannot be read.
   *
   * @throws Failure if there is no such topic, or it cannot be read
   */
  Map<String, Optional<Settings>> read() {
    Map<String, Optional<Settings>> newest = new TreeMap<>();
    RecordCodec<Settings> codec = codecs.reader();
    TopicReader.read(cluster, name, record -> take(record, codec, newest));
    return newest;
  }

  /**
   * Writes changes in their order, and returns once every one is acknowledged by all replicas.
   *
   * @throws Failure if one is not
   */
  void write(List<SettingsChange> changes) {
    RecordCodec<Settings> codec = codecs.writer();
    cluster.write(
        changes.stream()
            .map(
                change ->
                    new ProducerRecord<>(
                        name, change.key(), change.document().map(codec::encode).orElse(null)))
            .toList());
  }

  private static void take(
      ConsumerRecord<String, byte[]> record,
      RecordCodec<Settings> codec,
      Map<String, Optional<Settings>> newest) {
    if (record.key() == null) {
      return;
    }
    if (record.value() == null) {
      newest.remove(record.key());
      return;
    }
    try {
      newest.put(record.key(), Optional.of(codec.decode(record.value())));
    } catch (MalformedRecordException e) {
      newest.put(record.key(), Optional.empty());
    }
  }
}
