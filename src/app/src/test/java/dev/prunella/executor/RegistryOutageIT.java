package dev.prunella.executor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.prunella.schemas.Command;
import dev.prunella.settings.Configuration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The executor while the schema registry is away. */
class RegistryOutageIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A registry that gives out ids as they are asked for; the schema of commands has the first. */
  private static final class Registry implements AutoCloseable {
    private final List<String> schemas = new ArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final HttpServer server;
    private volatile boolean away = true;

    Registry() throws IOException {
      schemas.add(Command.getClassSchema().toString());
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::answer);
      server.start();
    }

    String url() {
      return "http://localhost:" + server.getAddress().getPort();
    }

    void goAway(boolean now) {
      refused.set(0);
      away = now;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
      byte[] answer = JSON.writeValueAsBytes(away ? Map.of() : answerTo(exchange));
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(away ? 503 : 200, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
      refused.addAndGet(away ? 1 : 0);
    }

    private Map<String, Object> answerTo(HttpExchange exchange) throws IOException {
      if (exchange.getRequestMethod().equals("POST")) {
        String schema = JSON.readTree(exchange.getRequestBody()).path("schema").asText();
        schemas.add(schema);
        return Map.of("id", schemas.size());
      }
      String path = exchange.getRequestURI().getPath();
      int id = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
      return Map.of("schema", schemas.get(id - 1));
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  @Test
  void shouldLetCommandsWaitForTheRegistryAndCarryThemOut() throws Exception {
    try (ExecutorBench bench = new ExecutorBench(2, 20);
        Registry registry = new Registry()) {
      Map<String, String> settings = new HashMap<>();
      bench.overrides().forEach(each -> settings.put(each.split("=", 2)[0], each.split("=", 2)[1]));
      settings.put("connection.registry.url", registry.url());
      try (CommandExecutor executor =
          CommandExecutor.start(Configuration.load(settings).connection(), List.of(), news -> {})) {
        bench.send(ExecutorBench.command("early", 0).build()).get();
        ExecutorBench.await("the registry is asked", () -> registry.refused.get() > 0);
        registry.goAway(false);
        awaitCall(bench, "early");

        registry.goAway(true);
        Command unknown = ExecutorBench.command("unknown", 1).build();
        bench.sendWithSchema(1, unknown).get();
        ExecutorBench.await("the registry is asked for it", () -> registry.refused.get() > 0);
        registry.goAway(false);
        awaitCall(bench, unknown.getId());
      }
    }
  }

  private static void awaitCall(ExecutorBench bench, String id) {
    ExecutorBench.await(id + " is carried out", () -> bench.service().calls().contains(id));
  }
}
