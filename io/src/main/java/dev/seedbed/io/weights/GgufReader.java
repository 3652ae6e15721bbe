package dev.seedbed.io.weights;

import dev.seedbed.io.MalformedModelException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Reads the numbers and strings of which the beginning of a GGUF file is made, little-endian.
final class GgufReader {
  private final InputStream in;
  private final long end;
  private long position;

  /// @param end how much of `file` may be read, in bytes
  GgufReader(InputStream file, long end) {
    this.in = new BufferedInputStream(file);
    this.end = end;
  }

  /// How much has been read or skipped, in bytes.
  long position() {
    return position;
  }

  byte[] bytes(int count) throws IOException {
    require(count);
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new MalformedModelException("the file was cut off while it was read");
    }
    position += count;
    return bytes;
  }

  private ByteBuffer buffer(int count) throws IOException {
    return ByteBuffer.wrap(bytes(count)).order(ByteOrder.LITTLE_ENDIAN);
  }

  int u32() throws IOException {
    return buffer(Integer.BYTES).getInt();
  }

  /// An unsigned number, at most `most`.
  ///
  /// @param what it is, such as "the number of tensors"
  long u64(String what, long most) throws IOException {
    long number = buffer(Long.BYTES).getLong();
    if (number < 0 || number > most) {
      throw new MalformedModelException(
          "%s must be at most %d: %s".formatted(what, most, Long.toUnsignedString(number)));
    }
    return number;
  }

  void skip(long count) throws IOException {
    require(count);
    in.skipNBytes(count);
    position += count;
  }

  private void require(long count) throws MalformedModelException {
    if (count > end - position) {
      throw new MalformedModelException(
          "the header must end within the first %d bytes of the file, or it is cut off"
              .formatted(end));
    }
  }
}
