package dev.seedbed.io.tensorboard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// TensorFlow's record format (TFRecord), in memory: of each record its length (64 bits), the
/// masked checksum of the length (32 bits), the data, and the masked checksum of the data (32
/// bits), all with the lowest byte first.
final class Records {
  private static final int MASK_DELTA = 0xa282ead8;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  void add(byte[] data) {
    byte[] length = littleEndian(Long.BYTES).putLong(data.length).array();
    bytes.writeBytes(length);
    bytes.writeBytes(littleEndian(Integer.BYTES).putInt(maskedChecksum(length)).array());
    bytes.writeBytes(data);
    bytes.writeBytes(littleEndian(Integer.BYTES).putInt(maskedChecksum(data)).array());
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// The CRC-32C, rotated and shifted: the checksum of data that holds checksums itself would be of
  /// little worth.
  private static int maskedChecksum(byte[] data) {
    var checksum = new CRC32C();
    checksum.update(data);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK_DELTA;
  }
}
