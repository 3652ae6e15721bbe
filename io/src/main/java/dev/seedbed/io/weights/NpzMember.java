package dev.seedbed.io.weights;

import dev.seedbed.data.InputException;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.array.NpyFile;
import dev.seedbed.io.array.NpyHeader;
import dev.seedbed.io.zip.ZipMember;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An array in an `.npz` archive.
///
/// @param member where it is
/// @param header what it says of itself
/// @param format of its elements, if they are real numbers of 16, 32 or 64 bits
record NpzMember(ZipMember member, NpyHeader header, Optional<NumberFormat> format) {
  private static final int MOST_AXES = 64;
  private static final Pattern REAL = Pattern.compile("(?<order>[<>=|]?)f(?<bytes>[248])");

  /// @param archive the path of the archive, for messages
  static NpzMember read(String archive, ZipMember member, FileChannel in) throws IOException {
    if (!member.stored() && !member.deflated()) {
      throw broken(member, "be stored or deflated", "method " + member.method());
    }
    NpyHeader header;
    try (InputStream bytes = member.open(in)) {
      header = NpyHeader.read(archive + ", " + Quoted.of(member.name()), bytes);
    }
    if (header.lengths().length > MOST_AXES) {
      throw broken(member, "have at most " + MOST_AXES + " axes", "" + header.lengths().length);
    }
    Optional<NumberFormat> format = format(header.descr());
    if (format.isPresent()) {
      checkSize(member, header, format.get().bytes());
    }
    return new NpzMember(member, header, format);
  }

  private static Optional<NumberFormat> format(String descr) {
    Matcher real = REAL.matcher(descr);
    if (!real.matches()) {
      return Optional.empty();
    }
    FloatType type =
        switch (real.group("bytes")) {
          case "2" -> FloatType.F16;
          case "4" -> FloatType.F32;
          default -> FloatType.F64;
        };
    ByteOrder order =
        real.group("order").equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return Optional.of(new NumberFormat(type, order));
  }

  private static void checkSize(ZipMember member, NpyHeader header, int bytes)
      throws MalformedModelException {
    long size;
    try {
      size = Math.multiplyExact(Shapes.elements(header.lengths()), (long) bytes);
    } catch (ArithmeticException e) {
      size = -1;
    }
    if (size != member.size() - header.size()) {
      throw broken(
          member,
          "have %d bytes of numbers, as its shape says".formatted(size),
          "" + (member.size() - header.size()));
    }
  }

  private static MalformedModelException broken(ZipMember member, String rule, String value) {
    return new MalformedModelException(
        "'%s' must %s: %s".formatted(Quoted.of(member.name()), rule, value));
  }

  /// What the array is called.
  String name() {
    return member.name().substring(0, member.name().length() - NpyFile.SUFFIX.length());
  }

  /// The order of the elements in the file, as a view of them.
  StridedView view() {
    long[] lengths = header.lengths();
    return header.firstAxisFastest()
        ? StridedView.columnMajor(lengths)
        : StridedView.rowMajor(lengths);
  }

  /// That of an array of real numbers.
  ///
  /// @throws InputException if it is of others
  NumberFormat format(StoredTensor tensor) {
    return format.orElseThrow(() -> TensorElements.notReal(tensor));
  }
}
