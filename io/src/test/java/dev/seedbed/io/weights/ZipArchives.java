package dev.seedbed.io.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Zip archives made by hand.
final class ZipArchives {

  private ZipArchives() {}

  /// Members that are stored as they are, in the order of the map.
  static byte[] stored(Map<String, byte[]> members) throws IOException {
    return archive(members, ZipEntry.STORED);
  }

  static byte[] deflated(Map<String, byte[]> members) throws IOException {
    return archive(members, ZipEntry.DEFLATED);
  }

  private static byte[] archive(Map<String, byte[]> members, int method) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        var entry = new ZipEntry(member.getKey());
        entry.setMethod(method);
        entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
        if (method == ZipEntry.STORED) {
          entry.setSize(member.getValue().length);
          entry.setCrc(Integer.toUnsignedLong(ZipChecks.checksum(member.getValue())));
        }
        zip.putNextEntry(entry);
        zip.write(member.getValue());
      }
    }
    return bytes.toByteArray();
  }
}
