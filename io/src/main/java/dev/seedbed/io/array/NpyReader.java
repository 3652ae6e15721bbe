package dev.seedbed.io.array;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.seedbed.data.InputException;
import dev.seedbed.io.file.VisibleText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads an array as NumPy saves it, behind its [NpyHeader]: real numbers of 16, 32 and 64 bits,
/// whole numbers, booleans (0 and 1) and texts.
public final class NpyReader implements ArrayReader {
  private static final int LONGEST_TEXT = (1 << 14) - 1;
  private static final Pattern DESCR =
      Pattern.compile("(?<order>[<>|=]?)(?<type>f[248]|[iu][1248]|b1|[US]\\d{1,5})");

  private final ArrayBytes bytes;
  private final NpyHeader header;
  private final char kind;
  private final int size;

  /// Reads the header of an array.
  ///
  /// @param name of the array in messages
  /// @throws InputException if it is no array, or one of other elements
  public NpyReader(String name, InputStream in) throws IOException {
    bytes = new ArrayBytes(name, in);
    header = NpyHeader.read(bytes);
    Matcher type = DESCR.matcher(header.descr());
    if (!type.matches()) {
      throw notNumbers();
    }
    kind = type.group("type").charAt(0);
    size = Integer.parseInt(type.group("type").substring(1));
    if (size == 0 || size > LONGEST_TEXT) {
      throw new InputException(
          "%s: its texts must have 1 to %d characters: %d".formatted(name, LONGEST_TEXT, size));
    }
    bytes.order(type.group("order").equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /// That it does not hold what it should.
  InputException notNumbers() {
    return new InputException(
        "%s: must hold real numbers, whole numbers or booleans: %s"
            .formatted(bytes.name(), VisibleText.message(header.descr())));
  }

  @Override
  public long[] lengths() {
    return header.lengths().clone();
  }

  @Override
  public boolean firstAxisFastest() {
    return header.firstAxisFastest();
  }

  @Override
  public boolean holdsTexts() {
    return kind == 'U' || kind == 'S';
  }

  /// Refuses an array that is said to be larger than all there is.
  ///
  /// @param available the bytes of the file, or of the archive's member
  void requireWithin(long available) {
    double claimed = kind == 'U' ? size * (double) Integer.BYTES : size;
    for (long length : header.lengths()) {
      claimed *= length;
    }
    if (claimed > available) {
      throw bytes.cutOff();
    }
  }

  boolean holdsReals() {
    return kind == 'f';
  }

  boolean holdsBooleans() {
    return kind == 'b';
  }

  @Override
  public double number() throws IOException {
    if (kind != 'f') {
      long whole = whole();
      return kind == 'u' && whole < 0 ? whole + 0x1p64 : whole;
    }
    ByteBuffer buffer = bytes.with(size);
    return switch (size) {
      case Double.BYTES -> buffer.getDouble();
      case Float.BYTES -> buffer.getFloat();
      default -> Float.float16ToFloat(buffer.getShort());
    };
  }

  /// The next whole number; those of 64 bits without a sign lose their highest bit.
  long whole() throws IOException {
    ByteBuffer buffer = bytes.with(size);
    boolean signed = kind == 'i';
    return switch (size) {
      case Long.BYTES -> buffer.getLong();
      case Integer.BYTES -> signed ? buffer.getInt() : Integer.toUnsignedLong(buffer.getInt());
      case Short.BYTES -> signed ? buffer.getShort() : Short.toUnsignedLong(buffer.getShort());
      default -> signed ? buffer.get() : Byte.toUnsignedLong(buffer.get());
    };
  }

  @Override
  public String text() throws IOException {
    if (kind == 'S') {
      byte[] text = new byte[size];
      bytes.with(size).get(text);
      return withoutPadding(new String(text, ISO_8859_1));
    }
    int[] codePoints = new int[size];
    ByteBuffer buffer = bytes.with(size * Integer.BYTES);
    for (int i = 0; i < size; i++) {
      codePoints[i] = buffer.getInt();
    }
    try {
      return withoutPadding(new String(codePoints, 0, size));
    } catch (IllegalArgumentException e) {
      throw new InputException(bytes.name() + ": holds characters that there are not");
    }
  }

  private static String withoutPadding(String text) {
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  @Override
  public void end() throws IOException {
    bytes.end();
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
