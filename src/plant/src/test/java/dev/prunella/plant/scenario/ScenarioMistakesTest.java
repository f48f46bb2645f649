package dev.prunella.plant.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.prunella.settings.ConfigurationException;
import dev.prunella.settings.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake gives one line: where it stands, what is wrong, what is expected. */
class ScenarioMistakesTest {

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource({"form", "values", "graph", "time", "faults"})
  void shouldTellTheMistakeInOneLine(String mistake, String yaml, String line) throws IOException {
    assertEquals(List.of(line), lines(yaml), mistake);
  }

  static Stream<Arguments> form() {
    return Stream.of(
        Arguments.of(
            "indentation",
            """
            name: first
            pipelines:
              - name: orders
               copies: 2
            """,
            "s.yaml:4: cannot be read as YAML: 'expected <block end>, but found"
                + " '<block mapping start>''; check the quotes, colons and indentation"
                + " here and in the line above"),
        Arguments.of(
            "no pipelines",
            "name: first\n",
            "s.yaml:1: pipelines is missing; add it: a list, such as [{name:" + " orders}]"),
        Arguments.of(
            "nothing in pipelines",
            "name: first\npipelines: []\n",
            "s.yaml:2: pipelines is empty; expected a list, such as [{name:" + " orders}]"),
        Arguments.of(
            "a key that is misspelt",
            """
            name: first
            pipelines: [{name: orders}]
            warmup: 2d
            """,
            "s.yaml:3: warmup is no setting; known here: name, about, fleet,"
                + " start, period, warm_up, length, horizon, pipelines, resources, load,"
                + " telemetry, faults, world, people, shifts, seeds (did you mean"
                + " warm_up?)"),
        Arguments.of(
            "a key that belongs elsewhere",
            """
            name: first
            pipelines: [{name: orders}]
            faults:
              at_once: 1
              noise: 2
            """,
            "s.yaml:5: faults.noise is no setting; known here: mean_gap, only,"
                + " spacing, at_once, flapping, cascading, planned"),
        Arguments.of(
            "a map in place of a list",
            """
            name: first
            pipelines:
              orders: {copies: 2}
            """,
            "s.yaml:2: pipelines has settings below it; expected a list, such as"
                + " [{name: orders}]"),
        Arguments.of(
            "a key twice",
            """
            name: first
            pipelines: [{name: orders}]
            length: 1d
            length: 2d
            """,
            "s.yaml:4: length stands here again; it is already set in line 3:"
                + " remove one of the two"),
        Arguments.of(
            "a name with a slash",
            """
            name: first
            pipelines: [{name: shop/orders}]
            """,
            "s.yaml:2: pipelines[0].name is 'shop/orders'; expected 1 to 100"
                + " letters, digits, '.', '_' and '-', the first one a letter or digit,"
                + " such as orders"));
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(
            "a range that is turned",
            with("world: {ambiguity: 0.6..0.3}"),
            "s.yaml:3: world.ambiguity is '0.6..0.3'; the lower end comes first:" + " 0.3..0.6"),
        Arguments.of(
            "a duration range that is turned",
            with("people: {answer: 20m..300s}"),
            "s.yaml:3: people.answer is '20m..300s'; the lower end comes first:" + " 300s..20m"),
        Arguments.of(
            "a share above one",
            with("telemetry: {missing: 5}"),
            "s.yaml:3: telemetry.missing is '5'; expected a number from 0 to 1"),
        Arguments.of(
            "an end of a range above one",
            with("world: {remedies: 0.8..1.5}"),
            "s.yaml:3: world.remedies is '0.8..1.5'; expected a number from 0 to"
                + " 1, or a range of them, such as 0.8..1"),
        Arguments.of(
            "a range as a list",
            with("world: {pace: [0.7, 1.3]}"),
            "s.yaml:3: world.pace is a list; expected a number from 0.01 to 100,"
                + " or a range of them, such as 0.7..1.3"),
        Arguments.of(
            "a range with a dash",
            with("world: {pace: 0.7-1.3}"),
            "s.yaml:3: world.pace is '0.7-1.3'; expected a number from 0.01 to"
                + " 100, or a range of them, such as 0.7..1.3"),
        Arguments.of(
            "a duration without a unit",
            with("length: 36"),
            "s.yaml:3: length is '36'; add a unit, such as 36s (units: ms, s, m," + " h, d)"),
        Arguments.of(
            "a unit in words",
            with("length: 36 hours"),
            "s.yaml:3: length is '36 hours'; did you mean 36h? (units: ms, s, m," + " h, d)"),
        Arguments.of(
            "a duration range without a unit",
            with("people: {find: 80..150}"),
            "s.yaml:3: people.find is '80..150'; expected a duration, or a range"
                + " of durations with the shorter one first, such as 10m, 5m..20m"),
        Arguments.of(
            "a length of centuries",
            with("length: 99999d"),
            "s.yaml:3: length is '99999d'; expected at most 3650d"),
        Arguments.of(
            "a negative seed",
            with("seeds: [1, -2]"),
            "s.yaml:3: seeds names '-2'; expected a whole number from 0 to" + " 9007199254740991"),
        Arguments.of(
            "a seed twice",
            with("seeds: [7, 8, 7]"),
            "s.yaml:3: seeds names '7'; it stands here twice: remove one"),
        Arguments.of(
            "a seed with a fraction",
            with("seeds: [1.5]"),
            "s.yaml:3: seeds names '1.5'; expected a whole number from 0 to" + " 9007199254740991"),
        Arguments.of(
            "no copies at all",
            "name: first\npipelines: [{name: orders, copies: 0}]\n",
            "s.yaml:2: pipelines[0].copies is '0'; expected a whole number from 1" + " to 10000"),
        Arguments.of(
            "copies without end",
            "name: first\npipelines: [{name: a, copies: 9999}, {name: b, copies: 9999}]\n",
            "s.yaml:2: pipelines make 79992 stages; expected at most 20000 in all"
                + " copies together"),
        Arguments.of(
            "yes and no",
            with("telemetry: {logs: maybe}"),
            "s.yaml:3: telemetry.logs is 'maybe'; expected true or false"),
        Arguments.of(
            "a day that is none",
            with("start: 2026-02-30T00:00:00Z"),
            "s.yaml:3: start is '2026-02-30T00:00:00Z'; there is no such time:"
                + " correct the date"));
  }

  static Stream<Arguments> graph() {
    return Stream.of(
        Arguments.of(
            "an unknown stage upstream",
            """
            name: first
            pipelines:
              - name: orders
                stages:
                  - {name: ingest, kind: ingest}
                  - {name: load, kind: load, upstream: [ingets]}
            """,
            "s.yaml:6: pipelines[0].stages[1].upstream names 'ingets'; known"
                + " stages: ingest, load (did you mean ingest?)"),
        Arguments.of(
            "nothing upstream",
            """
            name: first
            pipelines:
              - name: orders
                stages:
                  - {name: load, kind: load, upstream: [""]}
            """,
            "s.yaml:5: pipelines[0].stages[0].upstream is an empty text; expected 1 to 100"
                + " letters, digits, '.', '_' and '-', the first one a letter or digit, such as"
                + " orders"),
        Arguments.of(
            "a circle",
            """
            name: first
            pipelines:
              - name: orders
                stages:
                  - {name: a, kind: ingest}
                  - {name: b, kind: transform, upstream: [a, c]}
                  - {name: c, kind: load, upstream: [b]}
            """,
            "s.yaml:6: pipelines[0].stages[1].upstream closes a circle: 'b <- c <-"
                + " b'; remove one of these arrows: data flows one way"),
        Arguments.of(
            "a stage twice",
            """
            name: first
            pipelines:
              - name: orders
                stages:
                  - {name: load, kind: ingest}
                  - {name: load, kind: load}
            """,
            "s.yaml:6: pipelines[0].stages[1].name is 'load'; a stage in line 5"
                + " has this name already: give each its own"),
        Arguments.of(
            "a pipeline twice",
            """
            name: first
            pipelines:
              - {name: orders}
              - {name: orders}
            """,
            "s.yaml:4: pipelines[1].name is 'orders'; a pipeline in line 3 has"
                + " this name already: give each its own"),
        Arguments.of(
            "a copy that has another one's name",
            """
            name: first
            pipelines:
              - {name: orders-2}
              - {name: orders, copies: 3}
            """,
            "s.yaml:4: pipelines[1].name makes 'orders-2'; a pipeline in line 3"
                + " has this name already: give each its own"),
        Arguments.of(
            "an unknown kind",
            """
            name: first
            pipelines:
              - name: orders
                stages:
                  - {name: ingest, kind: ingestion}
            """,
            "s.yaml:5: pipelines[0].stages[0].kind is 'ingestion'; known:"
                + " orchestrate, ingest, transform, load, stream, serve (did you mean"
                + " ingest?)"),
        Arguments.of(
            "an unknown resource",
            """
            name: first
            pipelines:
              - name: orders
                stages:
                  - {name: etl, kind: transform, resource: spark}
                  - {name: load, kind: load, upstream: [etl], resource: sparc}
            resources: [{name: spark, capacity: 2}]
            """,
            "s.yaml:6: pipelines[0].stages[1].resource names 'sparc'; known"
                + " resources: spark (did you mean spark?)"),
        Arguments.of(
            "a resource that nobody uses",
            """
            name: first
            pipelines: [{name: orders}]
            resources:
              - {name: spark, capacity: 2}
            """,
            "s.yaml:4: resources[0].name is 'spark'; no stage runs on it: name it"
                + " as the resource of one, or remove it"),
        Arguments.of(
            "runs of a stage that has none",
            """
            name: first
            pipelines:
              - name: orders
                stages:
                  - {name: ingest, kind: ingest, every: 3m}
            """,
            "s.yaml:5: pipelines[0].stages[0].every is '3m'; only batch stages"
                + " (transform, load) have it: remove it"),
        Arguments.of(
            "an action that is unknown",
            """
            name: first
            pipelines:
              - name: orders
                stages:
                  - {name: ingest, kind: ingest, permits: [restart, rollback]}
            """,
            "s.yaml:5: pipelines[0].stages[0].permits names 'rollback'; known:"
                + " wait, retry_with_backoff, apply_schema_remap, reroute, scale_out,"
                + " scale_up, scale_in, throttle, reschedule, restart, roll_back,"
                + " quarantine, cancel_blocking_query, page_human (did you mean"
                + " roll_back?)"),
        Arguments.of(
            "harm by doing nothing",
            """
            name: first
            pipelines:
              - name: orders
                stages:
                  - {name: ingest, kind: ingest, harmful: [wait]}
            """,
            "s.yaml:5: pipelines[0].stages[0].harmful names 'wait'; known:"
                + " retry_with_backoff, apply_schema_remap, reroute, scale_out,"
                + " scale_up, scale_in, throttle, reschedule, restart, roll_back,"
                + " quarantine, cancel_blocking_query"),
        Arguments.of(
            "freshness that cannot be kept",
            """
            name: first
            pipelines:
              - name: orders
                stages:
                  - {name: etl, kind: transform, every: 20m}
                slo: {freshness: 15m}
            """,
            "s.yaml:6: pipelines[0].slo.freshness is '15m'; etl runs every 20m, so"
                + " that could never be kept: expected more"));
  }

  static Stream<Arguments> time() {
    return Stream.of(
        Arguments.of(
            "a shift after the end",
            with("length: 1d\nshifts: [{at: 24h}]"),
            "s.yaml:4: shifts[0].at is '24h'; expected less than length, which is" + " 1d"),
        Arguments.of(
            "a shift at no time",
            with("shifts: [{error_types: [timeout]}]"),
            "s.yaml:3: shifts[0].at is missing; add it: a duration above zero,"
                + " such as 90s, 10m, 2h, 1d"),
        Arguments.of(
            "a period below a second",
            with("period: 500ms"),
            "s.yaml:3: period is '500ms'; expected 1s or more"),
        Arguments.of(
            "a length below the period",
            with("period: 5m\nlength: 2m"),
            "s.yaml:4: length is '2m'; expected the period or more, which is 5m"),
        Arguments.of(
            "runs more often than measurements",
            """
            name: first
            period: 5m
            pipelines:
              - name: orders
                stages:
                  - {name: etl, kind: transform, every: 2m}
            """,
            "s.yaml:6: pipelines[0].stages[0].every is '2m'; expected the period"
                + " or more, which is 5m"),
        Arguments.of(
            "a peak on the day after",
            with("load:\n  peaks:\n    - {at: 25h, lasts: 1h, times: 2}"),
            "s.yaml:5: load.peaks[0].at is '25h'; expected less than every, which" + " is 1d"),
        Arguments.of(
            "a peak that never ends",
            with("load:\n  peaks:\n    - {every: 12h, at: 1h, lasts: 13h, times: 2}"),
            "s.yaml:5: load.peaks[0].lasts is '13h'; expected at most every, which" + " is 12h"));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(
            "an unknown fault",
            with("faults: {only: [worker list]}"),
            "s.yaml:3: faults.only names 'worker list'; known: column added,"
                + " column dropped, column renamed, column retyped, corrupt batch, late"
                + " data, duplicate load, poison record, memory leak, outgrown memory,"
                + " skewed partition, disk full, lock contention, slow query, too many"
                + " writers, burst of arrivals, noisy neighbour, scheduler starvation,"
                + " source throttling, credentials expired, quota hit, worker lost,"
                + " stale connections, network partition, dependency outage, glitch, bad"
                + " deploy, bad configuration, time-zone error (did you mean worker"
                + " lost?)"),
        Arguments.of(
            "a fault twice",
            with("faults: {only: [glitch, Glitch]}"),
            "s.yaml:3: faults.only names 'glitch'; it stands here twice: remove one"),
        Arguments.of(
            "more at once than pipelines",
            with("faults: {at_once: 1..3}"),
            "s.yaml:3: faults.at_once is '1..3'; each begins in a pipeline of its"
                + " own: expected at most 1"),
        Arguments.of(
            "a planned fault beyond the end",
            with("faults:\n  planned:\n    - {fault: glitch, pipeline: orders, at: 3d}"),
            "s.yaml:5: faults.planned[0].at is '3d'; expected less than length," + " which is 2d"),
        Arguments.of(
            "a planned fault in no pipeline",
            with("faults:\n  planned:\n    - {fault: glitch, pipeline: order, at: 3h}"),
            "s.yaml:5: faults.planned[0].pipeline names 'order'; known pipelines:"
                + " orders (did you mean orders?)"),
        Arguments.of(
            "a planned fault in no stage",
            with(
                "faults:\n  planned:\n    - {fault: glitch, pipeline: orders, stage: laod, at: 3h}"),
            "s.yaml:5: faults.planned[0].stage names 'laod'; known stages:"
                + " schedule, ingest, transform, load (did you mean load?)"),
        Arguments.of(
            "a fault that can begin nowhere",
            """
            name: first
            pipelines:
              - name: orders
                stages: [{name: ingest, kind: ingest}]
            faults:
              only:
                - glitch
                - lock contention
            """,
            "s.yaml:8: faults.only names 'lock contention'; 'lock contention' begins at stages of"
                + " kind load, and there is none"),
        Arguments.of(
            "a planned fault that cannot begin at its stage",
            with(
                "faults:\n  planned:\n    - {fault: lock contention, pipeline: orders, stage:"
                    + " ingest, at: 3h}"),
            "s.yaml:5: faults.planned[0].stage names 'ingest'; 'lock contention' begins at stages"
                + " of kind load, and this one is of kind ingest"),
        Arguments.of(
            "a planned fault that cannot begin in its pipeline",
            """
            name: first
            pipelines:
              - name: orders
                stages: [{name: ingest, kind: ingest}]
            faults:
              planned: [{fault: lock contention, pipeline: orders, at: 1h}]
            """,
            "s.yaml:6: faults.planned[0].pipeline names 'orders'; 'lock contention' begins at"
                + " stages of kind load, and it has none"),
        Arguments.of(
            "a planned fault that is never seen like this",
            with(
                "faults:\n  planned:\n    - {fault: glitch, pipeline: orders, at: 3h, shown_as: quota}"),
            "s.yaml:5: faults.planned[0].shown_as is 'quota'; 'glitch' can be seen as timeout,"
                + " connection_lost"),
        Arguments.of(
            "a planned fault in all copies",
            """
            name: first
            pipelines: [{name: orders, copies: 20}]
            faults:
              planned: [{fault: glitch, pipeline: orders, at: 1h}]
            """,
            "s.yaml:4: faults.planned[0].pipeline names 'orders'; known pipelines:"
                + " orders-1, orders-2, orders-3, orders-4, orders-5, orders-6,"
                + " orders-7, orders-8, orders-9, orders-10, orders-11, orders-12 and 8"
                + " more (did you mean orders-1?)"));
  }

  @Test
  void shouldTellAllMistakesAtOnceInTheOrderOfTheFile() throws IOException {
    assertEquals(
        List.of(
            "s.yaml:3: pipelines[0].rate is 'fast'; expected a number from 0.001 to 1000000, or a"
                + " range of them, such as 30..80",
            "s.yaml:4: world.ambiguity is '0.9..0.1'; the lower end comes first: 0.1..0.9",
            "s.yaml:6: shifts[0].at is '9d'; expected less than length, which is 2d"),
        lines(
            """
            name: first
            pipelines:
              - {name: orders, rate: fast}
            world: {ambiguity: 0.9..0.1}
            shifts:
              - {at: 9d}
            """));
  }

  @Test
  void shouldOfferItsFindingsWithoutThrowing() throws IOException {
    Path file = Files.writeString(folder.resolve("s.yaml"), "name: first\n");

    List<Problem> problems = ScenarioFile.check(file);

    assertEquals(1, problems.size());
    assertEquals(1, problems.get(0).line());
    assertEquals("pipelines", problems.get(0).path());
    assertEquals(
        List.of(), ScenarioFile.check(Files.writeString(file, "name: a\npipelines: [{name: b}]")));
  }

  @Test
  void shouldTellThatThereIsNoSuchFileOrFolder() {
    assertEquals(
        folder.resolve("none.yaml")
            + ": does not exist; name another, or start from one of those in deploy/scenarios",
        refusal(() -> ScenarioFile.read(folder.resolve("none.yaml"))));
    assertEquals(
        folder + ": is a folder; name the file in it, such as peak.yaml",
        refusal(() -> ScenarioFile.read(folder)));
    assertEquals(
        folder
            + ": has no file that ends in .yaml; name a folder with scenarios, such as"
            + " deploy/scenarios",
        refusal(() -> ScenarioFile.readAll(folder)));
    assertEquals(
        folder.resolve("none")
            + ": does not exist; name a folder with scenarios, such as deploy/scenarios",
        refusal(() -> ScenarioFile.readAll(folder.resolve("none"))));
  }

  @Test
  void shouldRefuseTwoScenariosOfOneName() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), "name: first\npipelines: [{name: orders}]\n");
    Files.writeString(folder.resolve("b.yaml"), "name: first\npipelines: [{name: orders}]\n");

    assertEquals(
        "%s: name is 'first'; %s has this name already: give each scenario its own"
            .formatted(folder.resolve("b.yaml"), folder.resolve("a.yaml")),
        refusal(() -> ScenarioFile.readAll(folder)));
  }

  private static String with(String lines) {
    return "name: first\npipelines: [{name: orders}]\n" + lines + "\n";
  }

  private static String refusal(Executable reading) {
    return assertThrows(ConfigurationException.class, reading).getMessage();
  }

  private List<String> lines(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("s.yaml"), yaml);
    return refusal(() -> ScenarioFile.read(file))
        .lines()
        .map(line -> line.replace(folder + "/", ""))
        .toList();
  }
}
