package dev.prunella.app;

import dev.prunella.monitor.Checks;
import dev.prunella.registry.CodecSupplier;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.Order;
import dev.prunella.schemas.OrderKind;
import dev.prunella.schemas.PlainJsonCodec;
import dev.prunella.settings.Connection;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What all orders have in common: who gives them, why, and how they are given. */
final class OrderOptions {

  @Option(
      names = "--fleet",
      paramLabel = "FLEET",
      description = "The fleet, where it does not follow from the rest.")
  private String fleet;

  @Option(
      names = "--author",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "Who gives the order; without it, ${DEFAULT-VALUE}.")
  private String author;

  @Option(names = "--note", paramLabel = "TEXT", description = "Why, for those who read it.")
  private String note = "";

  @Option(names = "--json", description = "Answers with the record as JSON.")
  private boolean json;

  @Mixin private ConfigOptions config;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  /** The fleet that was named; null if none was. */
  String fleet() {
    return fleet;
  }

  Connection connection() {
    return config.loadOrDefaults().connection();
  }

  /** An order of this moment, to be completed. */
  Order.Builder order(OrderKind kind, String toFleet) {
    return Order.newBuilder()
        .setFleet(toFleet)
        .setKind(kind)
        .setAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
        .setAuthor(author)
        .setNote(note);
  }

  /**
   * Gives the order, and tells so.
   *
   * @param words what follows from it, for people
   * @throws Failure if the job would not take it, or Kafka does not
   */
  void give(Order order, Cluster cluster, Connection connection, String words) {
    try {
      Checks.order(order, order.getAt());
    } catch (MalformedRecordException e) {
      throw Failure.usage(e.getMessage());
    }
    String topic = connection.topics().of("orders");
    TopicReader.partitions(cluster, topic);
    byte[] record = CodecSupplier.of(Order.class, "orders", connection).writer().encode(order);
    cluster.write(List.of(new ProducerRecord<>(topic, order.getFleet(), record)));
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        json
            ? new String(new PlainJsonCodec<>(Order.class).encode(order), StandardCharsets.UTF_8)
            : words);
  }
}
