package dev.seedbed.io.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// What programs check of a zip archive, by the JDK's own reader.
final class ZipChecks {
  private static final int DESCRIPTOR = 0x08074b50;
  private static final int HAS_DESCRIPTOR = 1 << 3;

  private ZipChecks() {}

  /// Checks sizes and checksums of all members, in the directory as well as in front of or behind
  /// them.
  static void check(Path archive) throws IOException {
    byte[] bytes = Files.readAllBytes(archive);
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try (var zip = new ZipFile(archive.toFile());
        FileChannel channel = FileChannel.open(archive)) {
      var members = dev.seedbed.io.zip.ZipArchive.read(channel).members();
      assertThat(members).hasSize(zip.size());
      for (var member : members) {
        ZipEntry entry = zip.getEntry(member.name());
        try (InputStream in = zip.getInputStream(entry)) {
          byte[] content = in.readAllBytes();
          assertThat(content.length).isEqualTo((int) entry.getSize());
          assertThat(checksum(content)).as(member.name()).isEqualTo((int) entry.getCrc());
        }
        int begin = (int) member.begin();
        boolean descriptor = (file.getShort(begin + 6) & HAS_DESCRIPTOR) != 0;
        int at = descriptor ? (int) member.dataEnd() + 4 : begin + 14;
        if (descriptor) {
          assertThat(file.getInt(at - 4)).isEqualTo(DESCRIPTOR);
        }
        assertThat(file.getInt(at)).as(member.name()).isEqualTo((int) entry.getCrc());
        assertThat(Integer.toUnsignedLong(file.getInt(at + 4)))
            .isEqualTo(entry.getCompressedSize());
      }
    }
  }

  static int checksum(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
