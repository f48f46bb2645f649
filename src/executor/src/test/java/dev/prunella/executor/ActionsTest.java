package dev.prunella.executor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.Command;
import dev.prunella.schemas.OutcomeStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActionsTest {

  private static final long SECOND = 1_000_000_000L;

  /** A connector that acts until it is let go, and does not mind being interrupted. */
  private static final class Stubborn implements Connector {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @Override
    public Set<String> services() {
      return Set.of("glue");
    }

    @Override
    public ActionResult act(Command command) {
      begun.countDown();
      boolean released = false;
      while (!released) {
        try {
          release.await();
          released = true;
        } catch (InterruptedException e) {
          continue;
        }
      }
      return ActionResult.succeeded("at last");
    }
  }

  private final AtomicLong nanos = new AtomicLong();
  private final Stubborn connector = new Stubborn();
  private final Actions actions =
      new Actions(Map.of("glue", connector), Duration.ofSeconds(30), 2, nanos::get, Seams.NONE);
  private final Command command = Shop.command("a").build();

  @AfterEach
  void stop() {
    connector.release.countDown();
    actions.close();
  }

  @Test
  void shouldTellTheEndUntilItIsRecorded() {
    actions.begin(command);
    assertEquals(List.of(), actions.ended());
    assertEquals(1, actions.free());

    connector.release.countDown();
    Awaitility.await().until(() -> !actions.ended().isEmpty());

    assertEquals(OutcomeStatus.SUCCEEDED, actions.ended().get(0).result().status());
    assertTrue(actions.isInHand("a"));
    actions.recorded(actions.ended().get(0));
    assertEquals(List.of(), actions.ended());
    Awaitility.await().until(() -> actions.free() == 2);
  }

  @Test
  void shouldTimeOutAndStillTouchTheTargetUntilTheThreadReturns() throws Exception {
    actions.begin(command);
    connector.begun.await();
    nanos.set(30 * SECOND);

    Actions.Ended ended = actions.ended().get(0);
    assertEquals(OutcomeStatus.TIMED_OUT, ended.result().status());
    actions.recorded(ended);
    assertEquals("a", actions.touching(command.getTarget()));
    assertEquals(1, actions.free());

    connector.release.countDown();
    Awaitility.await().until(() -> actions.free() == 2);
    assertNull(actions.touching(command.getTarget()));
  }

  @Test
  void shouldNotKnowWhatAFailingConnectorHasDone() {
    try (Actions failing =
        new Actions(
            Map.of(
                "glue",
                new Connector() {
                  @Override
                  public Set<String> services() {
                    return Set.of("glue");
                  }

                  @Override
                  public ActionResult act(Command command) {
                    throw new IllegalStateException("halfway");
                  }
                }),
            Duration.ofSeconds(30),
            1,
            nanos::get,
            Seams.NONE)) {
      failing.begin(command);
      Awaitility.await().until(() -> !failing.ended().isEmpty());

      assertEquals(OutcomeStatus.UNKNOWN, failing.ended().get(0).result().status());
    }
  }

  @Test
  void shouldGiveUpAsUnknown() {
    actions.begin(command);

    assertEquals(OutcomeStatus.UNKNOWN, actions.giveUp().get(0).result().status());
  }
}
