package dev.prunella.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/**
 * What a savepoint is found again by: the uid of each operator and the names of its states. To
 * rename one, or take it out of the list, is to lose the state of every running job.
 */
class StateNamesTest {

  private static final Path NAMES = Path.of("src/test/resources/savepoints/names.txt");

  @Test
  void shouldKeepTheNamesThatSavepointsGoBy() throws Exception {
    Map<String, Set<String>> names = new TreeMap<>();
    for (StreamNode node : HealingTopologyTest.graph(Map.of()).getStreamNodes()) {
      names.put(node.getTransformationUID(), Set.of());
    }
    try (var detect = new Instances.Detect();
        var drift = new Instances.Drift();
        var heal = new Instances.Heal()) {
      names.replace("detect", names(detect));
      names.replace("drift", names(drift));
      names.replace("heal", names(heal));
    }
    try (var gate =
        new OneInputStreamOperatorTestHarness<>(new SettingsGate(Map::of), Instances.MOST, 1, 0)) {
      gate.open();
      names.replace("settings-gate", Savepoints.names(Savepoints.take(gate)));
    }

    Set<String> lines = new TreeSet<>();
    names.forEach((uid, states) -> lines.add((uid + " " + String.join(" ", states)).strip()));
    assertEquals(Files.readString(NAMES), String.join("\n", lines) + "\n");
  }

  private static Set<String> names(Instances<?, ?> instances) throws Exception {
    instances.start(Backend.HEAP, 1);
    OperatorSubtaskState state = instances.savepoint();
    return Savepoints.names(state);
  }
}
