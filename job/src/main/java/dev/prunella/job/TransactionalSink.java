package dev.prunella.job;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flink's transactional sink, which at a start without state also ends what a job of the same name
 * has left open. Flink guesses the names of such transactions, from that of checkpoint 1 to the
 * first that Kafka does not know; and Kafka forgets a name after a week. Readers of what is
 * committed would wait at such a transaction until it times out.
 *
 * <p>Flink's other way to name transactions, POOLING, asks Kafka too, but leaves a client behind at
 * each restart (flink-connector-kafka 5.0.0).
 */
final class TransactionalSink<T>
    implements Sink<T>,
        SupportsWriterState<T, KafkaWriterState>,
        SupportsCommitter<KafkaCommittable>,
        SupportsPostCommitTopology<KafkaCommittable> {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(TransactionalSink.class);

  private final KafkaSink<T> sink;
  private final String prefix;
  private final HashMap<String, Object> client;

  /**
   * @param prefix of the sink's transactional ids
   * @param client properties of a Kafka client
   */
  TransactionalSink(KafkaSink<T> sink, String prefix, Map<String, Object> client) {
    this.sink = sink;
    this.prefix = prefix;
    this.client = new HashMap<>(client);
  }

  @Override
  public StatefulSinkWriter<T, KafkaWriterState> createWriter(WriterInitContext context)
      throws IOException {
    return restoreWriter(context, List.of());
  }

  @Override
  public StatefulSinkWriter<T, KafkaWriterState> restoreWriter(
      WriterInitContext context, Collection<KafkaWriterState> state) throws IOException {
    if (context.getRestoredCheckpointId().isEmpty()) { // else some of them are to be committed
      endOpenTransactions(context.getTaskInfo());
    }
    return (StatefulSinkWriter<T, KafkaWriterState>) sink.restoreWriter(context, state);
  }

  private void endOpenTransactions(TaskInfo task) throws IOException {
    try (Admin admin = Admin.create(client)) {
      List<String> open =
          admin
              .listTransactions(
                  new ListTransactionsOptions().filterStates(List.of(TransactionState.ONGOING)))
              .all()
              .get()
              .stream()
              .map(TransactionListing::transactionalId)
              .filter(id -> isOf(task, id))
              .toList();
      if (!open.isEmpty()) {
        LOG.warn("An earlier job has left transactions open, which are ended: {}", open);
        admin.fenceProducers(open).all().get();
      }
    } catch (ExecutionException e) {
      LOG.warn("Whether an earlier job has left transactions open cannot be found out.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while transactions of an earlier job were ended", e);
    }
  }

  /** Each subtask ends its own: the others may have begun new ones. */
  private boolean isOf(TaskInfo task, String transactionalId) {
    Matcher id = Pattern.compile(Pattern.quote(prefix) + "-(\\d+)-\\d+").matcher(transactionalId);
    return id.matches()
        && Integer.parseInt(id.group(1)) % task.getNumberOfParallelSubtasks()
            == task.getIndexOfThisSubtask();
  }

  @Override
  public SimpleVersionedSerializer<KafkaWriterState> getWriterStateSerializer() {
    return sink.getWriterStateSerializer();
  }

  @Override
  public Committer<KafkaCommittable> createCommitter(CommitterInitContext context) {
    return sink.createCommitter(context);
  }

  @Override
  public SimpleVersionedSerializer<KafkaCommittable> getCommittableSerializer() {
    return sink.getCommittableSerializer();
  }

  @Override
  public void addPostCommitTopology(DataStream<CommittableMessage<KafkaCommittable>> committables) {
    sink.addPostCommitTopology(committables);
  }
}
