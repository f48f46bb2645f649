package dev.prunella.job.serde;

import dev.prunella.registry.CodecSupplier;
import dev.prunella.schemas.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes records to one topic: key and headers by a function, value by the topic's codec. */
public final class RecordWriter<T extends SpecificRecord>
    implements KafkaRecordSerializationSchema<T> {
  private static final long serialVersionUID = 1L;

  private final String topic;
  private final SerializableFunction<T, String> key;
  private final SerializableFunction<T, Map<String, String>> headers;
  private final CodecSupplier<T> codecs;
  private transient RecordCodec<T> codec;

  public RecordWriter(
      String topic,
      SerializableFunction<T, String> key,
      SerializableFunction<T, Map<String, String>> headers,
      CodecSupplier<T> codecs) {
    this.topic = topic;
    this.key = key;
    this.headers = headers;
    this.codecs = codecs;
  }

  @Override
  public void open(InitializationContext context, KafkaSinkContext sink) {
    codec = codecs.writer();
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(T record, KafkaSinkContext sink, Long timestamp) {
    ProducerRecord<byte[], byte[]> out =
        new ProducerRecord<>(topic, bytes(key.apply(record)), codec.encode(record));
    out.headers().add("content-type", bytes(codecs.contentType()));
    headers.apply(record).forEach((name, value) -> out.headers().add(name, bytes(value)));
    return out;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
