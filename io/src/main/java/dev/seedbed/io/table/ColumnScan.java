package dev.seedbed.io.table;

import dev.seedbed.data.InputException;
import java.nio.file.Path;

/// What the cells of one column show about its kind. It holds numbers if more than half of the
/// cells that are present do.
final class ColumnScan {
  private final String name;
  private final boolean saidToBeText;
  private final boolean saidToBeNumbers;
  private long numbers;
  private long texts;
  private String firstText = "";
  private long firstTextLine;
  private String firstInfinite = "";
  private long firstInfiniteLine;

  ColumnScan(String name, ColumnKinds kinds) {
    this.name = name;
    this.saidToBeText = kinds.texts().contains(name);
    this.saidToBeNumbers = kinds.numbers().contains(name);
  }

  String name() {
    return name;
  }

  void see(String cell, long line) {
    if (CsvDialect.isMissing(cell)) {
      return;
    }
    if (!CsvDialect.isNumber(cell)) {
      if (texts++ == 0) {
        firstText = cell;
        firstTextLine = line;
      }
      return;
    }
    numbers++;
    if (firstInfinite.isEmpty() && Float.isInfinite(Float.parseFloat(cell))) {
      firstInfinite = cell;
      firstInfiniteLine = line;
    }
  }

  boolean isNumber() {
    return saidToBeNumbers || (!saidToBeText && numbers > texts);
  }

  /// Refuses a column of numbers with a text in it, or with a number that no float can hold.
  void check(Path file) {
    if (isNumber() && texts > 0) {
      throw new InputException(
          "%s, line %d, column '%s': '%s' must be a number; correct it, leave it empty%s"
              .formatted(
                  file,
                  firstTextLine,
                  name,
                  firstText,
                  saidToBeNumbers ? "" : ", or add --text '" + name + "' if all are texts"));
    }
    if (isNumber() && !firstInfinite.isEmpty()) {
      throw new InputException(
          "%s, line %d, column '%s': %s is too large for a 32-bit float; rescale the column"
              .formatted(file, firstInfiniteLine, name, firstInfinite));
    }
  }
}
