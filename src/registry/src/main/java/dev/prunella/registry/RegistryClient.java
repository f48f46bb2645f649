package dev.prunella.registry;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.security.SslFactory;

/**
 * Confluent's REST client, which Flink ships under names of its own: the only class that sees them.
 * Schemas pass as text, because Avro is renamed in there too. Keeps nothing; every call goes out.
 */
final class RegistryClient {

  /** A registry answers within milliseconds; a dead one must not hold up the stream. */
  private static final Map<String, String> DEFAULTS =
      Map.of("http.connect.timeout.ms", "1000", "http.read.timeout.ms", "2000");

  private static final int SCHEMA_NOT_FOUND = 40403;
  private static final int SUBJECT_NOT_FOUND = 40401;

  /** HTTP status of a schema that the subject's compatibility rule does not let in. */
  private static final int CONFLICT = 409;

  /** HTTP status of a schema that the registry cannot read. */
  private static final int UNPROCESSABLE = 422;

  private final String urls;
  private final RestService rest;

  /**
   * @param urls one or more, separated by commas
   * @param config in the client's own names: {@code basic.auth.*}, {@code bearer.auth.*}, {@code
   *     ssl.*}, {@code http.*.timeout.ms}
   */
  RegistryClient(String urls, Map<String, String> config) {
    // A URL may hold a password; this one goes into messages.
    this.urls = urls.replaceAll("//[^/@,]*@", "//");
    Map<String, String> all = new HashMap<>(DEFAULTS);
    all.putAll(config);
    List<String> list = Arrays.stream(urls.split(",")).map(String::strip).toList();
    rest = new RestService(list);
    rest.configure(all);
    if (config.keySet().stream().anyMatch(key -> key.startsWith("ssl."))) {
      all.putIfAbsent("ssl.protocol", "TLS");
      rest.setSslSocketFactory(new SslFactory(all).sslContext().getSocketFactory());
    }
  }

  /**
   * The Avro schema of an id, as text.
   *
   * @throws UnknownSchemaException if there is none
   * @throws IOException if the registry gave no answer to rely on
   */
  String schema(int id) throws IOException, UnknownSchemaException {
    SchemaString found;
    try {
      found = rest.getId(id);
    } catch (RestClientException e) {
      throw failure(e, "has no schema with the id " + id);
    }
    // Left out for Avro, the registry's first language.
    String type = found.getSchemaType();
    if (type != null && !type.equals("AVRO")) {
      throw new UnknownSchemaException("has a schema in " + type + ", not in Avro, as id " + id);
    }
    if (found.getReferences() != null && !found.getReferences().isEmpty()) {
      throw new UnknownSchemaException(
          "has a schema that refers to others as id " + id + " (register it as one document)");
    }
    return found.getSchemaString();
  }

  /** The id of a schema, which is added to the subject if it is new. */
  int register(String subject, String schema) throws IOException, UnknownSchemaException {
    try {
      return rest.registerSchema(schema, subject);
    } catch (RestClientException e) {
      throw failure(e, "does not have the subject " + subject);
    }
  }

  /**
   * The id of a schema that the subject has already.
   *
   * @throws UnknownSchemaException if it does not
   */
  int lookUp(String subject, String schema) throws IOException, UnknownSchemaException {
    try {
      return rest.lookUpSubjectVersion(schema, subject).getId();
    } catch (RestClientException e) {
      throw failure(e, "does not have this schema under " + subject);
    }
  }

  private IOException failure(RestClientException e, String unknown) throws UnknownSchemaException {
    if (e.getErrorCode() == SCHEMA_NOT_FOUND || e.getErrorCode() == SUBJECT_NOT_FOUND) {
      throw new UnknownSchemaException(unknown);
    }
    if (e.getStatus() == CONFLICT || e.getStatus() == UNPROCESSABLE) {
      throw new UnknownSchemaException("refuses the schema (" + e.getMessage() + ")");
    }
    return new IOException("answered " + e.getStatus() + " (" + e.getMessage() + ")", e);
  }

  @Override
  public String toString() {
    return urls;
  }
}
