package dev.prunella.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckVerbTest {

  private static final String EXAMPLE = "../../deploy/prunella.yaml";

  @TempDir Path folder;

  @Test
  void shouldTellThatTheExampleLeavesNothingToPrunella() {
    CommandLineRun run = CommandLineRun.of("check", "--config", EXAMPLE);

    assertTrue(
        run.out().contains("  automatic  nothing: every decision is only logged"), run.out());
    assertEquals("", run.err());
    assertEquals(0, run.exitCode());
  }

  @Test
  void shouldTellWhatALevelLeavesToPrunella() throws Exception {
    CommandLineRun run = CommandLineRun.of("check", "--config", autonomous().toString());

    assertEquals(
        """
        FILE is in order.
        Kafka at localhost:9092, no registry, telemetry from telemetry.

        fleet shop: 1 pipeline, 4 stages, 1 subject
          orders   ingest, schedule, transform, load
          automatic  retry_with_backoff, for timeout, on orders/schedule, orders/transform, orders/load
          shadow   wait, apply_schema_remap, reroute, scale_out, scale_up, scale_in, throttle, reschedule, restart, roll_back, quarantine, cancel_blocking_query, page_human
          warning    retry_with_backoff: automatic, but no executor may do it until executors.allow.airflow lists it
          warning    retry_with_backoff: automatic, but no executor may do it until executors.allow.glue lists it
          warning    retry_with_backoff: automatic, but no executor may do it until executors.allow.redshift lists it
        """
            .replaceAll("(?m)^  (orders|shadow)   ", "  $1     "),
        run.out().replace(folder.resolve("prunella.yaml").toString(), "FILE"));
    assertEquals(0, run.exitCode());
  }

  /** The example, with the rules let out that it has as a comment. */
  private Path autonomous() throws Exception {
    String rules = "\n      # rules:\n      #   - error_type";
    String example = Files.readString(Path.of(EXAMPLE));
    assertTrue(example.contains(rules), "the example has no rules as a comment any more");
    return write(
        example
            .replace("      # rules:", "      rules:")
            .replaceAll("(?m)^      #   (- error_type|  action|  level)", "        $1"));
  }

  @Test
  void shouldTellWhatIsAutonomousWithoutEffect() throws Exception {
    Path file =
        write(
            """
            fleets:
              shop:
                pipelines: { orders: { stages: { load: {} } } }
                autonomy: { rules: [{ action: restart, level: autonomous }] }
                freeze: {}
              empty: {}
            """);

    CommandLineRun run = CommandLineRun.of("check", "--config", file.toString());

    assertTrue(
        run.out().contains("  no effect  restart: autonomous, but no contract permits"), run.out());
    assertTrue(
        run.out()
            .contains(
                "fleet shop: 1 pipeline, 1 stage, 0 subjects, with a freeze: no command leaves"
                    + " while it holds"),
        run.out());
    assertTrue(
        run.out().contains("  automatic  nothing: every decision is only logged"), run.out());
  }

  @Test
  void shouldTellWhatExecutorsMayDoAndWhatTheyWouldRefuse() throws Exception {
    Path file =
        write(
            """
            fleets:
              shop:
                pipelines:
                  orders:
                    stages:
                      ingest: { service: dms, target: dms:1/eu/o, contract: { idempotent: true } }
                      load: { service: glue, target: glue:1/eu/o, contract: { idempotent: true } }
                      old: { target: cron:1/eu/o, contract: { permits: [restart] } }
                autonomy: { otherwise: autonomous }
                executors: { allow: { glue: [restart, retry_with_backoff, reschedule] } }
            """);

    CommandLineRun run = CommandLineRun.of("check", "--config", file.toString());
    JsonNode fleet =
        json(CommandLineRun.of("check", "--json", "--config", file.toString())).at("/fleets/0");

    assertEquals(
        List.of(
            "  executors  glue: restart, retry_with_backoff, reschedule",
            "  warning    restart: automatic, but its stages name no service, so no executor may do"
                + " it",
            "  warning    retry_with_backoff, reschedule, restart: automatic, but no executor may do"
                + " it until executors.allow.dms lists it",
            "  warning    page_human: automatic, but no executor may do it until"
                + " executors.allow.people lists it"),
        run.lines().stream().filter(line -> line.matches("  (executors|warning) .*")).toList());
    assertEquals(
        "[\"restart\",\"retry_with_backoff\",\"reschedule\"]",
        fleet.at("/executors/glue").toString());
    assertEquals("dms", fleet.at("/refused/1/service").textValue());
  }

  @Test
  void shouldAnswerMistakesWithTheirLinesAndExitCode2() throws Exception {
    Path file = write("connection:\n  clock: sundial\nfleet: {}\n");

    CommandLineRun run = CommandLineRun.of("check", "--config", file.toString());

    assertEquals(
        """
        FILE:2: connection.clock is 'sundial'; known: wall, records
        FILE:3: fleet is no setting; known here: connection, fleets (did you mean fleets?)
        """
            .replace("FILE", file.toString()),
        run.out());
    assertEquals(2, run.exitCode());
  }

  @Test
  void shouldAnswerMachinesInJson() throws Exception {
    Path file = write("connection:\n  clock: sundial\n");

    JsonNode mistakes =
        json(CommandLineRun.of("check", "--json", "--config", file.toString())).get("problems");
    JsonNode fleets =
        json(CommandLineRun.of("check", "--json", "--config", autonomous().toString()))
            .get("fleets");

    assertEquals(2, mistakes.get(0).get("line").intValue());
    assertEquals("connection.clock", mistakes.get(0).get("path").textValue());
    assertEquals("sundial", mistakes.get(0).get("value").textValue());
    assertEquals("shop", fleets.get(0).get("fleet").textValue());
    assertEquals("timeout", fleets.at("/0/automatic/0/error_types/0").textValue());
  }

  @Test
  void shouldPutTheCommandLineOverTheFile() {
    CommandLineRun run =
        CommandLineRun.of("check", "--config", EXAMPLE, "-D", "connection.brokers=kafka:9093");

    assertTrue(run.out().contains("Kafka at kafka:9093"), run.out());
  }

  @Test
  void shouldTellThatThereIsNoFile() {
    CommandLineRun run = CommandLineRun.of("check", "--config", "nowhere.yaml");

    assertEquals(
        "nowhere.yaml: does not exist; name another with --config, or start from"
            + " deploy/prunella.yaml\n",
        run.out());
    assertEquals(2, run.exitCode());
  }

  @Test
  void shouldExplainItself() {
    for (String[] help :
        new String[][] {
          {"--help"},
          {"check", "--help"},
          {"apply", "--help"},
          {"freeze", "--help"},
          {"autonomy", "--help"},
          {"order", "--help"},
          {"order", "hands-off", "--help"},
          {"order", "wrong", "--help"},
          {"order", "false-alarm", "--help"},
          {"explain", "--help"},
          {"evaluate", "--help"},
          {"topics", "--help"},
          {"topics", "create", "--help"},
          {"topics", "describe", "--help"}
        }) {
      CommandLineRun run = CommandLineRun.of(help);
      assertEquals(0, run.exitCode());
      assertTrue(run.out().startsWith("Usage: prunella"), run.out());
    }
  }

  @Test
  void shouldNameTheBuildWhereTheVerbsAreListed() {
    assertTrue(CommandLineRun.of("--help").out().contains("./prunella verify"));
    assertFalse(CommandLineRun.of("topics", "--help").out().contains("./prunella verify"));
  }

  @Test
  void shouldPointFromBadUsageToTheHelp() {
    CommandLineRun topics = CommandLineRun.of("topics");
    CommandLineRun unknown = CommandLineRun.of("chekc");

    assertEquals(
        """
        prunella topics: say what to do: create or describe
        Try: prunella topics --help
        """,
        topics.err());
    assertEquals(2, topics.exitCode());
    assertTrue(unknown.err().contains("Did you mean: prunella check"), unknown.err());
    assertEquals(2, unknown.exitCode());
  }

  private Path write(String yaml) throws Exception {
    return Files.writeString(folder.resolve("prunella.yaml"), yaml);
  }

  private static JsonNode json(CommandLineRun run) throws Exception {
    return new ObjectMapper().readTree(run.out());
  }
}
