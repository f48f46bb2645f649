package dev.prunella.plant.evaluate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricPageTest {

  @Test
  void shouldDefineEveryMetricOnItsPage() throws Exception {
    String page = Files.readString(Path.of("../../docs/evaluation.md"));

    for (Metric metric : Metric.values()) {
      String row = "| `%s` | %s |".formatted(metric.key(), metric.about());
      assertTrue(page.contains(row + "\n"), "docs/evaluation.md lacks the line " + row);
    }
  }
}
