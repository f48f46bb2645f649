package dev.prunella.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Answers every request alike, and remembers what was asked. */
final class StubRegistry implements AutoCloseable {

  private final HttpServer server;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private volatile int status;
  private volatile String body;
  private volatile String requiredAuthorization;

  StubRegistry() throws IOException {
    this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  StubRegistry(HttpServer server) {
    this.server = server;
    server.createContext("/", this::handle);
    server.start();
  }

  void answer(int newStatus, String newBody) {
    status = newStatus;
    body = newBody;
  }

  /** As a registry answers a request for a schema. */
  void answerSchema(String schema) {
    answer(200, "{\"schema\":\"" + schema.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}");
  }

  /** Refuses whoever does not send this header. */
  void require(String authorization) {
    requiredAuthorization = authorization;
  }

  String address() {
    return server.getAddress().getHostString() + ":" + server.getAddress().getPort();
  }

  List<String> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    boolean permitted =
        requiredAuthorization == null || requiredAuthorization.equals(authorization);
    byte[] bytes =
        (permitted ? body : "<html>who are you?</html>").getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(permitted ? status : 401, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
