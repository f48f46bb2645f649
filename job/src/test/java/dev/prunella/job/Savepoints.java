package dev.prunella.job;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.streaming.api.graph.StreamGraphHasherV2;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** Savepoints of released versions: small ones, whose state lies in the one file of metadata. */
final class Savepoints {
  private static final Path FOLDER = Path.of("src/test/resources/savepoints");

  private Savepoints() {}

  /** All that were recorded, one folder each, named after the version that wrote it. */
  static List<Path> all() throws IOException {
    try (Stream<Path> versions = Files.list(FOLDER)) {
      return versions.filter(Files::isDirectory).sorted().toList();
    }
  }

  static Path of(String version) {
    return FOLDER.resolve(version);
  }

  static OperatorSubtaskState take(AbstractStreamOperatorTestHarness<?> operator) throws Exception {
    return operator
        .snapshotWithLocalState(1, 1, SavepointType.savepoint(SavepointFormatType.CANONICAL))
        .getJobManagerOwnedState();
  }

  /** One with these states, by operator uid, each of one instance. */
  static void write(Path folder, Map<String, OperatorSubtaskState> states) throws IOException {
    List<OperatorState> operators = new ArrayList<>();
    states.forEach(
        (uid, state) -> {
          OperatorState operator = new OperatorState(uid, uid, id(uid), 1, Instances.MOST);
          operator.putState(0, state);
          operators.add(operator);
        });
    Files.createDirectories(folder);
    try (OutputStream out = Files.newOutputStream(folder.resolve("_metadata"))) {
      Checkpoints.storeCheckpointMetadata(new CheckpointMetadata(1, operators, List.of()), out);
    }
  }

  /** The state of the operator with this uid. */
  static OperatorSubtaskState read(Path folder, String uid) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve("_metadata"));
    CheckpointMetadata metadata =
        Checkpoints.loadCheckpointMetadata(
            new DataInputStream(new ByteArrayInputStream(bytes)),
            Savepoints.class.getClassLoader(),
            folder.toString());
    Map<OperatorID, OperatorState> operators = new LinkedHashMap<>();
    metadata.getOperatorStates().forEach(one -> operators.put(one.getOperatorID(), one));
    return operators.get(id(uid)).getState(0);
  }

  /** The names of all that the operator keeps, timers included. */
  static Set<String> names(OperatorSubtaskState state) throws IOException {
    Set<String> names = new TreeSet<>();
    for (OperatorStateHandle handle : state.getManagedOperatorState()) {
      names.addAll(handle.getStateNameToPartitionOffsets().keySet());
    }
    for (KeyedStateHandle handle : state.getManagedKeyedState()) {
      var proxy = new KeyedBackendSerializationProxy<>(Savepoints.class.getClassLoader());
      try (InputStream in = ((KeyGroupsStateHandle) handle).openInputStream()) {
        proxy.read(new DataInputViewStreamWrapper(in));
      }
      proxy.getStateMetaInfoSnapshots().forEach(one -> names.add(one.getName()));
    }
    return names;
  }

  private static OperatorID id(String uid) {
    return new OperatorID(StreamGraphHasherV2.generateUserSpecifiedHash(uid));
  }
}
