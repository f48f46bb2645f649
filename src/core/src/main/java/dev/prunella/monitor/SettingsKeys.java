package dev.prunella.monitor;

import dev.prunella.schemas.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The keys of the topic {@code settings}: fleet/part. */
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
}
