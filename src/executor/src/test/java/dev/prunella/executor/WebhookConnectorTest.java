package dev.prunella.executor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.OutcomeStatus;
import dev.prunella.schemas.PlainJsonCodec;
import dev.prunella.settings.Connection.Webhook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookConnectorTest {

  private record Call(Headers headers, byte[] body) {}

  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private int status = 200;
  private String answer = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/",
        exchange -> {
          calls.add(
              new Call(exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes()));
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void shouldPostTheCommandAsJsonWithItsIdForIdempotency() throws Exception {
    Command command = Shop.command("a").setTarget("glue:1/eu/größe").build();

    assertEquals(OutcomeStatus.SUCCEEDED, act(command).status());

    Call call = calls.get(0);
    assertEquals(command, new PlainJsonCodec<>(Command.class).decode(call.body()));
    assertEquals("a", call.headers().getFirst("Idempotency-Key"));
    assertEquals("application/json", call.headers().getFirst("Content-Type"));
    assertEquals("1.0", call.headers().getFirst("ce-specversion"));
    assertEquals("a", call.headers().getFirst("ce-id"));
    assertEquals("prunella/shop", call.headers().getFirst("ce-source"));
    assertEquals("dev.prunella.command", call.headers().getFirst("ce-type"));
    assertEquals("glue:1/eu/gr%C3%B6%C3%9Fe", call.headers().getFirst("ce-subject"));
    assertEquals("2026-03-01T11:59:59Z", call.headers().getFirst("ce-time"));
    assertEquals("Bearer s3cret", call.headers().getFirst("Authorization"));
  }

  @Test
  void shouldReportARefusalWithTheBeginOfWhatWasSaid() throws Exception {
    status = 422;
    answer = "no such job " + "x".repeat(1_000);

    ActionResult result = act(Shop.command("a").build());

    assertEquals(OutcomeStatus.FAILED, result.status());
    assertTrue(result.detail().contains("answered 422: no such job xxx"), result.detail());
    assertTrue(result.detail().length() < 400, result.detail());
    assertEquals(1, calls.size(), "what has arrived is not sent again");
  }

  @Test
  void shouldNotFollowARedirect() throws Exception {
    status = 307;

    assertEquals(OutcomeStatus.FAILED, act(Shop.command("a").build()).status());
    assertEquals(1, calls.size());
  }

  @Test
  void shouldFailWhereNothingListens() throws Exception {
    String url = url();
    server.stop(0);

    ActionResult result = connector(url).act(Shop.command("a").build());

    assertEquals(OutcomeStatus.FAILED, result.status());
    assertTrue(result.detail().contains("nothing was sent"), result.detail());
  }

  @Test
  void shouldTimeOutWhereNobodyAnswers() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ActionResult result =
          connector("http://localhost:" + silent.getLocalPort()).act(Shop.command("a").build());

      assertEquals(OutcomeStatus.TIMED_OUT, result.status());
    }
  }

  @Test
  void shouldNotKnowWhereTheConnectionBreaksBeforeTheAnswer() throws Exception {
    try (ServerSocket rude = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread server =
          new Thread(
              () -> {
                try (Socket socket = rude.accept()) {
                  socket.getInputStream().read();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      server.start();

      ActionResult result =
          connector("http://localhost:" + rude.getLocalPort()).act(Shop.command("a").build());

      assertEquals(OutcomeStatus.UNKNOWN, result.status(), result.detail());
      server.join();
    }
  }

  @Test
  void shouldNotShowTheToken() {
    assertFalse(webhook(url()).toString().contains("s3cret"));
  }

  private ActionResult act(Command command) throws InterruptedException {
    return connector(url()).act(command);
  }

  private String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/hook";
  }

  private static WebhookConnector connector(String url) {
    return new WebhookConnector("glue", webhook(url));
  }

  private static Webhook webhook(String url) {
    return new Webhook(URI.create(url), Optional.of("s3cret"), Duration.ofSeconds(1));
  }
}
