package dev.seedbed.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// Makes damaged files of sound ones: flipped bits, other bytes, parts that are moved, doubled or
/// lost, the end cut off; and lengths, counts and offsets, in binary or as text, that are extreme.
///
/// Half of the damage is done inside of a file's [Envelope], which is then made right again: so it
/// gets past the checks of the whole.
public final class FileMutator {
  private static final long[] EXTREMES = {
    -1,
    0,
    1,
    255,
    65_535,
    1 << 20,
    1L << 31,
    (1L << 31) - 1,
    1L << 32,
    1L << 40,
    1L << 62,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final List<String> EXTREME_TEXTS =
      List.of(
          "-1",
          "0",
          "1.5",
          "1e999",
          "NaN",
          "2147483648",
          "4294967296",
          "9223372036854775807",
          "18446744073709551616",
          "99999999999999999999999999");
  private static final List<String> ODD_TEXTS =
      List.of(
          "\0",
          "\n",
          "\r\n",
          "\"",
          "'",
          ",",
          "{",
          "}",
          "[",
          "]",
          "\\",
          "../",
          "\u001b[2J",
          "%",
          "@");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");
  private static final int LARGEST_ZIP = 1 << 20;

  /// What stands around the content of a file, and depends on it.
  public enum Envelope {
    NONE,
    /// The content is packed, with a checksum.
    GZIP,
    /// The content is that of one of the members, each with a length and a checksum.
    ZIP,
    /// Eight bytes in front of a header say how long it is.
    SAFETENSORS,
    /// Four bytes behind a footer say how long it is, and four more end the file.
    PARQUET,
    /// Each message in another has its length in front of it.
    PROTOBUF
  }

  private final SplittableRandom random;

  public FileMutator(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /// The next damaged file.
  public byte[] mutant(byte[] sound, Envelope envelope) {
    if (random.nextBoolean()) {
      return damaged(sound);
    }
    try {
      return switch (envelope) {
        case NONE -> damaged(damaged(sound));
        case GZIP -> packed(damaged(unpacked(sound)));
        case ZIP -> inArchive(sound);
        case SAFETENSORS -> inHeader(sound);
        case PARQUET -> inFooter(sound);
        case PROTOBUF -> inMessage(sound, 0);
      };
    } catch (IOException e) {
      throw new AssertionError("a sound file is not sound", e);
    }
  }

  /// A copy with damage at one place.
  private byte[] damaged(byte[] sound) {
    if (sound.length == 0) {
      return EXTREME_TEXTS.getFirst().getBytes(ISO_8859_1);
    }
    byte[] bytes = sound.clone();
    int at = random.nextInt(bytes.length);
    int length = Math.min(1 << random.nextInt(8), bytes.length - at);
    switch (random.nextInt(11)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      case 1 -> {
        for (int i = random.nextInt(3); i >= 0; i--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
      case 2 -> Arrays.fill(bytes, at, at + length, (byte) (random.nextBoolean() ? 0 : -1));
      case 3 ->
          System.arraycopy(sound, random.nextInt(bytes.length - length + 1), bytes, at, length);
      case 4 -> bytes = Arrays.copyOf(bytes, at);
      case 5 -> bytes = replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
      case 6 -> bytes = replaced(bytes, at, at + length, new byte[0]);
      case 7 -> setInteger(bytes, at);
      case 8 -> bytes = replaced(bytes, at, endOfVarint(bytes, at), varint(extreme()));
      case 9 -> bytes = otherNumber(bytes, at);
      default -> bytes = replaced(bytes, at, at, oddText());
    }
    return bytes;
  }

  private long extreme() {
    return EXTREMES[random.nextInt(EXTREMES.length)];
  }

  private byte[] oddText() {
    String text = ODD_TEXTS.get(random.nextInt(ODD_TEXTS.size()));
    return text.repeat(random.nextInt(10) == 0 ? 5_000 : 1).getBytes(ISO_8859_1);
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] with) {
    byte[] result = Arrays.copyOf(bytes, bytes.length - (to - from) + with.length);
    System.arraycopy(with, 0, result, from, with.length);
    System.arraycopy(bytes, to, result, from + with.length, bytes.length - to);
    return result;
  }

  /// Another integer of 2, 4 or 8 bytes, in either order: an extreme one, or one more or less.
  private void setInteger(byte[] bytes, int at) {
    int size = Math.min(2 << random.nextInt(3), bytes.length - at);
    boolean bigEndian = random.nextBoolean();
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (bytes[bigEndian ? at + size - 1 - i : at + i] & 0xFFL) << (i * Byte.SIZE);
    }
    long other =
        switch (random.nextInt(4)) {
          case 0 -> value + 1;
          case 1 -> value - 1;
          default -> extreme();
        };
    for (int i = 0; i < size; i++) {
      bytes[bigEndian ? at + size - 1 - i : at + i] = (byte) (other >>> (i * Byte.SIZE));
    }
  }

  private static int endOfVarint(byte[] bytes, int at) {
    int end = at;
    while (end < bytes.length - 1 && bytes[end] < 0) {
      end++;
    }
    return end + 1;
  }

  private static byte[] varint(long value) {
    var out = new ByteArrayOutputStream();
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return out.toByteArray();
  }

  /// The next number that stands there as a text is another one.
  private byte[] otherNumber(byte[] bytes, int at) {
    int end = Math.min(bytes.length, at + 4096);
    var number = NUMBER.matcher(new String(bytes, at, end - at, ISO_8859_1));
    if (!number.find()) {
      return damaged(bytes);
    }
    MatchResult found = number.toMatchResult();
    String other = EXTREME_TEXTS.get(random.nextInt(EXTREME_TEXTS.size()));
    return replaced(bytes, at + found.start(), at + found.end(), other.getBytes(ISO_8859_1));
  }

  private static byte[] unpacked(byte[] bytes) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  static byte[] packed(byte[] bytes) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  /// Damages one member. All are packed anew, in the way that most programs read.
  private byte[] inArchive(byte[] bytes) throws IOException {
    var names = new ArrayList<String>();
    var members = new ArrayList<byte[]>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        names.add(entry.getName());
        members.add(in.readNBytes(LARGEST_ZIP));
      }
    } catch (ZipException e) {
      // Of a kind that this reader does not know.
      return damaged(bytes);
    }
    int damaged = random.nextInt(members.size());
    members.set(damaged, damaged(members.get(damaged)));
    return archive(names, members, random.nextBoolean());
  }

  static byte[] archive(List<String> names, List<byte[]> members, boolean deflated)
      throws IOException {
    var result = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(result)) {
      for (int i = 0; i < members.size(); i++) {
        var entry = new ZipEntry(names.get(i));
        if (!deflated) {
          store(entry, members.get(i));
        }
        out.putNextEntry(entry);
        out.write(members.get(i));
      }
    }
    return result.toByteArray();
  }

  private static void store(ZipEntry entry, byte[] content) {
    var sum = new CRC32();
    sum.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
  }

  private byte[] inHeader(byte[] bytes) {
    int length = (int) little(bytes, 0);
    byte[] header = damaged(Arrays.copyOfRange(bytes, Long.BYTES, Long.BYTES + length));
    byte[] result = replaced(bytes, Long.BYTES, Long.BYTES + length, header);
    putLittle(result, 0, header.length);
    return result;
  }

  private byte[] inFooter(byte[] bytes) {
    int end = bytes.length - 2 * Integer.BYTES;
    int begin = end - (int) little(bytes, end);
    byte[] footer = damaged(Arrays.copyOfRange(bytes, begin, end));
    byte[] result = replaced(bytes, begin, end, footer);
    putLittle(result, begin + footer.length, footer.length);
    return result;
  }

  private static long little(byte[] bytes, int at) {
    long value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value |= (bytes[at + i] & 0xFFL) << (i * Byte.SIZE);
    }
    return value;
  }

  private static void putLittle(byte[] bytes, int at, int value) {
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[at + i] = (byte) (value >>> (i * Byte.SIZE));
    }
  }

  /// Where a field of protobuf stands, its tag included, and its value where that has a length.
  private record Field(int begin, int value, int end) {}

  /// Damages a field, in this message or in one within it; lengths of all around it are made right.
  private byte[] inMessage(byte[] message, int depth) {
    List<Field> fields = fields(message);
    if (fields.isEmpty()) {
      return damaged(message);
    }
    Field field = fields.get(random.nextInt(fields.size()));
    byte[] whole = Arrays.copyOfRange(message, field.begin, field.end);
    if (field.value == field.end || (depth > 0 && random.nextInt(4) == 0)) {
      return switch (random.nextInt(3)) {
        case 0 -> replaced(message, field.begin, field.end, new byte[0]);
        case 1 -> replaced(message, field.begin, field.begin, whole);
        default -> replaced(message, field.begin, field.end, damaged(whole));
      };
    }
    byte[] value = Arrays.copyOfRange(message, field.value, field.end);
    byte[] other = inMessage(value, depth + 1);
    int length = endOfVarint(message, field.begin);
    return replaced(
        replaced(message, field.value, field.end, other),
        length,
        field.value,
        varint(other.length));
  }

  /// The fields of a message; none if it is none.
  private static List<Field> fields(byte[] message) {
    var fields = new ArrayList<Field>();
    for (int at = 0; at < message.length; ) {
      int tagEnd = endOfVarint(message, at);
      if (tagEnd >= message.length) {
        return List.of();
      }
      int begin = at;
      int value;
      switch (message[at] & 7) {
        case 0 -> {
          value = endOfVarint(message, tagEnd);
          at = value;
        }
        case 1 -> {
          value = tagEnd + Long.BYTES;
          at = value;
        }
        case 2 -> {
          value = endOfVarint(message, tagEnd);
          long length = 0;
          for (int i = Math.min(value, tagEnd + 4) - 1; i >= tagEnd; i--) {
            length = (length << 7) | (message[i] & 0x7F);
          }
          at = (int) Math.min(Integer.MAX_VALUE, value + length);
        }
        case 5 -> {
          value = tagEnd + Integer.BYTES;
          at = value;
        }
        default -> {
          return List.of();
        }
      }
      if (at > message.length) {
        return List.of();
      }
      fields.add(new Field(begin, value, at));
    }
    return fields;
  }
}
