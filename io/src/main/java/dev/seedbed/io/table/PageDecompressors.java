package dev.seedbed.io.table;

import dev.hardwood.internal.compression.Decompressor;
import dev.hardwood.internal.compression.DecompressorFactory;
import dev.hardwood.metadata.CompressionCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Decompresses the pages of Parquet files, in Java alone.
final class PageDecompressors extends DecompressorFactory {
  /// Held, so that its level stays: else hardwood reports on standard error how it decodes.
  private static final Logger LOGGER = Logger.getLogger("dev.hardwood");

  /// The most that gzip can make of a byte.
  private static final long LARGEST_RATIO = 1032;

  static {
    LOGGER.setLevel(Level.WARNING);
  }

  PageDecompressors() {
    super(null);
  }

  static boolean canRead(CompressionCodec codec) {
    return switch (codec) {
      case UNCOMPRESSED, SNAPPY, GZIP -> true;
      case LZO, BROTLI, LZ4, ZSTD, LZ4_RAW -> false;
    };
  }

  @Override
  public Decompressor getDecompressor(CompressionCodec codec) {
    Decompressor decompressor =
        codec == CompressionCodec.SNAPPY ? new Snappy() : super.getDecompressor(codec);
    return new Bounded(decompressor);
  }

  /// Refuses sizes that the bytes cannot have, before room is made for them.
  private record Bounded(Decompressor decompressor) implements Decompressor {
    @Override
    public byte[] decompress(ByteBuffer packed, int size) throws IOException {
      if (size < 0 || size > LARGEST_RATIO * (packed.remaining() + 1)) {
        throw new IOException("a page cannot be that large");
      }
      return decompressor.decompress(packed, size);
    }

    @Override
    public String getName() {
      return decompressor.getName();
    }
  }

  private record Snappy() implements Decompressor {
    @Override
    public byte[] decompress(ByteBuffer packed, int size) throws IOException {
      return SnappyBlock.unpack(packed, size);
    }

    @Override
    public String getName() {
      return "SNAPPY";
    }
  }
}
