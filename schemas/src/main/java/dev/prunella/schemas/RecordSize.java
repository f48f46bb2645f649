package dev.prunella.schemas;

/** The first check of every codec: is there anything, and is it not too much. */
final class RecordSize {

  private RecordSize() {}

  static int requirePositive(int maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes is " + maxBytes + ", expected 1 or more");
    }
    return maxBytes;
  }

  static void check(byte[] bytes, int maxBytes, String record) throws MalformedRecordException {
    if (bytes == null || bytes.length == 0) {
      throw new MalformedRecordException(
          DeadLetterReason.EMPTY, "The value is empty; expected one " + record + ".");
    }
    if (bytes.length > maxBytes) {
      throw new MalformedRecordException(
          DeadLetterReason.TOO_LARGE,
          "The value has "
              + bytes.length
              + " bytes, "
              + record
              + " may have "
              + maxBytes
              + "; send smaller records or raise the limit.");
    }
  }
}
