package dev.prunella.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake gives one line: where it stands, what is wrong, what to do. */
class MistakesTest {

  private static final String ACTIONS =
      "wait, retry_with_backoff, apply_schema_remap, reroute, scale_out, scale_up, scale_in,"
          + " throttle, reschedule, restart, roll_back, quarantine, cancel_blocking_query,"
          + " page_human";
  private static final String ERROR_TYPES =
      "schema_mismatch, timeout, data_corruption, resource_exhaustion, throttled, backlog,"
          + " connection_lost, credentials, skew, lock_contention, quota, bad_deploy";

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource({"form", "graph", "values", "vocabulary", "connection"})
  void shouldTellTheMistakeInOneLine(String mistake, String yaml, String line) throws IOException {
    assertEquals(List.of(line), lines(yaml, Map.of()), mistake);
  }

  static Stream<Arguments> form() {
    return Stream.of(
        Arguments.of(
            "a tab",
            """
            fleets:
              shop:
            \tpipelines: {}
            """,
            "prunella.yaml:3: cannot be read as YAML: 'found character '\\t(TAB)' that cannot start"
                + " any token. (Do not use \\t(TAB) for indentation)'; indent with spaces: YAML"
                + " takes no tabs"),
        Arguments.of(
            "indentation",
            """
            connection:
              brokers: localhost:9092
               clock: wall
            """,
            "prunella.yaml:3: cannot be read as YAML: 'mapping values are not allowed here'; check"
                + " the quotes, colons and indentation here and in the line above"),
        Arguments.of(
            "two documents",
            """
            connection: {}
            ---
            fleets: {}
            """,
            "prunella.yaml:2: cannot be read as YAML: 'but found another document'; keep one"
                + " document: remove the line ---"),
        Arguments.of(
            "a key twice",
            """
            connection:
              clock: wall
              delivery: at-least-once
              clock: records
            """,
            "prunella.yaml:4: connection.clock stands here again; it is already set in line 2:"
                + " remove one of the two"),
        Arguments.of(
            "a tag that names a class",
            """
            connection:
              job:
                name: !!javax.script.ScriptEngineManager x
            """,
            "prunella.yaml:3: cannot be read as YAML: 'Global tag is not allowed:"
                + " tag:yaml.org,2002:javax.script.ScriptEngineManager'; remove it: tags mean"
                + " nothing here"),
        Arguments.of(
            "a tag of one's own",
            """
            connection:
              clock: !sun wall
            """,
            "prunella.yaml:2: connection.clock has the tag '!sun'; remove it: tags mean nothing"
                + " here"),
        Arguments.of(
            "an alias inside itself",
            """
            fleets: &all
              shop: *all
            """,
            "prunella.yaml:2: cannot be read as YAML: 'an alias stands inside what it names'; write"
                + " it out, or split it over several files"),
        Arguments.of(
            "a list instead of settings",
            """
            - connection
            """,
            "prunella.yaml:1: is a list; expected settings of its own, such as {connection:"
                + " {brokers: localhost:9092}}"),
        Arguments.of(
            "an unknown key at the top",
            """
            fleet:
              shop: {}
            """,
            "prunella.yaml:1: fleet is no setting; known here: connection, fleets (did you mean"
                + " fleets?)"),
        Arguments.of(
            "an unknown key below",
            """
            fleets:
              shop:
                guardrails:
                  cooldwon: 10m
            """,
            "prunella.yaml:4: fleets.shop.guardrails.cooldwon is no setting; known here: cooldown,"
                + " concurrency, max_steps, command_expiry, max_evidence_age, gather, hold (did you"
                + " mean cooldown?)"),
        Arguments.of(
            "nothing after the colon",
            """
            connection:
              brokers:
            """,
            "prunella.yaml:2: connection.brokers is empty; remove the line, or give host:port,"
                + " several as a list or separated by commas, such as localhost:9092"),
        Arguments.of(
            "a name with a slash",
            """
            fleets:
              eu/shop: {}
            """,
            "prunella.yaml:2: fleets.eu/shop has the name 'eu/shop'; expected a name of 1 to 200"
                + " characters without '/' or spaces, such as orders"));
  }

  static Stream<Arguments> graph() {
    return Stream.of(
        Arguments.of(
            "an unknown upstream",
            """
            fleets:
              shop:
                pipelines:
                  orders:
                    stages:
                      ingest: { kind: ingest }
                      transform: { upstream: [ingest] }
                      load:
                        upstream: [transfrom]
            """,
            "prunella.yaml:9: fleets.shop.pipelines.orders.stages.load.upstream names 'transfrom';"
                + " known stages: ingest, transform, load (did you mean transform?)"),
        Arguments.of(
            "an upstream without a name",
            """
            fleets:
              shop:
                pipelines:
                  orders:
                    stages: { load: { upstream: [""] } }
            """,
            "prunella.yaml:5: fleets.shop.pipelines.orders.stages.load.upstream is an empty text;"
                + " expected a text of 1 to 401 characters, such as transform"),
        Arguments.of(
            "an unknown upstream in another pipeline",
            """
            fleets:
              shop:
                pipelines:
                  orders:
                    stages: { load: { upstream: [returns/laod] } }
                  returns:
                    stages: { load: {} }
            """,
            "prunella.yaml:5: fleets.shop.pipelines.orders.stages.load.upstream names"
                + " 'returns/laod'; known stages: orders/load, returns/load (did you mean"
                + " returns/load?)"),
        Arguments.of(
            "a circle",
            """
            fleets:
              shop:
                pipelines:
                  orders:
                    stages:
                      ingest:
                        upstream: [load]
                      load:
                        upstream: [ingest]
            """,
            "prunella.yaml:7: fleets.shop.pipelines.orders.stages.ingest.upstream closes a circle:"
                + " 'orders/ingest <- orders/load <- orders/ingest'; remove one of these arrows:"
                + " data flows one way"),
        Arguments.of(
            "a pipeline without stages",
            """
            fleets:
              shop:
                pipelines:
                  orders: {}
            """,
            "prunella.yaml:4: fleets.shop.pipelines.orders.stages is missing; add it: settings of"
                + " its own, such as {load: {kind: load}}"),
        Arguments.of(
            "a subject of an unknown stage",
            """
            fleets:
              shop:
                pipelines:
                  orders: { stages: { ingest: {} } }
                subjects:
                  orders-value:
                    producers:
                      - orders/ingset
            """,
            "prunella.yaml:8: fleets.shop.subjects.orders-value.producers names 'orders/ingset';"
                + " known stages: orders/ingest (did you mean orders/ingest?)"),
        Arguments.of(
            "a subject of a stage without its pipeline",
            """
            fleets:
              shop:
                subjects:
                  orders-value: { producers: [ingest] }
            """,
            "prunella.yaml:4: fleets.shop.subjects.orders-value.producers names 'ingest'; expected"
                + " a stage as pipeline/stage, such as orders/ingest"),
        Arguments.of(
            "a target of two fleets",
            """
            fleets:
              shop:
                pipelines: { a: { stages: { x: { target: glue:1/eu/job } } } }
              returns:
                pipelines:
                  b:
                    stages:
                      y:
                        target: glue:1/eu/job
            """,
            "prunella.yaml:9: fleets.returns.pipelines.b.stages.y.target is 'glue:1/eu/job'; fleet"
                + " shop acts on it already: a target belongs to one fleet, so put both stages into"
                + " one"),
        Arguments.of(
            "a target of another form",
            """
            fleets:
              shop:
                pipelines: { a: { stages: { x: { target: orders-job } } } }
            """,
            "prunella.yaml:3: fleets.shop.pipelines.a.stages.x.target is 'orders-job'; expected"
                + " service:account/region/name, with - for what does not apply, such as"
                + " glue:123456789012/eu-west-1/orders-transform, airflow:prod/-/orders"),
        Arguments.of(
            "a permission without a target",
            """
            fleets:
              shop:
                pipelines:
                  a:
                    stages:
                      x:
                        contract:
                          permits: [wait, restart]
            """,
            "prunella.yaml:8: fleets.shop.pipelines.a.stages.x.contract.permits names 'restart';"
                + " the stage has no target to act on: add target: service:account/region/name"));
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(
            "a word for a number",
            guardrail("concurrency: two"),
            "prunella.yaml:4: fleets.shop.guardrails.concurrency is 'two'; expected a whole number"
                + " from 1 to 1000"),
        Arguments.of(
            "a number out of range",
            guardrail("max_steps: 0"),
            "prunella.yaml:4: fleets.shop.guardrails.max_steps is '0'; expected a whole number from"
                + " 1 to 100"),
        Arguments.of(
            "a negative duration",
            guardrail("cooldown: -5m"),
            "prunella.yaml:4: fleets.shop.guardrails.cooldown is '-5m'; expected a duration above"
                + " zero, such as 90s, 10m, 2h, 1d"),
        Arguments.of(
            "a duration of zero",
            guardrail("hold: 0s"),
            "prunella.yaml:4: fleets.shop.guardrails.hold is '0s'; expected a duration above zero,"
                + " such as 90s, 10m, 2h, 1d"),
        Arguments.of(
            "a duration in words",
            guardrail("cooldown: 10 minutes"),
            "prunella.yaml:4: fleets.shop.guardrails.cooldown is '10 minutes'; did you mean 10m?"
                + " (units: ms, s, m, h, d)"),
        Arguments.of(
            "an unknown unit",
            guardrail("cooldown: 2w"),
            "prunella.yaml:4: fleets.shop.guardrails.cooldown is '2w'; 'w' is no unit (units: ms,"
                + " s, m, h, d)"),
        Arguments.of(
            "a duration without unit",
            guardrail("cooldown: 600"),
            "prunella.yaml:4: fleets.shop.guardrails.cooldown is '600'; add a unit, such as 600s"
                + " (units: ms, s, m, h, d)"),
        Arguments.of(
            "a duration of centuries",
            guardrail("cooldown: 99999d"),
            "prunella.yaml:4: fleets.shop.guardrails.cooldown is '99999d'; expected at most 3650d"),
        Arguments.of(
            "min above max",
            """
            fleets:
              shop:
                pipelines:
                  a:
                    stages:
                      x:
                        slo:
                          latency:
                            min: 5
                            max: 3
            """,
            "prunella.yaml:9: fleets.shop.pipelines.a.stages.x.slo.latency.min is '5'; expected at"
                + " most max, which is 3"),
        Arguments.of(
            "a bound without bounds",
            """
            fleets:
              shop:
                pipelines: { a: { stages: { x: { slo: { latency: { meaning: timeout } } } } } }
            """,
            "prunella.yaml:3: fleets.shop.pipelines.a.stages.x.slo.latency has no bound; give it"
                + " min, max or both"),
        Arguments.of(
            "a word for a truth",
            """
            fleets:
              shop:
                pipelines: { a: { stages: { x: { contract: { idempotent: maybe } } } } }
            """,
            "prunella.yaml:3: fleets.shop.pipelines.a.stages.x.contract.idempotent is 'maybe';"
                + " expected true or false"),
        Arguments.of(
            "a freeze that ends before it begins",
            """
            fleets:
              shop:
                freeze:
                  since: 2025-04-01T06:00:00Z
                  until: 2025-03-28T18:00:00Z
            """,
            "prunella.yaml:5: fleets.shop.freeze.until is '2025-03-28T18:00:00Z'; expected a time"
                + " after since, which is 2025-04-01T06:00:00Z"),
        Arguments.of(
            "a time without zone",
            """
            fleets:
              shop:
                freeze: { until: 2025-03-28 }
            """,
            "prunella.yaml:3: fleets.shop.freeze.until is '2025-03-28'; expected a time with date"
                + " and zone, such as 2025-03-01T22:00:00Z, 2025-03-01T22:00+01:00"),
        Arguments.of(
            "a day that is none",
            """
            fleets:
              shop:
                freeze: { until: 2025-02-30T00:00:00Z }
            """,
            "prunella.yaml:3: fleets.shop.freeze.until is '2025-02-30T00:00:00Z'; there is no such"
                + " time: correct the date"),
        Arguments.of(
            "an exploration above one",
            """
            fleets:
              shop:
                learning: { exploration: 1.5 }
            """,
            "prunella.yaml:3: fleets.shop.learning.exploration is '1.5'; expected a number from 0"
                + " to 1"),
        Arguments.of(
            "a memory of nothing",
            """
            fleets:
              shop:
                learning: { memory: 0 }
            """,
            "prunella.yaml:3: fleets.shop.learning.memory is '0'; expected a number from 1 to"
                + " 1000000"),
        Arguments.of(
            "a half-life without unit",
            """
            fleets:
              shop:
                learning: { half_life: 30 }
            """,
            "prunella.yaml:3: fleets.shop.learning.half_life is '30'; add a unit, such as 30s"
                + " (units: ms, s, m, h, d)"));
  }

  static Stream<Arguments> vocabulary() {
    return Stream.of(
        Arguments.of(
            "an unknown action",
            """
            fleets:
              shop:
                runbook:
                  timeout: [retry_with_backof]
            """,
            "prunella.yaml:4: fleets.shop.runbook.timeout names 'retry_with_backof'; known: "
                + ACTIONS
                + " (did you mean retry_with_backoff?)"),
        Arguments.of(
            "an unknown error type",
            """
            fleets:
              shop:
                runbook:
                  timeuot: [restart]
            """,
            "prunella.yaml:4: fleets.shop.runbook.timeuot names 'timeuot'; known: "
                + ERROR_TYPES
                + ", unknown (did you mean timeout?)"),
        Arguments.of(
            "an unknown learner",
            """
            fleets:
              shop:
                learning: { learner: deep }
            """,
            "prunella.yaml:3: fleets.shop.learning.learner is 'deep'; known: q-learner, runbook"),
        Arguments.of(
            "an action that no executor knows",
            allow("glue: [restart, reboot]"),
            "prunella.yaml:5: fleets.shop.executors.allow.glue names 'reboot'; known: " + ACTIONS),
        Arguments.of(
            "a service that no stage has",
            allow("gleu: [restart]"),
            "prunella.yaml:5: fleets.shop.executors.allow.gleu names the service 'gleu'; known"
                + " services of the fleet's stages: glue, people (did you mean glue?)"),
        Arguments.of(
            "a page by a service",
            allow("glue: [restart, page_human]"),
            "prunella.yaml:5: fleets.shop.executors.allow.glue names 'page_human'; pages go to"
                + " people: write it as people: [page_human]"),
        Arguments.of(
            "people who restart",
            allow("people: [restart]"),
            "prunella.yaml:5: fleets.shop.executors.allow.people names 'restart'; people are only"
                + " paged: write it below the stage's own service"),
        Arguments.of(
            "an order to wait",
            allow("glue: [wait]"),
            "prunella.yaml:5: fleets.shop.executors.allow.glue names 'wait'; remove it: waiting is"
                + " never left to an executor"),
        Arguments.of(
            "an action that is far from all",
            autonomy("action: reindex_everything, level: shadow"),
            "prunella.yaml:5: fleets.shop.autonomy.rules[0].action is 'reindex_everything'; known: "
                + ACTIONS),
        Arguments.of(
            "an autonomy level of later",
            autonomy("action: restart, level: canary"),
            "prunella.yaml:5: fleets.shop.autonomy.rules[0].level is 'canary'; autonomy by a"
                + " randomised share does not exist yet: write shadow (log only) or autonomous"
                + " (carry out)"),
        Arguments.of(
            "a rule without level",
            autonomy("action: restart"),
            "prunella.yaml:5: fleets.shop.autonomy.rules[0].level is missing; add it: one of"
                + " shadow, autonomous"),
        Arguments.of(
            "two rules for the same",
            """
            fleets:
              shop:
                autonomy:
                  rules:
                    - { action: restart, level: shadow }
                    - { action: RESTART, level: autonomous }
            """,
            "prunella.yaml:6: fleets.shop.autonomy.rules[1] matches the same as a rule above:"
                + " 'every error type, restart'; remove one of the two"),
        Arguments.of(
            "an unknown kind",
            """
            fleets:
              shop:
                pipelines: { a: { stages: { x: { kind: extract } } } }
            """,
            "prunella.yaml:3: fleets.shop.pipelines.a.stages.x.kind is 'extract'; known: ingest,"
                + " transform, load, orchestrate, stream, serve"));
  }

  static Stream<Arguments> connection() {
    return Stream.of(
        Arguments.of(
            "a broker without port",
            """
            connection:
              brokers: [kafka-1:9092, kafka-2]
            """,
            "prunella.yaml:2: connection.brokers names 'kafka-2'; expected host:port, such as"
                + " localhost:9092"),
        Arguments.of(
            "an unknown way of delivery",
            """
            connection:
              delivery: exactly-one
            """,
            "prunella.yaml:2: connection.delivery is 'exactly-one'; known: at-least-once,"
                + " exactly-once (did you mean exactly-once?)"),
        Arguments.of(
            "a list as a Kafka property",
            """
            connection:
              kafka:
                security.protocol: [SSL]
            """,
            "prunella.yaml:3: connection.kafka.security.protocol is a list; expected a text, a"
                + " number, true or false"),
        Arguments.of(
            "a job without a name",
            """
            connection:
              job: { name: "" }
            """,
            "prunella.yaml:2: connection.job.name is an empty text; expected a text of 1 to 100"
                + " characters, such as prunella, prunella-staging"),
        Arguments.of(
            "a password",
            """
            connection:
              kafka:
                ssl.key.password: hunter2
            """,
            "prunella.yaml:3: connection.kafka.ssl.key.password holds a secret; keep it out of the"
                + " file: write ${env:SSL_KEY_PASSWORD} or ${file:PATH} in its place"),
        Arguments.of(
            "a password behind a user from the environment",
            """
            connection:
              kafka:
                sasl.jaas.config: Login required username="${env:HOME}" password="hunter2";
            """,
            "prunella.yaml:3: connection.kafka.sasl.jaas.config holds a secret; keep it out of the"
                + " file: write ${env:SASL_JAAS_CONFIG} or ${file:PATH} in its place"),
        Arguments.of(
            "a password in an address",
            """
            connection:
              registry:
                url: https://me:hunter2@registry:8081
            """,
            "prunella.yaml:3: connection.registry.url holds user and password; move them to"
                + " registry.properties: basic.auth.credentials.source: USER_INFO and"
                + " basic.auth.user.info: ${env:REGISTRY_USER_INFO}"),
        Arguments.of(
            "a webhook's token in the file",
            """
            connection:
              executor:
                webhooks:
                  airflow: {url: "https://ops.example.com", token: hunter2}
            """,
            "prunella.yaml:4: connection.executor.webhooks.airflow.token holds a secret; keep it"
                + " out of the file: write ${env:AIRFLOW_TOKEN} or ${file:PATH} in its place"),
        Arguments.of(
            "a password in a webhook's address",
            """
            connection:
              executor:
                webhooks:
                  airflow: {url: "https://me:hunter2@ops.example.com"}
            """,
            "prunella.yaml:4: connection.executor.webhooks.airflow.url holds user and password;"
                + " take them out: a webhook logs in with token: ${env:AIRFLOW_TOKEN}"),
        Arguments.of(
            "a webhook without an address",
            """
            connection:
              executor:
                webhooks:
                  airflow: {timeout: 5s}
            """,
            "prunella.yaml:4: connection.executor.webhooks.airflow.url is missing; add it: an http or"
                + " https address, such as http://localhost:8081"),
        Arguments.of(
            "a webhook's address that is none",
            """
            connection:
              executor:
                webhooks:
                  airflow: {url: "https://[ops"}
            """,
            "prunella.yaml:4: connection.executor.webhooks.airflow.url leads to no http or https"
                + " address; write one with a host, such as https://ops.example.com/heal"),
        Arguments.of(
            "an action without a time limit",
            """
            connection:
              executor: {action_timeout: 0s}
            """,
            "prunella.yaml:2: connection.executor.action_timeout is '0s'; expected a duration above"
                + " zero, such as 90s, 10m, 2h, 1d"),
        Arguments.of(
            "a variable that is not set",
            """
            connection:
              kafka:
                ssl.key.password: ${env:NOT_SET_ANYWHERE}
            """,
            "prunella.yaml:3: connection.kafka.ssl.key.password needs the environment variable"
                + " NOT_SET_ANYWHERE; it is not set: export NOT_SET_ANYWHERE=... first"),
        Arguments.of(
            "a topic listed twice",
            """
            connection:
              topics:
                telemetry:
                  - name: telemetry
                  - name: telemetry
            """,
            "prunella.yaml:5: connection.topics.telemetry[1].name is 'telemetry'; it is listed"
                + " twice: remove one"));
  }

  @Test
  void shouldTellEveryMistakeInTheOrderOfTheFile() throws IOException {
    List<String> lines =
        lines(
            """
            connection:
              clock: sundial
            fleets:
              shop:
                guardrails:
                  concurrency: two
                pipelines:
                  a: { stages: { x: { upstream: [y] } } }
            """,
            Map.of());

    assertEquals(
        List.of(
            "prunella.yaml:2: connection.clock is 'sundial'; known: wall, records",
            "prunella.yaml:6: fleets.shop.guardrails.concurrency is 'two'; expected a whole number"
                + " from 1 to 1000",
            "prunella.yaml:8: fleets.shop.pipelines.a.stages.x.upstream names 'y'; known stages:"
                + " x (did you mean x?)"),
        lines);
  }

  @Test
  void shouldTellMistakesOfTheCommandLine() throws IOException {
    assertEquals(
        List.of(
            "-D: connection.brokerz is no setting; known here: connection.brokers,"
                + " connection.kafka, connection.registry, connection.topics, connection.format,"
                + " connection.delivery, connection.clock, connection.future_tolerance,"
                + " connection.job, connection.executor (did you mean connection.brokers?)"),
        lines("{}", Map.of("connection.brokerz", "localhost:9092")));
    assertEquals(
        List.of("-D: connection.clock is 'sundial'; known: wall, records"),
        lines("{}", Map.of("connection.clock", "sundial")));
    assertEquals(
        List.of(
            "-D: connection.clock.hands is no setting; connection.clock has no settings below it"),
        lines("{}", Map.of("connection.clock.hands", "2")));
  }

  @Test
  void shouldNameTheFileByThePathThatWasGiven() throws IOException {
    Path file = Files.writeString(folder.resolve("prunella.yaml"), "fleet: {}\n");

    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class, () -> Configuration.load(file, Map.of(), Map.of()));

    assertTrue(refused.getMessage().startsWith(file + ":1: fleet is no"), refused.getMessage());
    assertEquals(file.toString(), refused.problems().get(0).file());
  }

  @Test
  void shouldTellThatTheFileIsNotThere() {
    Path missing = folder.resolve("missing.yaml");

    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class, () -> Configuration.load(missing, Map.of(), Map.of()));

    assertEquals(
        missing
            + ": does not exist; name another with --config, or start from deploy/prunella.yaml",
        refused.getMessage());
  }

  @Test
  void shouldRefuseAliasesThatGrowWithoutBound() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i));
      bomb.append(("*a" + (i - 1) + ", ").repeat(5)).append("*a").append(i - 1).append("]\n");
    }

    List<String> lines = lines(bomb.toString(), Map.of());

    assertEquals(1, lines.size());
    assertEquals(
        "prunella.yaml:1: cannot be read as YAML: 'aliases make more than 50000 values of it';"
            + " write it out, or split it over several files",
        lines.get(0));
  }

  private static String guardrail(String line) {
    return "fleets:\n  shop:\n    guardrails:\n      " + line + "\n";
  }

  private static String allow(String rule) {
    return """
        fleets:
          shop:
            pipelines: { a: { stages: { x: { service: glue } } } }
            executors:
              allow: { %s }
        """
        .formatted(rule);
  }

  private static String autonomy(String rule) {
    return "fleets:\n  shop:\n    autonomy:\n      rules:\n        - { " + rule + " }\n";
  }

  private List<String> lines(String yaml, Map<String, String> overrides) throws IOException {
    Path file = Files.writeString(folder.resolve("prunella.yaml"), yaml);
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class,
            () -> Configuration.load(file, overrides, Map.of("HOME", "/home/me")));
    return refused.getMessage().lines().map(line -> line.replace(folder + "/", "")).toList();
  }
}
