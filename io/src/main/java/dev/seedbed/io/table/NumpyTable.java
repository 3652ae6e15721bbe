package dev.seedbed.io.table;

import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.io.array.NpyFile;
import dev.seedbed.io.array.NpyReader;
import dev.seedbed.io.table.ArrayTable.Inputs;
import dev.seedbed.io.table.ArrayTable.Target;
import dev.seedbed.notation.Names;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Tables as NumPy saves them: columns x1, x2, … of an array of inputs, and y of the targets.
///
/// @param name of the table
record NumpyTable(String name, Path file, TableSpec spec) {
  private static final String PREFIX = "x";
  static final String TARGET = "y";
  private static final List<String> INPUT_NAMES = List.of("X", "x", "data", "X_train", "x_train");
  private static final List<String> TARGET_NAMES = List.of("y", "target", "y_train");

  /// The table of an `.npy` file, which has inputs only.
  Table readArray() throws IOException {
    return new ArrayTable(name, file, spec)
        .read(
            new Inputs(PREFIX, () -> new NpyReader(file.toString(), TextSource.bytes(file))),
            Optional.empty());
  }

  /// The table of an `.npz` archive: of the arrays X (or x, data, X_train, x_train) and, if it is
  /// there, y (or target, y_train).
  Table readArchive() throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      List<String> names =
          zip.stream()
              .map(ZipEntry::getName)
              .filter(entry -> entry.endsWith(NpyFile.SUFFIX))
              .map(entry -> entry.substring(0, entry.length() - NpyFile.SUFFIX.length()))
              .toList();
      String inputs =
          first(INPUT_NAMES, names)
              .orElseThrow(() ->
                  new InputException(
                      "%s has no array of inputs: it must be named %s, and the target's %s; there are %s"
                          .formatted(
                              file, either(INPUT_NAMES), either(TARGET_NAMES), shown(names))));
      return new ArrayTable(name, file, spec)
          .read(
              new Inputs(PREFIX, () -> open(zip, inputs)),
              first(TARGET_NAMES, names).map(y -> new Target(TARGET, () -> open(zip, y))));
    } catch (ZipException e) {
      throw NpyFile.notAnArchive(file);
    }
  }

  private static Optional<String> first(List<String> wanted, List<String> names) {
    return wanted.stream().filter(names::contains).findFirst();
  }

  private static String either(List<String> names) {
    return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
  }

  private static String shown(List<String> names) {
    return names.stream()
        .limit(8)
        .map(Names::shortened)
        .collect(Collectors.joining("', '", "'", "'"));
  }

  private NpyReader open(ZipFile zip, String array) throws IOException {
    InputStream in = zip.getInputStream(zip.getEntry(array + NpyFile.SUFFIX));
    return new NpyReader(file + ", " + array, in);
  }
}
