package dev.prunella.detect;

import java.io.IOException;

/** The version byte that each stored form begins with. */
final class Versions {

  private Versions() {}

  static void expect(String what, byte known, byte found) throws IOException {
    if (found != known) {
      throw new IOException(
          "the stored state of %s has version %d, this code reads version %d; restore it with the release that wrote it"
              .formatted(what, found, known));
    }
  }
}
