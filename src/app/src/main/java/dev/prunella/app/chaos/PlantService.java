package dev.prunella.app.chaos;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.prunella.app.chaos.check.Call;
import dev.prunella.app.demo.SharedPlant;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.MalformedRecordException;
import dev.prunella.schemas.Outcome;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.PlainJsonCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The services of the plant behind one webhook, and a witness of every request: it knows what it
 * was asked for, whatever executors say of it. An action takes its simulated time, and goes on when
 * whoever asked for it is gone.
 */
final class PlantService implements AutoCloseable {

  private final SharedPlant plant;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Call> calls = new ArrayList<>();

  PlantService(SharedPlant plant) {
    this.plant = plant;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("no port for the plant's services", e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  /** Every request so far, in the order in which it came. */
  List<Call> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String id = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      Command command =
          new PlainJsonCodec<>(Command.class).decode(exchange.getRequestBody().readAllBytes());
      Outcome end = act(id, command).get();
      byte[] detail = end.getDetail().getBytes(StandardCharsets.UTF_8);
      boolean done = end.getStatus() == OutcomeStatus.SUCCEEDED;
      exchange.sendResponseHeaders(done ? 200 : 500, detail.length == 0 ? -1 : detail.length);
      exchange.getResponseBody().write(detail);
    } catch (MalformedRecordException e) {
      exchange.sendResponseHeaders(400, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the plant never fails an action", e);
    }
  }

  private CompletableFuture<Outcome> act(String id, Command command) {
    int number = begun(id, command);
    CompletableFuture<Outcome> end = new CompletableFuture<>();
    plant.act(
        command,
        outcome -> {
          ended(number);
          end.complete(outcome);
        });
    return end;
  }

  private int begun(String id, Command command) {
    synchronized (calls) {
      calls.add(
          new Call(
              id,
              command.getIncident(),
              command.getStep(),
              command.getTarget(),
              command.getAction(),
              Instant.now(),
              Optional.empty()));
      return calls.size() - 1;
    }
  }

  private void ended(int number) {
    synchronized (calls) {
      Call call = calls.get(number);
      calls.set(
          number,
          new Call(
              call.id(),
              call.incident(),
              call.step(),
              call.target(),
              call.action(),
              call.begunAt(),
              Optional.of(Instant.now())));
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
