package dev.prunella.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prunella.explain.Story;
import dev.prunella.learn.DecisionLog;
import dev.prunella.registry.CodecSupplier;
import dev.prunella.schemas.Decision;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.PlainJsonCodec;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.settings.Connection;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells the whole story of one incident, from the topics alone. */
@Command(
    name = "explain",
    description = "Tells what was seen, decided, done and learned of one incident.",
    footer = {
      "Reads the topics incidents, decisions and outcomes, and nothing else. Scores are expected",
      "rewards from -1 (harm) to +1 (healed at once); INCIDENTS is how many are behind a score, those",
      "of the runbook included; CHANCE is the probability with which an action was drawn.",
      "",
      "  ./prunella explain                          lists the newest incidents",
      "  ./prunella explain 3f2a                     the beginning of an id is enough",
      "  ./prunella explain 3f2a --json | jq '.decisions[] | select(.kind == \"CREDITED\").credit'",
      "",
      "Exit code: 0 told; 1 Kafka does not answer, or there is no such incident; 2 bad usage."
    })
final class ExplainVerb implements Callable<Integer> {

  private static final int WIDTH = 100;

  @Parameters(
      paramLabel = "INCIDENT",
      arity = "0..1",
      description = "Id of the incident, or as much of its beginning as is unique.")
  private String id;

  @Option(names = "--fleet", paramLabel = "FLEET", description = "Only incidents of this fleet.")
  private String fleet;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many are listed; without it, ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = "--json",
      description = "One JSON object: 'incident', 'decisions', 'outcomes'; of a list, one a line.")
  private boolean json;

  @Mixin private ConfigOptions config;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Connection connection = config.loadOrDefaults().connection();
    PrintWriter out = spec.commandLine().getOut();
    try (Cluster cluster = Cluster.connect(connection)) {
      IncidentsTopic incidents = IncidentsTopic.read(cluster, connection);
      if (id == null) {
        list(incidents, out);
        return 0;
      }
      Incident incident = incidents.require(id, fleet);
      List<Decision> entries = entries(cluster, connection, incident);
      List<Outcome> outcomes = outcomes(cluster, connection, incident, entries);
      if (json) {
        ObjectNode answer = new ObjectMapper().createObjectNode();
        answer.set("incident", tree(Incident.class, List.of(incident)).get(0));
        answer.set("decisions", tree(Decision.class, entries));
        answer.set("outcomes", tree(Outcome.class, outcomes));
        out.println(answer);
      } else {
        Story.tell(incident, entries, outcomes, WIDTH).forEach(out::println);
      }
    }
    return 0;
  }

  private void list(IncidentsTopic incidents, PrintWriter out) throws IOException {
    List<Incident> chosen =
        incidents.newest().stream()
            .filter(incident -> fleet == null || incident.getFleet().equals(fleet))
            .limit(Math.max(0, limit))
            .toList();
    if (json) {
      for (JsonNode incident : tree(Incident.class, chosen)) {
        out.println(incident);
      }
      return;
    }
    if (chosen.isEmpty()) {
      out.println("No incident in " + incidents.where() + ".");
      return;
    }
    TextTable table = new TextTable();
    table.row("INCIDENT", "OPENED (UTC)", "FLEET", "BEGAN AT", "ERROR TYPE", "STATUS");
    chosen.forEach(incident -> IncidentsTopic.row(table, incident));
    table.lines().forEach(out::println);
  }

  /** The entries about the incident that hold: what a restored job wrote anew counts once. */
  private static List<Decision> entries(Cluster cluster, Connection connection, Incident incident) {
    DecisionLog log = new DecisionLog();
    read(
        cluster,
        connection,
        Decision.class,
        "decisions",
        entry -> {
          if (entry.getFleet().equals(incident.getFleet())) {
            log.append(entry);
          }
        });
    return log.entries().stream()
        .filter(entry -> entry.getIncident().equals(incident.getId()))
        .toList();
  }

  private static List<Outcome> outcomes(
      Cluster cluster, Connection connection, Incident incident, List<Decision> entries) {
    Set<String> commands =
        entries.stream()
            .filter(entry -> entry.getIntended() != null)
            .map(entry -> entry.getIntended().getId())
            .collect(Collectors.toSet());
    List<Outcome> outcomes = new ArrayList<>();
    read(
        cluster,
        connection,
        Outcome.class,
        "outcomes",
        outcome -> {
          if (outcome.getIncident().equals(incident.getId())
              || commands.contains(outcome.getCommandId())) {
            outcomes.add(outcome);
          }
        });
    return outcomes;
  }

  private static <T extends SpecificRecord> void read(
      Cluster cluster, Connection connection, Class<T> type, String topic, Consumer<T> taker) {
    String name = connection.topics().of(topic);
    RecordCodec<T> codec = CodecSupplier.of(type, topic, connection).reader();
    TopicReader.read(
        cluster,
        name,
        record -> {
          try {
            taker.accept(codec.decode(record.value()));
          } catch (MalformedRecordException e) {
            // What cannot be read is in the dead letters, if the job read it.
          }
        });
  }

  private static <T extends SpecificRecord> ArrayNode tree(Class<T> type, List<T> records)
      throws IOException {
    PlainJsonCodec<T> codec = new PlainJsonCodec<>(type);
    ObjectMapper mapper = new ObjectMapper();
    ArrayNode array = mapper.createArrayNode();
    for (T record : records) {
      array.add(mapper.readTree(codec.encode(record)));
    }
    return array;
  }
}
