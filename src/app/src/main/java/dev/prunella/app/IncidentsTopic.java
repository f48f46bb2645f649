package dev.prunella.app;

import dev.prunella.registry.CodecSupplier;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.RecordCodec;
import dev.prunella.settings.Connection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The newest version of each incident that the topic incidents holds.
 *
 * @param newest the one that opened last first
 * @param where the topic, for messages
 */
record IncidentsTopic(List<Incident> newest, String where) {

  /** So many are listed where one is asked for that is not there. */
  private static final int LISTED = 5;

  static IncidentsTopic read(Cluster cluster, Connection connection) {
    String topic = connection.topics().of("incidents");
    RecordCodec<Incident> codec =
        CodecSupplier.of(Incident.class, "incidents", connection).reader();
    Map<String, Incident> byId = new HashMap<>();
    TopicReader.read(
        cluster,
        topic,
        record -> {
          try {
            Incident incident = codec.decode(record.value());
            // The one written last holds: a job that began anew may end with fewer versions.
            byId.put(incident.getId(), incident);
          } catch (MalformedRecordException e) {
            // Not the job's: nobody can tell which incident it is of.
          }
        });
    List<Incident> newest = new ArrayList<>(byId.values());
    newest.sort(
        Comparator.comparing(Incident::getOpenedAt).reversed().thenComparing(Incident::getId));
    return new IncidentsTopic(newest, topic + " at " + cluster.address());
  }

  /**
   * The incident whose id begins so.
   *
   * @param fleet that it must be of; null for any
   * @throws Failure if there is none, or more than one
   */
  Incident require(String id, String fleet) {
    String prefix = id.strip().toLowerCase(Locale.ROOT);
    List<Incident> found =
        newest.stream()
            .filter(i -> i.getId().startsWith(prefix) && !prefix.isEmpty())
            .filter(i -> fleet == null || i.getFleet().equals(fleet))
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    String of = fleet == null ? "" : " of fleet " + fleet;
    if (found.size() > 1) {
      throw Failure.failed(
          "%d incidents%s begin with '%s' in %s:%s"
              .formatted(found.size(), of, id, where, list(found)));
    }
    throw Failure.failed(
        "there is no incident '%s'%s in %s; %s"
            .formatted(
                id,
                of,
                where,
                newest.isEmpty() ? "there is none at all yet" : "the newest ones:" + list(newest)));
  }

  private static String list(List<Incident> incidents) {
    TextTable table = new TextTable();
    incidents.stream().limit(LISTED).forEach(incident -> row(table, incident));
    return "\n  " + String.join("\n  ", table.lines());
  }

  /** One line of a list for people. */
  static void row(TextTable table, Incident incident) {
    Instant opened = incident.getOpenedAt().truncatedTo(ChronoUnit.SECONDS);
    table.row(
        incident.getId(),
        opened.toString(),
        incident.getFleet(),
        incident.getRootStage(),
        incident.getErrorType().name(),
        incident.getStatus().name());
  }
}
