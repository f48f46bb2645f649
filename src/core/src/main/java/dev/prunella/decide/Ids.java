package dev.prunella.decide;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids and draws are hashes of what they stand for, so that a replay makes the same ones. */
public final class Ids {

  private Ids() {}

  /**
   * 16 hexadecimal digits: the first 64 bits of SHA-256 over the parts, each preceded by its
   * length.
   */
  public static String of(Object... parts) {
    return HexFormat.of().toHexDigits(hash(parts));
  }

  /** A number in [0, 1): the upper 53 bits of the same hash. */
  public static double draw(Object... parts) {
    return (hash(parts) >>> 11) * 0x1.0p-53;
  }

  private static long hash(Object... parts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (Object part : parts) {
        byte[] bytes = String.valueOf(part).getBytes(StandardCharsets.UTF_8);
        sha.update((byte) (bytes.length >>> 8));
        sha.update((byte) bytes.length);
        sha.update(bytes);
      }
      return ByteBuffer.wrap(sha.digest()).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
