package dev.prunella.detect;

import java.io.IOException;

/** The version byte that each stored form begins with. */
final class Versions {

  private Versions() {}

  /** The version found, which is the newest or one of those before it. */
  static byte expect(String what, byte newest, byte found) throws IOException {
    if (found < 1 || found > newest) {
      throw new IOException(
          "the stored state of %s has version %d, this code reads versions 1 to %d; restore it with the release that wrote it"
              .formatted(what, found, newest));
    }
    return found;
  }
}
