package dev.seedbed.io.array;

import dev.seedbed.data.InputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The bytes of an array's file.
final class ArrayBytes implements Closeable {
  private static final int CHUNK = 1 << 16;

  private final String name;
  private final InputStream in;
  private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK).limit(0);

  /// @param name of the array in messages
  ArrayBytes(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  String name() {
    return name;
  }

  InputException cutOff() {
    return new InputException(name + ": cut off");
  }

  void order(ByteOrder order) {
    buffer.order(order);
  }

  /// The buffer, in which at least that many bytes remain: at most 64 Ki.
  ///
  /// @throws InputException if the file ends before
  ByteBuffer with(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      buffer.compact();
      while (buffer.position() < bytes) {
        int got = in.read(buffer.array(), buffer.position(), buffer.remaining());
        if (got < 0) {
          throw cutOff();
        }
        buffer.position(buffer.position() + got);
      }
      buffer.flip();
    }
    return buffer;
  }

  /// @throws InputException if there are more bytes
  void end() throws IOException {
    if (buffer.hasRemaining() || in.read() >= 0) {
      throw new InputException(name + ": more numbers than its shape says");
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /// Refuses lengths whose product is too large.
  void requireSize(long[] lengths) {
    long product = 1;
    for (long length : lengths) {
      if (length != 0 && product > Long.MAX_VALUE / length) {
        throw new InputException(name + ": more elements than a file can have");
      }
      product *= length;
    }
  }
}
