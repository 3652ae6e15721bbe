package dev.seedbed.io.zip;

import dev.seedbed.io.MalformedModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.List;

/// The end of an archive, which says where its directory stands.
///
/// @param members how many there are
/// @param directory where it begins
/// @param directoryEnd where it ends
/// @param moving numbers that grow where all before the end records does: positions of the
///   directory and of the record of a zip64 archive
public record ZipEnd(long members, long directory, long directoryEnd, List<ZipField> moving) {
  private static final int END = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int LOCATOR = 0x07064b50;
  private static final int LOCATOR_LENGTH = 20;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_LENGTH = 56;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final int SHORT_FULL = 0xFFFF;
  private static final long INT_FULL = 0xFFFF_FFFFL;

  static ZipEnd read(FileChannel file) throws IOException {
    long size = file.size();
    int length = (int) Math.min(size, END_LENGTH + LONGEST_COMMENT);
    ByteBuffer tail = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (tail.hasRemaining()) {
      if (file.read(tail, size - length + tail.position()) < 0) {
        throw noArchive();
      }
    }
    for (int at = length - END_LENGTH; at >= 0; at--) {
      boolean found =
          tail.getInt(at) == END
              && Short.toUnsignedInt(tail.getShort(at + 20)) == length - at - END_LENGTH;
      if (found) {
        return read(file, size - length + at, tail.slice(at, END_LENGTH));
      }
    }
    throw noArchive();
  }

  private static MalformedModelException noArchive() {
    return new MalformedModelException("not a zip archive, or cut off: it has no end record");
  }

  private static ZipEnd read(FileChannel file, long at, ByteBuffer slice) throws IOException {
    ByteBuffer end = slice.order(ByteOrder.LITTLE_ENDIAN);
    if (end.getShort(4) != 0 || end.getShort(6) != 0) {
      throw new MalformedModelException("an archive in several parts is not read");
    }
    int members = Short.toUnsignedInt(end.getShort(10));
    long size = Integer.toUnsignedLong(end.getInt(12));
    long directory = Integer.toUnsignedLong(end.getInt(16));
    var bytes = new ZipBytes(file);
    boolean large =
        at >= LOCATOR_LENGTH && bytes.at(at - LOCATOR_LENGTH, LOCATOR_LENGTH).getInt(0) == LOCATOR;
    if (!large) {
      var found = new ZipEnd(members, directory, at, List.of(new ZipField(at + 16, Integer.BYTES)));
      return found.checked(size);
    }
    long at64 = bytes.at(at - LOCATOR_LENGTH, LOCATOR_LENGTH).getLong(8);
    if (at64 < 0 || at64 > at - LOCATOR_LENGTH - END_64_LENGTH) {
      throw new MalformedModelException("the archive's zip64 end record is not in the file");
    }
    ByteBuffer end64 = bytes.at(at64, END_64_LENGTH);
    boolean agrees =
        end64.getInt(0) == END_64
            && (members == SHORT_FULL || members == end64.getLong(32))
            && (size == INT_FULL || size == end64.getLong(40))
            && (directory == INT_FULL || directory == end64.getLong(48));
    if (!agrees) {
      throw new MalformedModelException("the archive's two end records do not agree");
    }
    var moving =
        List.of(
            new ZipField(at + 16, Integer.BYTES),
            new ZipField(at64 + 48, Long.BYTES),
            new ZipField(at - LOCATOR_LENGTH + 8, Long.BYTES));
    return new ZipEnd(end64.getLong(32), end64.getLong(48), at64, moving)
        .checked(end64.getLong(40));
  }

  private ZipEnd checked(long size) throws MalformedModelException {
    if (directory < 0 || directory > directoryEnd || directoryEnd - directory != size) {
      throw new MalformedModelException(
          "the archive's directory must have %d bytes from %d on, and end with %d, where the end record begins"
              .formatted(size, directory, directoryEnd));
    }
    if (members < 0) {
      throw new MalformedModelException("an archive has fewer than 2^63 members");
    }
    return this;
  }
}
