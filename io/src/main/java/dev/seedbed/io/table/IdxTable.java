package dev.seedbed.io.table;

import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.io.array.ArrayReader;
import dev.seedbed.io.array.IdxReader;
import dev.seedbed.io.file.InputFiles;
import dev.seedbed.io.table.ArrayTable.Inputs;
import dev.seedbed.io.table.ArrayTable.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// A file of images in the format IDX, as of MNIST, with the file of their labels: columns pixel1,
/// pixel2, … and label.
///
/// @param name of the table
record IdxTable(String name, Path images, TableSpec spec) {
  static final String TARGET = "label";
  private static final String GZIP = ".gz";

  Table read() throws IOException {
    refuseLabels();
    Optional<Path> labels = spec.labels().or(this::usualLabels);
    if (labels.isPresent()) {
      InputFiles.read(labels.get(), this::refuseImages);
    }
    return InputFiles.unchanged(
        labels.stream().toList(),
        () ->
            new ArrayTable(name, images, spec)
                .read(
                    new Inputs("pixel", () -> open(images)),
                    labels.map(file -> new Target(TARGET, () -> open(file)))));
  }

  private static IdxReader open(Path file) throws IOException {
    return new IdxReader(file.toString(), TextSource.bytes(file));
  }

  private void refuseLabels() throws IOException {
    try (ArrayReader array = open(images)) {
      if (array.lengths().length < 2) {
        throw new InputException(
            images + " holds one number a row, as labels do: give the file of the images as data");
      }
    }
  }

  private Path refuseImages(Path labels) throws IOException {
    try (ArrayReader array = open(labels)) {
      if (array.lengths().length != 1) {
        throw new InputException(
            "%s holds no labels, which are one number a row, but an array of %s"
                .formatted(labels, ArrayTable.shape(array.lengths())));
      }
    }
    return labels;
  }

  /// The file that has the labels by the usual names: train-labels-idx1-ubyte for
  /// train-images-idx3-ubyte, each with or without .gz.
  private Optional<Path> usualLabels() {
    String file = images.getFileName().toString();
    String plain = file.endsWith(GZIP) ? file.substring(0, file.length() - GZIP.length()) : file;
    String usual = plain.replace("images", "labels").replaceFirst("idx\\d+", "idx1");
    return usual.equals(plain) || !plain.contains("images")
        ? Optional.empty()
        : Stream.of(usual, usual + GZIP)
            .map(images::resolveSibling)
            .filter(Files::exists)
            .findFirst();
  }
}
