package dev.seedbed.io.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Bytes packed with Snappy, in its
/// [format](https://github.com/google/snappy/blob/main/format_description.txt) without frames.
final class SnappyBlock {
  private static final int LITERAL = 0;
  private static final int NEAR_COPY = 1;
  private static final int COPY = 2;

  /// Literals of up to that many bytes have their length in the first byte.
  private static final int SHORT_LITERAL = 60;

  private SnappyBlock() {}

  /// Unpacks a block.
  ///
  /// @param size that it must have then
  static byte[] unpack(ByteBuffer packed, int size) throws IOException {
    ByteBuffer in = packed.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (length(in) != size) {
      throw damaged();
    }
    byte[] out = new byte[size];
    int at = 0;
    while (in.hasRemaining()) {
      int tag = Byte.toUnsignedInt(in.get());
      if ((tag & 3) == LITERAL) {
        int length = literalLength(in, tag >>> 2);
        require(in, length);
        require(length <= size - at);
        in.get(out, at, length);
        at += length;
      } else {
        int length = (tag & 3) == NEAR_COPY ? 4 + (tag >>> 2 & 7) : 1 + (tag >>> 2);
        int offset = offset(in, tag);
        require(offset > 0 && offset <= at && length <= size - at);
        copy(out, at, offset, length);
        at += length;
      }
    }
    require(at == size);
    return out;
  }

  /// The length that a block begins with: seven bits a byte, the lowest first.
  private static long length(ByteBuffer in) throws IOException {
    long length = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      require(in, 1);
      byte next = in.get();
      length |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return length;
      }
    }
    throw damaged();
  }

  private static int literalLength(ByteBuffer in, int first) throws IOException {
    if (first < SHORT_LITERAL) {
      return first + 1;
    }
    int bytes = first - SHORT_LITERAL + 1;
    require(in, bytes);
    long length = 0;
    for (int i = 0; i < bytes; i++) {
      length |= (long) Byte.toUnsignedInt(in.get()) << (8 * i);
    }
    require(length < Integer.MAX_VALUE);
    return (int) length + 1;
  }

  private static int offset(ByteBuffer in, int tag) throws IOException {
    return switch (tag & 3) {
      case NEAR_COPY -> {
        require(in, Byte.BYTES);
        yield (tag >>> 5) << 8 | Byte.toUnsignedInt(in.get());
      }
      case COPY -> {
        require(in, Short.BYTES);
        yield Short.toUnsignedInt(in.getShort());
      }
      default -> {
        require(in, Integer.BYTES);
        yield in.getInt();
      }
    };
  }

  /// Repeats what was written, also what this copy itself has written.
  private static void copy(byte[] out, int at, int offset, int length) {
    if (offset >= length) {
      System.arraycopy(out, at - offset, out, at, length);
      return;
    }
    for (int i = at; i < at + length; i++) {
      out[i] = out[i - offset];
    }
  }

  private static void require(ByteBuffer in, int bytes) throws IOException {
    require(in.remaining() >= bytes);
  }

  private static void require(boolean sound) throws IOException {
    if (!sound) {
      throw damaged();
    }
  }

  private static IOException damaged() {
    return new IOException("malformed Snappy");
  }
}
