package dev.prunella.registry;

import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * A schema registry that speaks Confluent's API. A registry that is down costs one short timeout,
 * then is left alone for {@link #PAUSE}; an id that it does not know is not asked for again within
 * {@link #FORGET_UNKNOWN}. Not thread-safe; codecs of one thread may share it.
 */
public final class SchemaRegistry {

  /** How long a registry that failed is not asked. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  /** How long an unknown id stays unknown: replicas of a registry may lag behind the writer. */
  static final Duration FORGET_UNKNOWN = Duration.ofSeconds(10);

  /** Garbage can look like any id: only so many are remembered. */
  private static final int MAX_UNKNOWN = 1000;

  private final RegistryClient client;
  private final LongSupplier nanoTime;
  private final Map<Integer, Refusal> unknown =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Refusal> eldest) {
          return size() > MAX_UNKNOWN;
        }
      };

  /** Why nothing is asked at the moment; null if the registry answers. */
  private Refusal paused;

  /**
   * @param urls of the registry, one or more, separated by commas
   * @param config in the names of Confluent's client: {@code basic.auth.credentials.source} with
   *     {@code basic.auth.user.info}, {@code bearer.auth.credentials.source} with {@code
   *     bearer.auth.token}, {@code ssl.truststore.*}, {@code ssl.keystore.*}, {@code
   *     http.connect.timeout.ms} (1000 if absent), {@code http.read.timeout.ms} (2000 if absent)
   */
  public SchemaRegistry(String urls, Map<String, String> config) {
    this(urls, config, System::nanoTime);
  }

  /**
   * @param nanoTime a clock that only goes forward, in nanoseconds
   */
  SchemaRegistry(String urls, Map<String, String> config, LongSupplier nanoTime) {
    this.client = new RegistryClient(urls, config);
    this.nanoTime = nanoTime;
  }

  /**
   * The Avro schema of an id.
   *
   * @throws UnknownSchemaException if the registry has none
   * @throws IOException if the registry does not answer
   */
  Schema schema(int id) throws IOException, UnknownSchemaException {
    Refusal known = unknown.get(id);
    if (known != null && known.holdsAt(nanoTime.getAsLong())) {
      throw new UnknownSchemaException(known.message);
    }
    try {
      return parsed(ask(() -> client.schema(id)), id);
    } catch (UnknownSchemaException e) {
      unknown.remove(id);
      unknown.put(id, new Refusal(e.getMessage(), nanoTime.getAsLong(), FORGET_UNKNOWN));
      throw e;
    }
  }

  /**
   * The id of a schema under a subject.
   *
   * @param register whether to add it if the subject does not have it
   * @throws UnknownSchemaException if the subject does not have it and it may not be added
   * @throws IOException if the registry does not answer, or refuses the schema
   */
  int idOf(String subject, Schema schema, boolean register)
      throws IOException, UnknownSchemaException {
    String text = schema.toString();
    if (!register) {
      return ask(() -> client.lookUp(subject, text));
    }
    try {
      return ask(() -> client.register(subject, text));
    } catch (UnknownSchemaException refused) {
      // A registry may refuse what a parallel writer has added at the same moment.
      try {
        return ask(() -> client.lookUp(subject, text));
      } catch (UnknownSchemaException absent) {
        throw refused;
      }
    }
  }

  private <A> A ask(Question<A> question) throws IOException, UnknownSchemaException {
    if (paused != null && paused.holdsAt(nanoTime.getAsLong())) {
      throw new IOException(paused.message);
    }
    try {
      A answer = question.ask();
      paused = null;
      return answer;
    } catch (IOException | RuntimeException e) {
      // The client throws unchecked exceptions too, for instance when a URL cannot be parsed.
      String message =
          e instanceof UnknownHostException ? "unknown host " + e.getMessage() : e.getMessage();
      paused = new Refusal(message, nanoTime.getAsLong(), PAUSE);
      throw new IOException(message, e);
    }
  }

  private static Schema parsed(String text, int id) throws UnknownSchemaException {
    try {
      // Writers of old Avro versions could publish defaults that do not fit; only readers need
      // them.
      return new Schema.Parser().setValidateDefaults(false).parse(text);
    } catch (SchemaParseException e) {
      throw new UnknownSchemaException(
          "has a schema that Avro cannot parse (" + e.getMessage() + ") as id " + id);
    }
  }

  @Override
  public String toString() {
    return client.toString();
  }

  /** One request. */
  private interface Question<A> {
    A ask() throws IOException, UnknownSchemaException;
  }

  /** A message that stands for a while instead of asking. */
  private record Refusal(String message, long since, Duration duration) {
    boolean holdsAt(long now) {
      return now - since < duration.toNanos();
    }
  }
}
