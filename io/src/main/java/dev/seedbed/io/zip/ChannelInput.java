package dev.seedbed.io.zip;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// The bytes [`at`, `end`) of a file, whose own position does not change.
final class ChannelInput extends InputStream {
  private final FileChannel file;
  private final long end;
  private long at;

  ChannelInput(FileChannel file, long at, long end) {
    this.file = file;
    this.at = at;
    this.end = end;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int most = (int) Math.min(length, end - at);
    int count = most == 0 ? -1 : file.read(ByteBuffer.wrap(bytes, offset, most), at);
    at += Math.max(0, count);
    return count;
  }
}
