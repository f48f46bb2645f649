package dev.prunella.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateVerbTest {

  private static final String SMALL =
      """
      name: small
      warm_up: 1h
      length: 6h
      pipelines:
        - name: orders
          copies: 2
          rate: 50
          stages:
            - {name: ingest, kind: ingest}
            - {name: load, kind: load, upstream: [ingest], every: 2m}
      faults: {mean_gap: 30m, spacing: 1h}
      """;

  @TempDir Path folder;

  @Test
  void shouldMeasurePoliciesAndSayHowTheyDid() throws Exception {
    Path scenario = write("small.yaml", SMALL);
    Path out = folder.resolve("o");

    CommandLineRun run =
        evaluate(scenario, out, "--seeds", "2", "--policies", "runbook,do-nothing");

    assertEquals("", run.err());
    assertEquals(0, run.exitCode());
    assertTrue(run.lines().get(0).startsWith("POLICY "), run.out());
    assertTrue(run.lines().get(1).startsWith("do-nothing "), run.out());
    assertTrue(run.lines().get(2).startsWith("runbook "), run.out());
    JsonNode summary = new ObjectMapper().readTree(out.resolve("summary.json").toFile());
    assertEquals(
        summary.at("/policies/runbook/mttr_seconds"),
        summary.at("/scenarios/small/policies/runbook/mttr_seconds"));
    assertEquals(3, summary.at("/policies/runbook/mttr_seconds").size()); // mean, lo, hi
    assertTrue(summary.at("/policies/runbook/mttr_seconds/lo").isNumber(), summary.toString());
    assertEquals(2, summary.at("/scenarios/small/seeds").size());
    assertTrue(summary.get("plant_fingerprint").textValue().matches("[0-9a-f]{16}"));
    assertEquals(4, Files.readAllLines(out.resolve("trials.jsonl")).size());
    assertTrue(Files.readString(out.resolve("report.html")).contains("<h2>The policies"));
  }

  @Test
  void shouldAnswerMachinesWithTheSameSummaryEachTime() throws Exception {
    Path scenario = write("small.yaml", SMALL);
    Path out = folder.resolve("o");

    String first = evaluate(scenario, out, "--policies", "runbook", "--json").out();
    String again = evaluate(scenario, out, "--policies", "runbook", "--json").out();
    String other =
        evaluate(
                scenario,
                folder.resolve("other"),
                "--policies",
                "runbook",
                "--json",
                "--threads",
                "1")
            .out();

    assertEquals(Files.readString(out.resolve("summary.json")), first);
    assertEquals(first, again);
    assertEquals(first, other);
  }

  @Test
  void shouldTellEveryMistakeInScenariosInALine() throws Exception {
    write("a.yaml", SMALL.replace("30m", "soon"));
    write("b.yaml", SMALL.replace("kind: load", "kind: lode"));

    CommandLineRun run = evaluate(folder, folder.resolve("o"));

    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("a.yaml:11: "), run.err());
    assertTrue(run.err().contains("b.yaml:10: "), run.err());
    assertEquals("", run.out());
  }

  @Test
  void shouldRefuseWhatMakesNoSense() throws Exception {
    Path scenario = write("small.yaml", SMALL);
    Path out = folder.resolve("o");

    assertRefused(
        "prunella evaluate: --seeds is 0; expected 1 or more",
        evaluate(scenario, out, "--seeds", "0"));
    assertRefused(
        "prunella evaluate: --threads is 0; expected 1 or more",
        evaluate(scenario, out, "--threads", "0"));
    assertRefused(
        "prunella evaluate: --policies names 'runbok'; known are do-nothing, random,",
        evaluate(scenario, out, "--policies", "runbok"));
    assertRefused("does not exist", evaluate(folder.resolve("nowhere"), out));
    assertRefused(
        "cannot be written", evaluate(scenario, scenario.resolve("o"), "--policies", "runbook"));
    assertRefused("Missing required option", CommandLineRun.of("evaluate"));
  }

  private static void assertRefused(String reason, CommandLineRun run) {
    assertTrue(run.err().contains(reason), run.err());
    assertEquals(2, run.exitCode());
  }

  private static CommandLineRun evaluate(Path scenarios, Path out, String... more) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("evaluate", "--scenarios=" + scenarios, "--out=" + out));
    all.add("--perfect-detection");
    all.addAll(List.of(more));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private Path write(String name, String yaml) throws Exception {
    return Files.writeString(folder.resolve(name), yaml);
  }
}
