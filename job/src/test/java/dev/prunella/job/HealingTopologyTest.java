package dev.prunella.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.settings.Configuration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class HealingTopologyTest {

  @Test
  void shouldBeThePictureOfTheLoop() {
    assertEquals(
        new TreeSet<>(
            Set.of(
                "Source: telemetry -> PARSE telemetry",
                "Source: schema-events -> PARSE schema-events",
                "Source: settings -> settings read",
                "settings read -> PARSE settings",
                "Source: outcomes -> PARSE outcomes",
                "Source: orders -> PARSE orders",
                "PARSE telemetry -> DETECT",
                "PARSE settings -> DETECT",
                "PARSE schema-events -> DRIFT",
                "PARSE settings -> DRIFT",
                "DETECT -> HEAL",
                "DRIFT -> HEAL",
                "PARSE settings -> HEAL",
                "PARSE outcomes -> HEAL",
                "PARSE orders -> HEAL",
                "HEAL -> incidents",
                "HEAL -> decisions",
                "HEAL -> policy",
                "HEAL -> commands",
                "HEAL -> HEARTBEAT",
                "HEARTBEAT -> heartbeat",
                "PARSE telemetry -> dead-letters",
                "PARSE schema-events -> dead-letters",
                "PARSE settings -> dead-letters",
                "PARSE outcomes -> dead-letters",
                "PARSE orders -> dead-letters",
                "Source: TICK -> TICK to telemetry")),
        edges(graph(Map.of())));
  }

  @Test
  void shouldTakeItsTimeFromTheRecordsWhenAskedTo() {
    Set<String> names =
        graph(Map.of("connection.clock", "records")).getStreamNodes().stream()
            .map(StreamNode::getOperatorName)
            .collect(Collectors.toSet());

    assertTrue(names.contains("HEAL"));
    assertFalse(names.stream().anyMatch(name -> name.contains("TICK")), names.toString());
  }

  @Test
  void shouldGiveEveryOperatorThatHoldsStateAStableUid() {
    Set<String> uids =
        graph(Map.of()).getStreamNodes().stream()
            .map(StreamNode::getTransformationUID)
            .filter(uid -> uid != null)
            .collect(Collectors.toCollection(TreeSet::new));

    // Renaming one of these loses the state of every running job.
    assertTrue(
        uids.containsAll(
            Set.of(
                "telemetry-source",
                "schema-events-source",
                "settings-source",
                "outcomes-source",
                "orders-source",
                "settings-gate",
                "parse-telemetry",
                "parse-schema-events",
                "parse-settings",
                "parse-outcomes",
                "parse-orders",
                "detect",
                "drift",
                "heal",
                "heartbeat",
                "tick-source")),
        uids.toString());
  }

  private static StreamGraph graph(Map<String, String> overrides) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    HealingTopology.build(env, Configuration.load(overrides).connection());
    return env.getStreamGraph();
  }

  /** The boxes and arrows that a person sees: what only wraps or writes has no box of its own. */
  private static Set<String> edges(StreamGraph graph) {
    Set<String> edges = new TreeSet<>();
    for (StreamNode node : graph.getStreamNodes()) {
      node.getOutEdges()
          .forEach(
              edge -> {
                for (String target : targets(graph, graph.getStreamNode(edge.getTargetId()))) {
                  if (!isPlumbing(node)) {
                    edges.add(name(node) + " -> " + target);
                  }
                }
              });
    }
    return edges;
  }

  private static Set<String> targets(StreamGraph graph, StreamNode node) {
    if (!isPlumbing(node)) {
      return Set.of(name(node));
    }
    return node.getOutEdges().stream()
        .flatMap(edge -> targets(graph, graph.getStreamNode(edge.getTargetId())).stream())
        .collect(Collectors.toSet());
  }

  private static boolean isPlumbing(StreamNode node) {
    return node.getOperatorName().startsWith("Map") || node.getOperatorName().contains("Committer");
  }

  private static String name(StreamNode node) {
    return node.getOperatorName().replaceFirst(": Writer$", "");
  }
}
