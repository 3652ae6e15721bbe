package dev.seedbed.io.pickle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.io.MalformedModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The bytes of a pickle. What they make in memory is counted: a few bytes can make much.
final class PickleInput {
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_LINE = 1 << 12;

  /// The bytes of an empty text in memory.
  private static final int TEXT = 56;

  private final InputStream in;
  private final long size;
  private final long memory;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);

  /// How many bytes of the pickle have been put into the buffer.
  private long fetched;

  private long made;

  /// @param size of the pickle
  /// @param memory that its values may take
  PickleInput(InputStream in, long size, long memory) {
    this.in = in;
    this.size = size;
    this.memory = memory;
    buffer.order(ByteOrder.LITTLE_ENDIAN);
  }

  /// How many bytes have been read.
  long position() {
    return fetched - buffer.remaining();
  }

  /// @param count at most 8
  private ByteBuffer with(int count) throws IOException {
    while (buffer.remaining() < count) {
      buffer.compact();
      int most = (int) Math.min(buffer.remaining(), size - fetched);
      int got = most == 0 ? -1 : in.read(buffer.array(), buffer.position(), most);
      buffer.position(buffer.position() + Math.max(0, got)).flip();
      if (got < 0) {
        throw broken("ends too early");
      }
      fetched += got;
    }
    return buffer;
  }

  int unsignedByte() throws IOException {
    return Byte.toUnsignedInt(with(Byte.BYTES).get());
  }

  int unsignedShort() throws IOException {
    return Short.toUnsignedInt(with(Short.BYTES).getShort());
  }

  int signedInt() throws IOException {
    return with(Integer.BYTES).getInt();
  }

  long unsignedInt() throws IOException {
    return Integer.toUnsignedLong(signedInt());
  }

  long signedLong() throws IOException {
    return with(Long.BYTES).getLong();
  }

  /// A double, which is the only number with its highest byte first.
  double big() throws IOException {
    return Double.longBitsToDouble(Long.reverseBytes(signedLong()));
  }

  /// A whole number of `length` bytes in two's complement.
  Pickled whole(long length) throws IOException {
    if (length > Long.BYTES) {
      return skip(length);
    }
    byte[] bytes = bytes(length);
    long value = bytes.length == 0 ? 0 : bytes[bytes.length - 1] >> (Byte.SIZE - 1);
    for (int i = bytes.length - 1; i >= 0; i--) {
      value = (value << Byte.SIZE) | Byte.toUnsignedInt(bytes[i]);
    }
    return new Pickled.Whole(value);
  }

  Pickled text(long length) throws IOException {
    // Surrogates that stand alone, which Python allows, become marks.
    return new Pickled.Text(new String(bytes(length), UTF_8));
  }

  private byte[] bytes(long length) throws IOException {
    requireRest(length);
    make(TEXT + 2 * length);
    byte[] bytes = new byte[(int) length];
    for (int i = 0; i < bytes.length; ) {
      with(1);
      int next = Math.min(buffer.remaining(), bytes.length - i);
      buffer.get(bytes, i, next);
      i += next;
    }
    return bytes;
  }

  /// Passes over bytes that nobody needs.
  Pickled skip(long length) throws IOException {
    requireRest(length);
    for (long left = length; left > 0; ) {
      with(1);
      int next = (int) Math.min(buffer.remaining(), left);
      buffer.position(buffer.position() + next);
      left -= next;
    }
    return new Pickled.Bytes(length);
  }

  private void requireRest(long length) throws IOException {
    if (length < 0 || length > Math.min(size - position(), Integer.MAX_VALUE - Long.BYTES)) {
      throw broken(
          "has %s bytes to follow, which it has not".formatted(Long.toUnsignedString(length)));
    }
  }

  /// A line of a name.
  String line() throws IOException {
    byte[] line = new byte[LONGEST_LINE];
    for (int i = 0; i < line.length; i++) {
      line[i] = (byte) unsignedByte();
      if (line[i] == '\n') {
        make(TEXT + 2L * i);
        return new String(Arrays.copyOf(line, i), ISO_8859_1);
      }
    }
    throw broken("has a name of more than %d bytes".formatted(LONGEST_LINE));
  }

  /// Takes note of bytes in memory that the pickle is about to take.
  void make(long bytes) throws IOException {
    made += bytes;
    if (made > memory) {
      throw new MalformedModelException(
          "its pickle makes more than %d MB of values: too many for the memory that there is"
              .formatted(memory >> 20));
    }
  }

  MalformedModelException broken(String what) {
    return new MalformedModelException("its pickle %s, at byte %d".formatted(what, position()));
  }
}
