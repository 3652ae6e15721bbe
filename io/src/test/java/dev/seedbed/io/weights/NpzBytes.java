package dev.seedbed.io.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Arrays of NumPy made by hand.
final class NpzBytes {

  private NpzBytes() {}

  /// An array with that header and that data.
  static byte[] array(String header, byte... data) {
    byte[] text = header.getBytes(ISO_8859_1);
    int version = text.length < 1 << Short.SIZE ? 1 : 2;
    ByteBuffer bytes =
        ByteBuffer.allocate((version == 1 ? 10 : 12) + text.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      bytes.putShort((short) text.length);
    } else {
      bytes.putInt(text.length);
    }
    return bytes.put(text).put(data).array();
  }
}
