package dev.prunella.executor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A service behind a webhook that takes a while for each action, and records every call, and every
 * one that came while another was under way on the same target.
 */
final class RecordingService implements AutoCloseable {

  private static final long MOMENT = 1_000_000; // ns

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(40);
  private final long nanosEach;
  private final Queue<String> calls = new ConcurrentLinkedQueue<>();
  private final Queue<String> clashes = new ConcurrentLinkedQueue<>();

  /** By target, the command that is being carried out. */
  private final Map<String, String> underWay = new ConcurrentHashMap<>();

  private volatile boolean held;

  RecordingService(long millisEach) throws IOException {
    nanosEach = millisEach * 1_000_000;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  /** The command ids of all calls, in their order. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  int count() {
    return calls.size();
  }

  /** What came while another command was under way on its target. */
  List<String> clashes() {
    return List.copyOf(clashes);
  }

  /** The commands that are being carried out now. */
  Set<String> underWay() {
    return Set.copyOf(underWay.values());
  }

  /**
   * From now on no call comes to its end, or those that were held do.
   *
   * @param all whether they are held
   */
  void hold(boolean all) {
    held = all;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String id = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    String target = exchange.getRequestHeaders().getFirst("ce-subject");
    exchange.getRequestBody().readAllBytes();
    String other = underWay.putIfAbsent(target, id);
    calls.add(id);
    if (other != null) {
      clashes.add(id + " while " + other + " was under way on " + target);
    }
    long end = System.nanoTime() + nanosEach;
    while (System.nanoTime() < end || held) {
      LockSupport.parkNanos(Math.max(MOMENT, end - System.nanoTime()));
    }
    underWay.remove(target, id);
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
