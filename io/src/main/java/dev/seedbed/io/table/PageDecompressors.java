package dev.seedbed.io.table;

import dev.hardwood.internal.compression.Decompressor;
import dev.hardwood.internal.compression.DecompressorFactory;
import dev.hardwood.metadata.CompressionCodec;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Decompresses the pages of Parquet files, in Java alone.
final class PageDecompressors extends DecompressorFactory {
  /// Held, so that its level stays: else hardwood reports on standard error how it decodes.
  private static final Logger LOGGER = Logger.getLogger("dev.hardwood");

  /// The most that gzip can make of a byte. Snappy and LZ4 make less.
  private static final long LARGEST_RATIO = 1032;

  /// The most that Zstandard can make of a byte: a block of four bytes becomes 128 kB.
  private static final long LARGEST_ZSTD_RATIO = 32_768;

  /// Where a frame of Zstandard has its flags and, if it is not in a single segment, its window.
  private static final int FLAGS = 4;

  private static final int WINDOW = 5;
  private static final int SINGLE_SEGMENT = 1 << 5;

  /// 8 MB, which is 2^(10 + 13): the exponent beyond 10, and three bits of what is more.
  private static final byte WIDEST_WINDOW = 13 << 3;

  static {
    LOGGER.setLevel(Level.WARNING);
  }

  PageDecompressors() {
    super(null);
  }

  static boolean canRead(CompressionCodec codec) {
    return switch (codec) {
      case UNCOMPRESSED, SNAPPY, GZIP, LZ4, ZSTD, LZ4_RAW -> true;
      case LZO, BROTLI -> false;
    };
  }

  @Override
  public Decompressor getDecompressor(CompressionCodec codec) {
    Unpacking unpacking =
        switch (codec) {
          case UNCOMPRESSED, GZIP, LZO, BROTLI -> super.getDecompressor(codec)::decompress;
          case SNAPPY -> (packed, size) -> block(new SnappyDecompressor(), packed, size);
          case LZ4 -> PageDecompressors::hadoopBlocks;
          case LZ4_RAW -> (packed, size) -> block(new Lz4Decompressor(), packed, size);
          case ZSTD -> PageDecompressors::zstandard;
        };
    return new Bounded(
        codec.name(),
        codec == CompressionCodec.ZSTD ? LARGEST_ZSTD_RATIO : LARGEST_RATIO,
        unpacking);
  }

  /// The library refuses windows of more than it can hold, though all of a page is at hand here. So
  /// it sees a narrower one.
  private static byte[] zstandard(ByteBuffer packed, int size) throws IOException {
    ByteBuffer frame = packed.slice();
    if (frame.limit() > WINDOW
        && (frame.get(FLAGS) & SINGLE_SEGMENT) == 0
        && Byte.toUnsignedInt(frame.get(WINDOW)) > WIDEST_WINDOW) {
      frame = ByteBuffer.allocate(frame.limit()).put(frame).put(WINDOW, WIDEST_WINDOW).flip();
    }
    return block(new ZstdDecompressor(), frame, size);
  }

  private static byte[] block(
      io.airlift.compress.Decompressor decompressor, ByteBuffer packed, int size)
      throws IOException {
    ByteBuffer page = ByteBuffer.allocate(size);
    decompressor.decompress(packed, page);
    require(!page.hasRemaining());
    return page.array();
  }

  /// Unpacks blocks in parts, as Hadoop packs them with LZ4: in front of a block stands the size
  /// that it will have, in front of each part the size that it has.
  private static byte[] hadoopBlocks(ByteBuffer packed, int size) throws IOException {
    var decompressor = new Lz4Decompressor();
    ByteBuffer in = packed.slice();
    ByteBuffer page = ByteBuffer.allocate(size);
    while (page.hasRemaining()) {
      int end = page.position() + in.getInt();
      require(page.position() <= end && end <= size);
      page.limit(end);
      while (page.hasRemaining()) {
        int part = in.getInt();
        require(0 < part && part <= in.remaining());
        decompressor.decompress(in.slice(in.position(), part), page);
        in.position(in.position() + part);
      }
      page.limit(size);
    }
    require(!in.hasRemaining());
    return page.array();
  }

  private static void require(boolean sound) throws IOException {
    if (!sound) {
      throw new IOException("a page is malformed");
    }
  }

  /// Makes a page of packed bytes.
  private interface Unpacking {
    /// @param size that the page must have
    byte[] unpack(ByteBuffer packed, int size) throws IOException;
  }

  /// Refuses sizes that the bytes cannot have, before room is made for them.
  private record Bounded(String name, long largestRatio, Unpacking unpacking)
      implements Decompressor {
    @Override
    public byte[] decompress(ByteBuffer packed, int size) throws IOException {
      if (size < 0 || size > largestRatio * (packed.remaining() + 1)) {
        throw new IOException("a page cannot be that large");
      }
      return unpacking.unpack(packed, size);
    }

    @Override
    public String getName() {
      return name;
    }
  }
}
