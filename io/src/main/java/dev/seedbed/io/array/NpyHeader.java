package dev.seedbed.io.array;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.data.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The header of an array as NumPy saves it, in the
/// [format](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html) npy, versions 1
/// to 3.
///
/// @param descr the type of the elements in NumPy's words, such as "<f4", or the list of its fields
/// @param lengths of the axes; their product is less than 2^63
/// @param firstAxisFastest whether the first axis varies fastest, as in Fortran, and not the last
/// @param size of the header in bytes
public record NpyHeader(String descr, long[] lengths, boolean firstAxisFastest, int size) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST = 65_535;
  private static final Pattern FIELDS =
      Pattern.compile(
          "\\s*\\{(?=(?>.*?'descr': *)(?:'(?<descr>[^']*)'|(?<list>\\[[^\\]]*\\])))"
              + "(?=(?>.*?'fortran_order': *)(?<fortran>True|False))"
              + "(?=(?>.*?'shape': *)\\((?<shape>[0-9, L]*)\\)).*\\}\\s*",
          Pattern.DOTALL);

  /// Reads the header of an array; the stream may be read further than to its end.
  ///
  /// @param name of the array in messages
  /// @throws InputException if it is no array
  public static NpyHeader read(String name, InputStream in) throws IOException {
    return read(new ArrayBytes(name, in));
  }

  static NpyHeader read(ArrayBytes bytes) throws IOException {
    byte[] begin = new byte[MAGIC.length];
    bytes.with(begin.length).get(begin);
    if (!Arrays.equals(begin, MAGIC)) {
      throw new InputException("%s: not an .npy array".formatted(bytes.name()));
    }
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer buffer = bytes.with(2 * Byte.BYTES);
    int version = buffer.get();
    buffer.get();
    if (version < 1 || version > 3) {
      throw new InputException(
          "%s: the version of an .npy array must be 1, 2 or 3: %d"
              .formatted(bytes.name(), version));
    }
    int width = version == 1 ? Short.BYTES : Integer.BYTES;
    int length =
        version == 1
            ? Short.toUnsignedInt(bytes.with(width).getShort())
            : bytes.with(width).getInt();
    if (length < 0 || length > LONGEST) {
      throw new InputException(
          "%s: the header of an .npy array must have at most %d bytes: %s"
              .formatted(bytes.name(), LONGEST, Integer.toUnsignedString(length)));
    }
    byte[] text = new byte[length];
    bytes.with(length).get(text);
    Matcher fields = FIELDS.matcher(new String(text, UTF_8));
    if (!fields.matches()) {
      throw new InputException("%s: malformed header of an .npy array".formatted(bytes.name()));
    }
    String descr = fields.group("descr") == null ? fields.group("list") : fields.group("descr");
    long[] lengths = lengths(bytes.name(), fields.group("shape"));
    bytes.requireSize(lengths);
    boolean fortran = fields.group("fortran").equals("True");
    return new NpyHeader(descr, lengths, fortran, MAGIC.length + 2 + width + length);
  }

  private static long[] lengths(String name, String shape) {
    try {
      return Pattern.compile("[, L]+")
          .splitAsStream(shape)
          .filter(length -> !length.isEmpty())
          .mapToLong(Long::parseLong)
          .toArray();
    } catch (NumberFormatException e) {
      throw new InputException(name + ": more elements than a file can have");
    }
  }
}
