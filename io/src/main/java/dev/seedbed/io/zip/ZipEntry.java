package dev.seedbed.io.zip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.io.MalformedModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Optional;

/// A member's entry in the directory, whose fields count from `at`.
///
/// @param size of the file, compressed
/// @param begin where its local header stands
/// @param end where the next entry begins
record ZipEntry(
    long at,
    String name,
    byte[] nameBytes,
    int method,
    int crc,
    long size,
    long fullSize,
    long begin,
    long end) {
  private static final int SIGNATURE = 0x02014b50;
  static final int LENGTH = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_LENGTH = 30;

  /// Encrypted, strongly encrypted, or with a hidden directory.
  private static final int ENCRYPTED = 1 | 1 << 6 | 1 << 13;

  private static final int UTF_8_NAME = 1 << 11;

  static ZipEntry read(ZipBytes bytes, long at, long limit) throws IOException {
    if (limit - at < LENGTH) {
      throw new MalformedModelException("the archive's directory has fewer entries than it says");
    }
    ByteBuffer fixed = bytes.at(at, LENGTH);
    int flags = Short.toUnsignedInt(fixed.getShort(8));
    int nameLength = Short.toUnsignedInt(fixed.getShort(28));
    int extraLength = Short.toUnsignedInt(fixed.getShort(30));
    int length = LENGTH + nameLength + extraLength + Short.toUnsignedInt(fixed.getShort(32));
    if (fixed.getInt(0) != SIGNATURE || limit - at < length) {
      throw new MalformedModelException("the archive's directory is damaged at byte " + at);
    }
    ByteBuffer all = bytes.at(at, length);
    byte[] nameBytes = new byte[nameLength];
    all.get(LENGTH, nameBytes);
    String name = name(nameBytes, flags);
    if ((flags & ENCRYPTED) != 0) {
      throw ZipArchive.broken(name, "not be encrypted", "flags " + flags);
    }
    var sizes = new Zip64(all.slice(LENGTH + nameLength, extraLength), name);
    long fullSize = sizes.next(all.getInt(24));
    long size = sizes.next(all.getInt(20));
    long begin = sizes.next(all.getInt(42));
    int method = Short.toUnsignedInt(all.getShort(10));
    return new ZipEntry(
        at, name, nameBytes, method, all.getInt(16), size, fullSize, begin, at + length);
  }

  private static String name(byte[] bytes, int flags) throws MalformedModelException {
    if ((flags & UTF_8_NAME) == 0) {
      return new String(bytes, ISO_8859_1);
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw ZipArchive.broken(new String(bytes, ISO_8859_1), "have a name in UTF-8", "other bytes");
    }
  }

  /// The member, by its local header.
  ///
  /// @param limit where all members end
  ZipMember member(ZipBytes bytes, long limit) throws IOException {
    if (begin < 0 || begin > limit - LOCAL_LENGTH) {
      throw ZipArchive.broken(name, "begin before the archive's directory, at " + limit, begin);
    }
    ByteBuffer local = bytes.at(begin, LOCAL_LENGTH);
    int nameLength = Short.toUnsignedInt(local.getShort(26));
    boolean agrees =
        local.getInt(0) == LOCAL
            && Short.toUnsignedInt(local.getShort(8)) == method
            && nameLength == nameBytes.length;
    long dataBegin = begin + LOCAL_LENGTH + nameLength + Short.toUnsignedInt(local.getShort(28));
    byte[] localName = new byte[agrees ? nameLength : 0];
    bytes.at(begin + LOCAL_LENGTH, localName.length).get(localName);
    if (!agrees || !Arrays.equals(localName, nameBytes)) {
      throw ZipArchive.broken(name, "have a header that agrees with the directory", "at " + begin);
    }
    if (size < 0 || fullSize < 0 || dataBegin > limit || size > limit - dataBegin) {
      throw ZipArchive.broken(
          name, "end before the archive's directory, at " + limit, size + " bytes");
    }
    if (method == 0 && size != fullSize) {
      throw ZipArchive.broken(name, "have one size, as it is stored", size + " and " + fullSize);
    }
    return new ZipMember(name, method, begin, dataBegin, dataBegin + size, fullSize, crc, at);
  }

  /// The extra field of numbers of 8 bytes, which has those that do not fit where they belong.
  private static final class Zip64 {
    private final String member;
    private final Optional<ByteBuffer> numbers;

    Zip64(ByteBuffer extra, String member) {
      this.member = member;
      this.numbers = find(extra.order(ByteOrder.LITTLE_ENDIAN)).map(at -> rest(extra, at));
    }

    private static ByteBuffer rest(ByteBuffer extra, int at) {
      int length = Short.toUnsignedInt(extra.getShort(at - Short.BYTES));
      return extra.slice(at, Math.min(length, extra.limit() - at)).order(ByteOrder.LITTLE_ENDIAN);
    }

    long next(int value) throws MalformedModelException {
      long unsigned = Integer.toUnsignedLong(value);
      if (!ZipField.isElsewhere(unsigned)) {
        return unsigned;
      }
      if (numbers.isEmpty() || numbers.get().remaining() < Long.BYTES) {
        throw ZipArchive.broken(member, "have its sizes of 8 bytes", "none");
      }
      return numbers.get().getLong();
    }
  }

  /// Where the zip64 numbers begin in a member's extra fields.
  static Optional<Integer> find(ByteBuffer extra) {
    for (int at = 0; at + 2 * Short.BYTES <= extra.limit(); ) {
      int begin = at + 2 * Short.BYTES;
      if (extra.getShort(at) == 1) {
        return Optional.of(begin);
      }
      at = begin + Short.toUnsignedInt(extra.getShort(at + Short.BYTES));
    }
    return Optional.empty();
  }
}
