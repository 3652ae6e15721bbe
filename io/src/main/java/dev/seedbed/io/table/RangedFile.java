package dev.seedbed.io.table;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// A file of which parts are read: without a mapping into memory, which ends the JVM if the file is
/// cut off meanwhile.
final class RangedFile implements Closeable {
  private final FileChannel channel;

  RangedFile(Path file) throws IOException {
    this.channel = FileChannel.open(file);
  }

  /// The bytes from `offset` on.
  ///
  /// @throws EOFException if there are fewer
  ByteBuffer readRange(long offset, int length) throws IOException {
    if (offset < 0 || length < 0 || offset > length() - length) {
      throw new EOFException();
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw new EOFException();
      }
    }
    return bytes.flip();
  }

  long length() throws IOException {
    return channel.size();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
