import dev.prunella.schemas.AnyCodec;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.Incident;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Prints incidents and decisions: {@code java -cp CLASSPATH PrintIncidents.java localhost:9092}. */
public class PrintIncidents {
  public static void main(String[] args) throws Exception {
    Map<String, Object> client =
        Map.of("bootstrap.servers", args[0], "group.id", "print", "auto.offset.reset", "earliest");
    AnyCodec<Incident> incidents = new AnyCodec<>(Incident.class);
    AnyCodec<Decision> decisions = new AnyCodec<>(Decision.class);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of("incidents", "decisions"));
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          if (record.topic().equals("incidents")) {
            Incident incident = incidents.decode(record.value());
            System.out.println(incident.getStatus() + " " + incident.getExplanation());
          } else {
            Decision decision = decisions.decode(record.value());
            System.out.println(decision.getChosen() + " because " + decision.getReason());
          }
        }
      }
    }
  }
}
