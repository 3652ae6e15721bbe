package dev.seedbed.io.zip;

import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// A file in a zip archive.
///
/// @param method how it is compressed: 0 if it is stored as it is, 8 if deflated
/// @param begin where its local header stands in the archive
/// @param dataBegin where its bytes stand, behind that header
/// @param dataEnd where they end
/// @param size of the file, uncompressed
/// @param crc the CRC-32 of the file, as the directory has it
/// @param entry where its entry in the directory stands
public record ZipMember(
    String name,
    int method,
    long begin,
    long dataBegin,
    long dataEnd,
    long size,
    int crc,
    long entry) {
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int BUFFER = 1 << 16;

  public boolean stored() {
    return method == STORED;
  }

  public boolean deflated() {
    return method == DEFLATED;
  }

  /// The bytes of the file, of one that is stored or deflated. They end early if the archive is
  /// damaged. Several streams may read from one channel at once.
  ///
  /// @param archive open as long as the stream is read
  public InputStream open(FileChannel archive) {
    var bytes = new ChannelInput(archive, dataBegin, dataEnd);
    return stored() ? bytes : new Inflated(bytes);
  }

  /// Frees the decompressor when it is closed.
  private static final class Inflated extends InflaterInputStream {
    Inflated(InputStream bytes) {
      super(bytes, new Inflater(true), BUFFER);
    }

    @Override
    public void close() {
      inf.end();
    }
  }
}
