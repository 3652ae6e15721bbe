package dev.seedbed.io.array;

import dev.seedbed.data.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;

/// Reads an array of the format IDX, in which
/// [MNIST](https://web.archive.org/web/2024/http://yann.lecun.com/exdb/mnist/) was published: whole
/// numbers of 8, 16 and 32 bits or real numbers of 32 and 64, highest byte first.
public final class IdxReader implements ArrayReader {
  private static final int UNSIGNED_BYTE = 0x08;
  private static final int SIGNED_BYTE = 0x09;
  private static final int SHORT = 0x0B;
  private static final int INT = 0x0C;
  private static final int FLOAT = 0x0D;
  private static final int DOUBLE = 0x0E;

  private final ArrayBytes bytes;
  private final int type;
  private final long[] lengths;

  /// Reads the header of an array.
  ///
  /// @param name of the array in messages
  /// @throws InputException if it is no array
  public IdxReader(String name, InputStream in) throws IOException {
    bytes = new ArrayBytes(name, in);
    byte[] begin = new byte[Integer.BYTES];
    bytes.with(begin.length).get(begin);
    type = begin[2];
    int axes = Byte.toUnsignedInt(begin[3]);
    if (begin[0] != 0 || begin[1] != 0 || !isType(type)) {
      throw new InputException(
          "%s: an IDX file begins with 00 00 and one of 08 09 0B 0C 0D 0E, not %s"
              .formatted(name, HexFormat.ofDelimiter(" ").withUpperCase().formatHex(begin, 0, 3)));
    }
    lengths = new long[axes];
    for (int i = 0; i < axes; i++) {
      lengths[i] = Integer.toUnsignedLong(bytes.with(Integer.BYTES).getInt());
    }
    bytes.requireSize(lengths);
  }

  /// Whether the third byte of a file can be the type of its elements.
  public static boolean isType(int type) {
    return type == UNSIGNED_BYTE || type == SIGNED_BYTE || (type >= SHORT && type <= DOUBLE);
  }

  @Override
  public long[] lengths() {
    return lengths.clone();
  }

  @Override
  public boolean firstAxisFastest() {
    return false;
  }

  @Override
  public boolean holdsTexts() {
    return false;
  }

  @Override
  public double number() throws IOException {
    return switch (type) {
      case UNSIGNED_BYTE -> Byte.toUnsignedInt(bytes.with(Byte.BYTES).get());
      case SIGNED_BYTE -> bytes.with(Byte.BYTES).get();
      case SHORT -> bytes.with(Short.BYTES).getShort();
      case INT -> bytes.with(Integer.BYTES).getInt();
      case FLOAT -> bytes.with(Float.BYTES).getFloat();
      default -> bytes.with(Double.BYTES).getDouble();
    };
  }

  @Override
  public String text() {
    throw new IllegalStateException("not an array of texts");
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
