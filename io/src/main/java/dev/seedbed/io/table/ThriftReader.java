package dev.seedbed.io.table;

import dev.hardwood.internal.thrift.ThriftCompactReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads the headers within Parquet files, and refuses lengths that go beyond the bytes before room
/// is made for them.
final class ThriftReader extends ThriftCompactReader {
  private final int most;

  ThriftReader(ByteBuffer bytes, int start) {
    super(bytes, start);
    this.most = bytes.limit() - start;
  }

  @Override
  public byte[] readBinary() throws IOException {
    byte[] bytes = new byte[requireWithin(readVarint())];
    readBytes(bytes);
    return bytes;
  }

  @Override
  public CollectionHeader readListHeader() throws IOException {
    CollectionHeader header = super.readListHeader();
    requireWithin(header.size());
    return header;
  }

  private int requireWithin(long length) throws EOFException {
    if (length < 0 || length > most - getBytesRead()) {
      throw new EOFException();
    }
    return (int) length;
  }
}
