package dev.seedbed.io.weights;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seedbed.io.MalformedModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.HexFormat;

/// The first bytes of files that PyTorch reads, of which the oldest formats are not read here.
final class TorchSignature {
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  /// The pickle of PyTorch's magic number, 0x1950A86A20F9469CFC6C.
  private static final byte[] LEGACY = HexFormat.of().parseHex("8a0a6cfc9c46f9206aa85019");

  private static final byte[] PREVIEW = "PYTORCH1".getBytes(US_ASCII);
  private static final byte[] TAR = "ustar".getBytes(US_ASCII);
  private static final int TAR_AT = 257;
  private static final int PICKLE = 0x80;

  private static final String SAVE_AGAIN =
      "load it with PyTorch and save it again: torch.save(torch.load(FILE), NEW)";

  private TorchSignature() {}

  /// @throws MalformedModelException if a file is not a zip archive
  static void check(FileChannel file) throws IOException {
    byte[] begin = new byte[TAR_AT + TAR.length];
    ByteBuffer buffer = ByteBuffer.wrap(begin);
    while (buffer.hasRemaining() && file.read(buffer, buffer.position()) >= 0) {
      // On.
    }
    if (has(begin, 0, ZIP)) {
      return;
    }
    if (has(begin, 2, LEGACY) || has(begin, TAR_AT, TAR)) {
      throw new MalformedModelException("it has the format of PyTorch before 1.6; " + SAVE_AGAIN);
    }
    if (has(begin, 0, PREVIEW)) {
      throw new MalformedModelException("it has a format of PyTorch's preview release");
    }
    if (Byte.toUnsignedInt(begin[0]) == PICKLE) {
      throw new MalformedModelException(
          "it is a pickle without the archive that torch.save writes; " + SAVE_AGAIN);
    }
    throw new MalformedModelException("not a file of torch.save, which is a zip archive");
  }

  private static boolean has(byte[] bytes, int at, byte[] expected) {
    return Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length);
  }
}
