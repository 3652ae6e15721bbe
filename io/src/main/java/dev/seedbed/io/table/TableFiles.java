package dev.seedbed.io.table;

import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.io.file.InputFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads tables of raw data: CSV, Parquet, ARFF, IDX and arrays of NumPy, also packed with gzip,
/// and folders of CSV or Parquet files.
public final class TableFiles {

  private TableFiles() {}

  /// Reads a table; how it is written and what its columns hold is found from its content.
  ///
  /// @throws InputException if it cannot be read as a table
  public static Table read(Path file) {
    return read(file, TableSpec.FOUND);
  }

  /// Reads a table.
  ///
  /// @param file or a folder of files with the same columns, which are the parts of one table
  /// @param spec what is known of it
  /// @throws InputException if it cannot be read as a table
  public static Table read(Path file, TableSpec spec) {
    return Files.isDirectory(file)
        ? InputFiles.readFolder(file, folder -> readParts(folder, spec))
        : InputFiles.read(file, f -> read(name(f), List.of(f), spec));
  }

  /// The column that is to be predicted, where the format knows of one: the labels of images, or
  /// NumPy's `y`.
  ///
  /// @throws InputException if the file cannot be read as a table
  public static Optional<String> usualTarget(Path file) {
    if (Files.isDirectory(file)) {
      return Optional.empty();
    }
    return switch (InputFiles.read(file, TableFormat::of)) {
      case IDX -> Optional.of(IdxTable.TARGET);
      case NPZ -> Optional.of(NumpyTable.TARGET);
      case CSV, PARQUET, NPY, ARFF -> Optional.empty();
    };
  }

  private static Table readParts(Path folder, TableSpec spec) throws IOException {
    List<Path> parts = parts(folder);
    if (parts.isEmpty()) {
      throw new InputException(
          "%s has no file of a table; folders within it are not read".formatted(folder));
    }
    Path last = folder.toAbsolutePath().normalize().getFileName();
    String name = last == null ? "files" : last.toString();
    return InputFiles.unchanged(parts, () -> read(name, parts, spec));
  }

  /// The files of a folder that are not empty, sorted by name, without those that Spark and others
  /// write beside the parts of a table, such as _SUCCESS.
  private static List<Path> parts(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> sorted =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.getFileName().toString().matches("[._].*"))
              .sorted()
              .toList();
      var filled = new ArrayList<Path>();
      for (Path file : sorted) {
        if (Files.size(file) > 0) {
          filled.add(file);
        }
      }
      return filled;
    }
  }

  /// @param files the parts of the table
  private static Table read(String name, List<Path> files, TableSpec spec) throws IOException {
    Path first = files.getFirst();
    TableFormat format = TableFormat.of(first);
    for (Path file : files) {
      refuseOther(first, format, file, TableFormat.of(file));
    }
    if (spec.labels().isPresent() && format != TableFormat.IDX) {
      throw new InputException(
          first + " is no file of images in the format IDX: its labels must be one of its columns");
    }
    return switch (format) {
      case CSV -> new CsvFile(name, files, spec).read();
      case PARQUET -> new ParquetFile(name, files, spec).read();
      case NPY -> new NumpyTable(name, first, spec).readArray();
      case NPZ -> new NumpyTable(name, first, spec).readArchive();
      case IDX -> new IdxTable(name, first, spec).read();
      case ARFF -> new ArffFile(name, first, spec).read();
    };
  }

  private static void refuseOther(Path first, TableFormat format, Path file, TableFormat other) {
    if (other != format) {
      throw new InputException(
          "%s is a file of %s, but %s of %s: a folder must hold the parts of one table"
              .formatted(file, other, first, format));
    }
    if (!file.equals(first) && format != TableFormat.CSV && format != TableFormat.PARQUET) {
      throw new InputException(
          "%s: only CSV and Parquet files can be parts of a table, not those of %s"
              .formatted(file, format));
    }
  }

  /// The file's name without what says how it is written: digits of digits.csv.gz.
  private static String name(Path file) {
    String name = file.getFileName().toString();
    String unpacked = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    int dot = unpacked.lastIndexOf('.');
    return dot > 0 ? unpacked.substring(0, dot) : unpacked;
  }
}
