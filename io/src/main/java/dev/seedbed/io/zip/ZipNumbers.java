package dev.seedbed.io.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where an archive says how a member is: in its local header, in the descriptor behind its bytes
/// if there is one, and in its entry of the directory.
///
/// @param crc its CRC-32
/// @param compressed its compressed size
/// @param offset where it begins in the archive
public record ZipNumbers(List<ZipField> crc, List<ZipField> compressed, ZipField offset) {
  private static final int LOCAL_LENGTH = 30;
  private static final int DESCRIPTOR = 0x08074b50;
  private static final int HAS_DESCRIPTOR = 1 << 3;

  public static ZipNumbers of(ZipMember member, FileChannel file) throws IOException {
    var crc = new ArrayList<ZipField>();
    var compressed = new ArrayList<ZipField>();
    ZipField offset = ofEntry(member, file, crc, compressed);
    int flags = new ZipBytes(file).at(member.entry() + 8, Short.BYTES).getShort();
    boolean descriptor = (flags & HAS_DESCRIPTOR) != 0;
    ofHeader(member, file, descriptor, crc, compressed);
    if (descriptor) {
      ofDescriptor(member, file, crc, compressed);
    }
    return new ZipNumbers(crc, compressed, offset);
  }

  private static ZipField ofEntry(
      ZipMember member, FileChannel file, List<ZipField> crc, List<ZipField> compressed)
      throws IOException {
    long at = member.entry();
    ByteBuffer fixed = copy(file, at, ZipEntry.LENGTH);
    int name = Short.toUnsignedInt(fixed.getShort(28));
    long extra = at + ZipEntry.LENGTH + name;
    ByteBuffer fields = copy(file, extra, Short.toUnsignedInt(fixed.getShort(30)));
    long large = extra + ZipEntry.find(fields).orElse(0);
    if (isElsewhere(fixed, 24)) {
      large += Long.BYTES;
    }
    crc.add(new ZipField(at + 16, Integer.BYTES));
    if (isElsewhere(fixed, 20)) {
      compressed.add(new ZipField(large, Long.BYTES));
      large += Long.BYTES;
    } else {
      compressed.add(new ZipField(at + 20, Integer.BYTES));
    }
    return isElsewhere(fixed, 42)
        ? new ZipField(large, Long.BYTES)
        : new ZipField(at + 42, Integer.BYTES);
  }

  /// A header in front of a member with a descriptor has 0 in place of what was not known yet.
  private static void ofHeader(
      ZipMember member,
      FileChannel file,
      boolean descriptor,
      List<ZipField> crc,
      List<ZipField> compressed)
      throws IOException {
    long at = member.begin();
    ByteBuffer fixed = copy(file, at, LOCAL_LENGTH);
    if (!descriptor || (member.crc() != 0 && fixed.getInt(14) == member.crc())) {
      crc.add(new ZipField(at + 14, Integer.BYTES));
    }
    long size = member.dataEnd() - member.dataBegin();
    if (Integer.toUnsignedLong(fixed.getInt(18)) == size && size != 0) {
      compressed.add(new ZipField(at + 18, Integer.BYTES));
    }
    long extra = at + LOCAL_LENGTH + Short.toUnsignedInt(fixed.getShort(26));
    ByteBuffer fields = copy(file, extra, Short.toUnsignedInt(fixed.getShort(28)));
    Optional<Integer> large = ZipEntry.find(fields);
    if (large.isPresent() && fields.limit() >= large.get() + 2 * Long.BYTES && size != 0) {
      int second = large.get() + Long.BYTES;
      if (fields.getLong(second) == size) {
        compressed.add(new ZipField(extra + second, Long.BYTES));
      }
    }
  }

  private static void ofDescriptor(
      ZipMember member, FileChannel file, List<ZipField> crc, List<ZipField> compressed)
      throws IOException {
    long at = member.dataEnd();
    ByteBuffer bytes = copy(file, at, Integer.BYTES + Integer.BYTES + Long.BYTES);
    boolean signed = bytes.getInt(0) == DESCRIPTOR && bytes.getInt(Integer.BYTES) == member.crc();
    int begin = signed ? Integer.BYTES : 0;
    if (bytes.getInt(begin) != member.crc()) {
      throw ZipArchive.broken(member.name(), "have a descriptor behind its bytes", "at " + at);
    }
    crc.add(new ZipField(at + begin, Integer.BYTES));
    int size = begin + Integer.BYTES;
    boolean large = bytes.getLong(size) == member.dataEnd() - member.dataBegin();
    compressed.add(new ZipField(at + size, large ? Long.BYTES : Integer.BYTES));
  }

  private static ByteBuffer copy(FileChannel file, long at, int count) throws IOException {
    return new ZipBytes(file).at(at, count).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static boolean isElsewhere(ByteBuffer fixed, int at) {
    return ZipField.isElsewhere(Integer.toUnsignedLong(fixed.getInt(at)));
  }
}
