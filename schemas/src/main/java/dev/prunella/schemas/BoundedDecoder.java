package dev.prunella.schemas;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary decoding over one byte array, for input that nobody vouches for. Avro's own decoder
 * believes the lengths that it reads and allocates for them; this one checks each against the bytes
 * that are left, so that memory and time stay in proportion to the input. An array or map item must
 * take at least one byte, which holds for every record with a field.
 */
final class BoundedDecoder extends Decoder {

  private byte[] bytes = {};
  private int position;

  void reset(byte[] input, int offset) {
    this.bytes = input;
    this.position = offset;
  }

  /** Lets go of the input, so that an idle codec does not hold it. */
  void release() {
    bytes = new byte[0];
    position = 0;
  }

  int position() {
    return position;
  }

  int remaining() {
    return bytes.length - position;
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws IOException {
    int value = nextByte();
    if (value != 0 && value != 1) {
      throw new IOException("a boolean is " + value + ", expected 0 or 1");
    }
    return value == 1;
  }

  @Override
  public int readInt() throws IOException {
    long value = readLong();
    if (value != (int) value) {
      throw new IOException("an int is " + value + ", out of range");
    }
    return (int) value;
  }

  @Override
  public long readLong() throws IOException {
    long zigzag = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = nextByte();
      zigzag |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return (zigzag >>> 1) ^ -(zigzag & 1);
      }
    }
    throw new IOException("a number has more than 10 bytes");
  }

  @Override
  public float readFloat() throws IOException {
    return Float.intBitsToFloat((int) littleEndian(4));
  }

  @Override
  public double readDouble() throws IOException {
    return Double.longBitsToDouble(littleEndian(8));
  }

  @Override
  public Utf8 readString(Utf8 old) throws IOException {
    return new Utf8(readString());
  }

  @Override
  public String readString() throws IOException {
    int length = length();
    String text = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return text;
  }

  @Override
  public void skipString() throws IOException {
    skipBytes();
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws IOException {
    byte[] value = new byte[length()];
    readFixed(value, 0, value.length);
    return ByteBuffer.wrap(value);
  }

  @Override
  public void skipBytes() throws IOException {
    int length = length();
    position += length;
  }

  @Override
  public void readFixed(byte[] target, int start, int length) throws IOException {
    require(length);
    System.arraycopy(bytes, position, target, start, length);
    position += length;
  }

  @Override
  public void skipFixed(int length) throws IOException {
    require(length);
    position += length;
  }

  @Override
  public int readEnum() throws IOException {
    return readInt();
  }

  @Override
  public int readIndex() throws IOException {
    return readInt();
  }

  @Override
  public long readArrayStart() throws IOException {
    return blockCount();
  }

  @Override
  public long arrayNext() throws IOException {
    return blockCount();
  }

  @Override
  public long skipArray() throws IOException {
    return skipSizedBlocks();
  }

  @Override
  public long readMapStart() throws IOException {
    return blockCount();
  }

  @Override
  public long mapNext() throws IOException {
    return blockCount();
  }

  @Override
  public long skipMap() throws IOException {
    return skipSizedBlocks();
  }

  private byte nextByte() throws EOFException {
    if (position >= bytes.length) {
      throw new EOFException("it ends too early");
    }
    return bytes[position++];
  }

  private long littleEndian(int size) throws EOFException {
    require(size);
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = value << 8 | (bytes[position + i] & 0xFF);
    }
    position += size;
    return value;
  }

  private int length() throws IOException {
    long length = readLong();
    require(length);
    return (int) length;
  }

  private void require(long length) throws EOFException {
    if (length < 0 || length > remaining()) {
      throw new EOFException("a length is " + length + ", but " + remaining() + " bytes are left");
    }
  }

  /** Items in the next block, 0 at the end; a negative count is followed by the block's size. */
  private long blockCount() throws IOException {
    long count = readLong();
    if (count < 0) {
      count = -count;
      require(readLong());
    }
    if (count < 0 || count > remaining()) {
      throw new EOFException(
          "a list has " + count + " items, but " + remaining() + " bytes are left");
    }
    return count;
  }

  /** Skips blocks whose size is known; gives the count of the first block whose size is not. */
  private long skipSizedBlocks() throws IOException {
    long count = readLong();
    while (count < 0) {
      skipBytes();
      count = readLong();
    }
    if (count > remaining()) {
      throw new EOFException(
          "a list has " + count + " items, but " + remaining() + " bytes are left");
    }
    return count;
  }
}
