package dev.seedbed.io.zip;

import dev.seedbed.io.MalformedModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/// Bytes of an archive at any place, little-endian, read ahead.
final class ZipBytes {
  private final FileChannel file;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 10).order(ByteOrder.LITTLE_ENDIAN);
  private ByteBuffer larger = ByteBuffer.allocate(0);

  /// Where the buffer's first byte stands.
  private long begin;

  ZipBytes(FileChannel file) {
    this.file = file;
    buffer.limit(0);
  }

  /// A buffer of `count` bytes from `at` on, which is good until the next call.
  ///
  /// @param count fewer than 2^18
  /// @throws MalformedModelException if the file ends before
  ByteBuffer at(long at, int count) throws IOException {
    if (count > buffer.capacity()) {
      larger = ByteBuffer.allocate(count);
      return fill(larger, at, count);
    }
    if (at < begin || at + count > begin + buffer.limit()) {
      fill(buffer, at, count);
      begin = at;
    }
    return buffer.slice((int) (at - begin), count).order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer fill(ByteBuffer into, long at, int count) throws IOException {
    into.clear();
    while (into.position() < count) {
      if (file.read(into, at + into.position()) < 0) {
        throw new MalformedModelException(
            "the archive ends before byte %d, or is cut off".formatted(at + count));
      }
    }
    return into.flip().order(ByteOrder.LITTLE_ENDIAN);
  }
}
