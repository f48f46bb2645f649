package dev.prunella.detect;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Floats that lie in memory as {@link java.io.DataOutput#writeFloat} writes them. State of which a
 * point changes next to nothing is stored after each point on some backends: so it is copied, not
 * written float by float.
 */
final class Packed {
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.BIG_ENDIAN);

  private Packed() {}

  static float get(byte[] bytes, int at) {
    return (float) FLOAT.get(bytes, at);
  }

  static void set(byte[] bytes, int at, float value) {
    FLOAT.set(bytes, at, value);
  }
}
