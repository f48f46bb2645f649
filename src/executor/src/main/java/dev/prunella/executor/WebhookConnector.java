package dev.prunella.executor;

import dev.prunella.schemas.Command;
import dev.prunella.schemas.PlainJsonCodec;
import dev.prunella.settings.Connection.Webhook;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/**
 * Posts each command of a service as plain JSON to one address, with its id as {@code
 * Idempotency-Key} and the headers of CloudEvents. 2xx means that it is done, everything else that
 * it is not. Only what was certainly not sent is tried again.
 *
 * <p>Source of the headers: CloudEvents HTTP protocol binding 1.0.2, binary content mode.
 */
final class WebhookConnector implements Connector {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Tries to connect, and the wait before the second, which doubles. */
  private static final int TRIES = 3;

  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Of an answer, as much as is told, in bytes. */
  private static final int HEAD = 300;

  private final String service;
  private final Webhook webhook;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          // A redirect could lead the token, and the action, to somebody else.
          .followRedirects(Redirect.NEVER)
          .build();

  WebhookConnector(String service, Webhook webhook) {
    this.service = service;
    this.webhook = webhook;
  }

  @Override
  public Set<String> services() {
    return Set.of(service);
  }

  @Override
  public ActionResult act(Command command) throws InterruptedException {
    HttpRequest request = request(command);
    for (int tries = 1; ; tries++) {
      try {
        return result(client.send(request, BodyHandlers.ofInputStream()));
      } catch (ConnectException | HttpConnectTimeoutException e) {
        if (tries == TRIES) {
          return ActionResult.failed(
              "no connection to %s in %d tries; nothing was sent".formatted(where(), TRIES));
        }
        Thread.sleep(PAUSE.toMillis() << (tries - 1));
      } catch (HttpTimeoutException e) {
        return ActionResult.timedOut(
            "%s did not answer within %d s".formatted(where(), webhook.timeout().toSeconds()));
      } catch (IOException e) {
        return ActionResult.unknown(
            "the connection to %s broke before an answer: %s".formatted(where(), e.getMessage()));
      }
    }
  }

  private HttpRequest request(Command command) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(webhook.url())
            .timeout(webhook.timeout())
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", encoded(command.getId()))
            .header("ce-specversion", "1.0")
            .header("ce-id", encoded(command.getId()))
            .header("ce-source", encoded("prunella/" + command.getFleet()))
            .header("ce-type", "dev.prunella.command")
            .header("ce-subject", encoded(command.getTarget()))
            .header("ce-time", command.getIssuedAt().toString())
            // A codec has buffers of its own, and several threads come here.
            .POST(BodyPublishers.ofByteArray(new PlainJsonCodec<>(Command.class).encode(command)));
    webhook.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return request.build();
  }

  private ActionResult result(HttpResponse<InputStream> response) {
    int status = response.statusCode();
    try (InputStream body = response.body()) {
      if (status / 100 == 2) {
        return ActionResult.succeeded("%s answered %d".formatted(where(), status));
      }
      if (status / 100 == 3) {
        return ActionResult.failed(
            "%s answered %d, a redirect; they are not followed".formatted(where(), status));
      }
      String told = new String(body.readNBytes(HEAD), StandardCharsets.UTF_8).strip();
      return ActionResult.failed("%s answered %d: %s".formatted(where(), status, told));
    } catch (IOException e) {
      return ActionResult.failed("%s answered %d".formatted(where(), status));
    }
  }

  /** Without user and path, which may be secrets. */
  private String where() {
    int port = webhook.url().getPort();
    return webhook.url().getHost() + (port < 0 ? "" : ":" + port);
  }

  /** Header values are printable ASCII: the binding percent-encodes all else. */
  private static String encoded(String value) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
      if (each > ' ' && each < 0x7F && each != '"' && each != '%') {
        encoded.append((char) each);
      } else {
        encoded.append('%').append("%02X".formatted(each));
      }
    }
    return encoded.toString();
  }
}
