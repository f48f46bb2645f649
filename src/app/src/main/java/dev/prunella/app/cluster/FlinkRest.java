package dev.prunella.app.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * Flink's REST API, as far as a job is submitted, watched and stopped by it. Safe for use by
 * several threads.
 *
 * <p>Every method throws {@link FlinkRestException} if Flink does not answer or refuses.
 */
public final class FlinkRest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

  /** The job's main method runs while it is started. */
  private static final Duration RUNS_WITHIN = Duration.ofMinutes(2);

  private static final Duration POLL = Duration.ofMillis(100);

  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /**
   * @param address such as http://localhost:8081
   */
  public FlinkRest(URI address) {
    this.address = address;
  }

  public URI address() {
    return address;
  }

  /**
   * A job as the list shows it.
   *
   * @param id 32 hexadecimal digits
   * @param state such as RUNNING
   */
  public record Job(String id, String name, String state) {

    /** Whether it ends only when somebody ends it. */
    public boolean isOngoing() {
      return !Set.of("FINISHED", "CANCELED", "FAILED").contains(state);
    }
  }

  /**
   * One box of a job's graph.
   *
   * @param state such as RUNNING
   * @param taskManagers ids of the task managers that its subtasks are on
   */
  public record Vertex(
      String id, String name, int parallelism, String state, Set<String> taskManagers) {

    public Vertex {
      taskManagers = Set.copyOf(taskManagers);
    }
  }

  /**
   * What Flink knows of a job's checkpoints since the job manager runs.
   *
   * @param completed how many
   * @param failed how many
   * @param restored how often the job was restored from one
   * @param newest the newest complete one, if there is one
   */
  public record Checkpoints(int completed, int failed, int restored, Optional<Checkpoint> newest) {}

  /**
   * A complete checkpoint.
   *
   * @param path where it is, as {@code --from-savepoint} takes it
   * @param bytes size of all of its state
   * @param duration from its trigger to its end
   */
  public record Checkpoint(long id, String path, long bytes, Duration duration) {}

  /**
   * Brings a jar to the cluster.
   *
   * @return its id there
   */
  public String upload(Path jar) {
    String boundary = "prunella-" + Long.toHexString(System.nanoTime());
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\nContent-Type: application/x-java-archive\r\n\r\n"
            .formatted(boundary, jar.getFileName());
    BodyPublisher body;
    try {
      body =
          BodyPublishers.concat(
              text(head), BodyPublishers.ofFile(jar), text("\r\n--" + boundary + "--\r\n"));
    } catch (FileNotFoundException e) {
      throw new FlinkRestException("there is no jar " + jar, e);
    }
    JsonNode answer =
        send(
            HttpRequest.newBuilder(at("/jars/upload"))
                .timeout(RUNS_WITHIN)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(body));
    String file = answer.path("filename").asText();
    return file.substring(file.lastIndexOf('/') + 1);
  }

  /**
   * Runs a jar's main method on the cluster, and with it starts the job.
   *
   * @param jar its id
   * @param arguments of the main method
   * @param savepoint the checkpoint or savepoint to go on from; null for none
   * @param parallelism of each operator, at least 1
   * @return the job's id
   * @throws FlinkRestException with what the main method threw
   */
  public String run(String jar, List<String> arguments, String savepoint, int parallelism) {
    ObjectNode order = JSON.createObjectNode();
    arguments.forEach(order.putArray("programArgsList")::add);
    if (savepoint != null) {
      order.put("savepointPath", savepoint);
    }
    order.put("parallelism", parallelism); // without it Flink takes 1, whatever is configured
    return post("/jars/" + jar + "/run", order, RUNS_WITHIN).path("jobid").asText();
  }

  /** Takes a jar away from the cluster; the jobs that came from it go on. */
  public void delete(String jar) {
    send(HttpRequest.newBuilder(at("/jars/" + jar)).timeout(ANSWERS_WITHIN).DELETE());
  }

  /** All jobs that the cluster remembers, whatever their state. */
  public List<Job> jobs() {
    List<Job> jobs = new ArrayList<>();
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      jobs.add(
          new Job(job.path("jid").asText(), job.path("name").asText(), job.path("state").asText()));
    }
    return jobs;
  }

  /** One job, if the cluster remembers it. */
  public Optional<Job> job(String id) {
    return jobs().stream().filter(job -> job.id().equals(id)).findFirst();
  }

  /** The boxes of a job's graph, from sources to sinks. */
  public List<Vertex> vertices(String job) {
    List<Vertex> vertices = new ArrayList<>();
    for (JsonNode each : get("/jobs/" + job).path("vertices")) {
      String id = each.path("id").asText();
      Set<String> taskManagers = new TreeSet<>();
      for (JsonNode subtask : get("/jobs/" + job + "/vertices/" + id).path("subtasks")) {
        taskManagers.add(subtask.path("taskmanager-id").asText());
      }
      vertices.add(
          new Vertex(
              id,
              each.path("name").asText(),
              each.path("parallelism").asInt(),
              each.path("status").asText(),
              taskManagers));
    }
    return vertices;
  }

  /** Ids of the task managers that are registered. */
  public Set<String> taskManagers() {
    Set<String> ids = new TreeSet<>();
    get("/taskmanagers").path("taskmanagers").forEach(each -> ids.add(each.path("id").asText()));
    return ids;
  }

  /** How many slots no job takes. */
  public int freeSlots() {
    return get("/overview").path("slots-available").asInt();
  }

  public Checkpoints checkpoints(String job) {
    JsonNode answer = get("/jobs/" + job + "/checkpoints");
    JsonNode counts = answer.path("counts");
    JsonNode newest = answer.path("latest").path("completed");
    return new Checkpoints(
        counts.path("completed").asInt(),
        counts.path("failed").asInt(),
        counts.path("restored").asInt(),
        newest.isObject()
            ? Optional.of(
                new Checkpoint(
                    newest.path("id").asLong(),
                    newest.path("external_path").asText(),
                    newest.path("state_size").asLong(),
                    Duration.ofMillis(newest.path("end_to_end_duration").asLong())))
            : Optional.empty());
  }

  /** What a job failed of last, as a stack trace; empty if it did not. */
  public Optional<String> failure(String job) {
    return Optional.ofNullable(
        get("/jobs/" + job + "/exceptions").path("root-exception").textValue());
  }

  /**
   * Takes a savepoint, and waits for it.
   *
   * @return where it is
   */
  public String savepoint(String job) {
    ObjectNode order = JSON.createObjectNode().put("cancel-job", false);
    return awaitSavepoint(job, post("/jobs/" + job + "/savepoints", order, ANSWERS_WITHIN));
  }

  /**
   * Takes a savepoint, ends the job at it, and waits for that.
   *
   * @return where it is
   */
  public String stopWithSavepoint(String job) {
    ObjectNode order = JSON.createObjectNode().put("drain", false);
    return awaitSavepoint(job, post("/jobs/" + job + "/stop", order, ANSWERS_WITHIN));
  }

  /** Cancels a job; it has not ended yet when this returns. */
  public void cancel(String job) {
    send(
        HttpRequest.newBuilder(at("/jobs/" + job + "?mode=cancel"))
            .timeout(ANSWERS_WITHIN)
            .method("PATCH", BodyPublishers.noBody()));
  }

  private String awaitSavepoint(String job, JsonNode order) {
    String trigger = order.path("request-id").asText();
    while (true) {
      JsonNode answer = get("/jobs/" + job + "/savepoints/" + trigger);
      if (answer.path("status").path("id").asText().equals("COMPLETED")) {
        JsonNode operation = answer.path("operation");
        JsonNode cause = operation.path("failure-cause");
        if (cause.isObject()) {
          throw new FlinkRestException(
              "the savepoint of job %s failed: %s"
                  .formatted(job, StackTrace.rootMessage(cause.path("stack-trace").asText())));
        }
        return operation.path("location").asText();
      }
      LockSupport.parkNanos(POLL.toNanos());
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new FlinkRestException("interrupted");
      }
    }
  }

  /**
   * The answer to any other question.
   *
   * @param path such as {@code /jobs/ID/vertices/ID/subtasks/metrics?get=numRecordsIn}
   */
  public JsonNode get(String path) {
    return send(HttpRequest.newBuilder(at(path)).timeout(ANSWERS_WITHIN).GET());
  }

  private JsonNode post(String path, ObjectNode order, Duration patience) {
    return send(
        HttpRequest.newBuilder(at(path))
            .timeout(patience)
            .header("Content-Type", "application/json")
            .POST(text(order.toString())));
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw refusal(response);
      }
      return JSON.readTree(response.body().isEmpty() ? "{}" : response.body());
    } catch (JsonProcessingException e) {
      throw new FlinkRestException("what answers at " + address + " is no Flink", e);
    } catch (IOException e) {
      throw new FlinkRestException(
          "Flink does not answer at %s (%s)".formatted(address, words(e)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FlinkRestException("interrupted", e);
    }
  }

  private static String words(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private FlinkRestException refusal(HttpResponse<String> response) {
    List<String> errors = new ArrayList<>();
    try {
      JSON.readTree(response.body()).path("errors").forEach(each -> errors.add(each.asText()));
    } catch (JsonProcessingException e) {
      // Whatever it is, the status tells.
    }
    return new FlinkRestException(
        errors.isEmpty()
            ? "Flink at %s answers %d".formatted(address, response.statusCode())
            : StackTrace.rootMessage(errors.get(errors.size() - 1)));
  }

  private URI at(String path) {
    String base = address.toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  private static BodyPublisher text(String text) {
    return BodyPublishers.ofString(text, StandardCharsets.UTF_8);
  }
}
