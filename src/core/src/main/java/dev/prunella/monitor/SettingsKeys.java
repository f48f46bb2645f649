package dev.prunella.monitor;

import dev.prunella.schemas.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The keys of the topic {@code settings}, fleet/part, and how a part is taken back. */
public final class SettingsKeys {

  private SettingsKeys() {}

  /** What takes a part back: its document with nothing set. Null if the key is none. */
  public static Settings removal(byte[] key, Instant at) {
    String text = new String(key, StandardCharsets.UTF_8);
    int slash = text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1) {
      return null;
    }
    return Settings.newBuilder()
        .setFleet(text.substring(0, slash))
        .setPart(text.substring(slash + 1))
        .setAt(at)
        .build();
  }

  /** Whether a document has nothing set, and so takes its part back. */
  public static boolean isRemoval(Settings part) {
    return part.getPipeline() == null
        && part.getSubjects() == null
        && part.getAutonomy() == null
        && part.getGuardrails() == null
        && part.getFreeze() == null
        && part.getRunbook() == null
        && part.getLearning() == null
        && part.getExecutors() == null;
  }
}
