package dev.prunella.app.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StackTraceTest {

  @Test
  void shouldSayWhatTheInnermostCauseSays() {
    String trace =
        "org.apache.flink.util.FlinkException: Could not run the jar.\n"
            + "\tat org.apache.flink.Some.method(Some.java:1)\n"
            + "Caused by: java.util.concurrent.CompletionException: java.lang.X: no\n"
            + "\t... 7 more\n"
            + "Caused by: java.io.FileNotFoundException: Cannot find the savepoint '/a'\n"
            + "\tat java.base/java.lang.Thread.run(Thread.java:1)\n";

    assertEquals("Cannot find the savepoint '/a'", StackTrace.rootMessage(trace));
  }

  @Test
  void shouldPreferOurOwnWordsToTheirCauseAndKeepEachLineOfThem() {
    String trace =
        "org.apache.flink.util.FlinkException: Could not run the jar.\n"
            + "Caused by: dev.prunella.settings.ConfigurationException: a.yaml:1: one\n"
            + "a.yaml:2: two\n"
            + "\tat dev.prunella.Some.method(Some.java:1)\n"
            + "Caused by: java.net.ConnectException: Connection refused\n";

    assertEquals("a.yaml:1: one\na.yaml:2: two", StackTrace.rootMessage(trace));
  }

  @Test
  void shouldTellTheClassOfAnExceptionThatSaysNothing() {
    assertEquals(
        "java.lang.NullPointerException",
        StackTrace.rootMessage("java.lang.NullPointerException\n\tat a.B.c(B.java:1)\n"));
  }

  @Test
  void shouldLeaveWhatIsNoTraceAsItIs() {
    assertEquals("Job could not be found.", StackTrace.rootMessage("Job could not be found."));
  }
}
