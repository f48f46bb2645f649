package dev.prunella.app.cluster;

import dev.prunella.app.broker.EmbeddedKafka;
import java.nio.file.Path;

/** The Kafka broker of a local cluster, as a process of its own: {@code FOLDER PORT PORT}. */
final class BrokerProcess {

  private BrokerProcess() {}

  public static void main(String[] args) throws InterruptedException {
    EmbeddedKafka broker =
        new EmbeddedKafka(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
    broker.start();
    Thread.currentThread().join();
  }
}
