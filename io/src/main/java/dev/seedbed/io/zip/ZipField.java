package dev.seedbed.io.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/// Where a number stands in an archive, little-endian.
///
/// @param bytes 4 or 8
public record ZipField(long at, int bytes) {
  private static final long FULL = 0xFFFF_FFFFL;

  /// Whether it says that the number stands in another field, of 8 bytes.
  static boolean isElsewhere(long value) {
    return value == FULL;
  }

  /// Whether the field has room for `value`.
  public boolean holds(long value) {
    return bytes == Long.BYTES || (value >= 0 && value < FULL);
  }

  /// Reads the number.
  public long read(FileChannel file) throws IOException {
    ByteBuffer buffer = new ZipBytes(file).at(at, bytes);
    return bytes == Long.BYTES ? buffer.getLong() : Integer.toUnsignedLong(buffer.getInt());
  }

  /// Writes `value` at `to`, where the field stands in a copy.
  public void write(FileChannel copy, long to, long value) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(value).flip().limit(bytes);
    while (buffer.hasRemaining()) {
      copy.write(buffer, to + buffer.position());
    }
  }
}
