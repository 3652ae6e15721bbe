package dev.seedbed.io.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.seedbed.data.InputException;
import dev.seedbed.io.array.IdxReader;
import dev.seedbed.io.array.NpyFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// The formats of tables, told apart by how their files begin.
enum TableFormat {
  /// What is none of the others.
  CSV,
  PARQUET,
  NPY,
  NPZ,
  IDX,
  ARFF;

  private static final int SAMPLE = 1 << 16;
  private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";
  private static final String ZIP = "PK\3\4";

  /// The format of a file.
  ///
  /// @throws InputException if it is known to be no table that can be read
  static TableFormat of(Path file) throws IOException {
    String begin;
    try (InputStream in = TextSource.bytes(file)) {
      begin = new String(in.readNBytes(SAMPLE), ISO_8859_1);
    }
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (begin.startsWith("PAR1") && isBinary(begin)) {
      return PARQUET;
    }
    if (begin.startsWith("\u0093NUMPY")) {
      return NPY;
    }
    if (begin.startsWith(ZIP)) {
      return ofArchive(file);
    }
    if (isIdx(begin, name)) {
      return IDX;
    }
    ForeignFormat.of(begin, name)
        .ifPresent(format -> {
          throw format.refused(file);
        });
    return name.matches(".*\\.arff(\\.gz)?") || isArff(begin) ? ARFF : CSV;
  }

  private static boolean isBinary(String begin) {
    return begin.indexOf('\0') >= 0;
  }

  /// Whether comments, blank lines and the name of a relation come first.
  private static boolean isArff(String begin) {
    String text =
        begin.startsWith(BYTE_ORDER_MARK) ? begin.substring(BYTE_ORDER_MARK.length()) : begin;
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("%"))
        .findFirst()
        .filter(line -> line.toLowerCase(Locale.ROOT).matches("@relation\\s.*"))
        .isPresent();
  }

  private static boolean isIdx(String begin, String name) {
    return begin.startsWith("\0\0")
        && begin.length() >= Integer.BYTES
        && (IdxReader.isType(begin.charAt(2)) || name.matches(".*\\bidx\\d.*"))
        && begin.charAt(3) != 0;
  }

  private static TableFormat ofArchive(Path file) throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      List<String> entries = zip.stream().map(ZipEntry::getName).toList();
      if (entries.stream().anyMatch(entry -> entry.endsWith(NpyFile.SUFFIX))) {
        return NPZ;
      }
      throw ForeignFormat.ofArchive(entries).refused(file);
    } catch (ZipException e) {
      throw new InputException(
          file + " looks like a zip archive that is damaged or packed: unpack it, or get it again");
    }
  }
}
