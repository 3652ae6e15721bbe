package dev.seedbed.io.table;

import dev.seedbed.data.InputException;
import dev.seedbed.io.table.ColumnKinds.Kind;
import dev.seedbed.notation.Names;
import java.nio.file.Path;

/// Evidence from the cells of one column about its kind.
final class ColumnScan {
  /// The fewest steps of 32-bit floats that a column of numbers must span for its values to be
  /// distinct.
  private static final double FEWEST_STEPS = 1000;

  /// This is looked at for large numbers only: small steps are mostly noise.
  private static final double SMALLEST_STEP = 1e-3;

  private final String name;
  private final Kind kind;
  private long numbers;
  private long texts;
  private String firstText = "";
  private long firstTextLine;
  private String firstInfinite = "";
  private long firstInfiniteLine;
  private double smallest = Double.POSITIVE_INFINITY;
  private double largest = Double.NEGATIVE_INFINITY;

  ColumnScan(String name, Kind kind) {
    this.name = name;
    this.kind = kind;
  }

  String name() {
    return name;
  }

  void see(String cell, long line) {
    if (kind == Kind.UNUSED || kind == Kind.TEXTS || CsvDialect.isMissing(cell)) {
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
    double value = Double.parseDouble(cell);
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
    if (firstInfinite.isEmpty() && Float.isInfinite((float) value)) {
      firstInfinite = cell;
      firstInfiniteLine = line;
    }
  }

  /// The kind to read the column as: numbers, texts or unused.
  Kind kind() {
    return switch (kind) {
      case FOUND -> numbers > texts ? Kind.NUMBERS : Kind.TEXTS;
      case NUMBERS, TEXTS, UNUSED -> kind;
    };
  }

  /// Refuses a column of numbers with a text in it, or with numbers that floats cannot hold.
  void check(Path file) {
    if (kind() != Kind.NUMBERS) {
      return;
    }
    if (texts > 0) {
      String message =
          "%s, line %d, column '%s': '%s' is not a number; correct it or leave it empty"
              .formatted(file, firstTextLine, Names.shortened(name), Names.shortened(firstText));
      throw kind == Kind.NUMBERS
          ? new InputException(message)
          : new InputException(message, new InputException.Hint.TreatAsTexts(name));
    }
    if (!firstInfinite.isEmpty()) {
      throw new InputException(
          "%s, line %d, column '%s': %s is too large for a 32-bit float; rescale the column"
              .formatted(
                  file, firstInfiniteLine, Names.shortened(name), Names.shortened(firstInfinite)));
    }
    double step = Math.ulp((float) Math.max(-smallest, largest));
    if (largest > smallest && largest - smallest < FEWEST_STEPS * step && step > SMALLEST_STEP) {
      throw new InputException(
          "%s, column '%s': numbers from %.0f to %.0f are too near each other for 32-bit floats; subtract %.0f from all"
              .formatted(file, Names.shortened(name), smallest, largest, smallest),
          new InputException.Hint.LeaveOut(name));
    }
  }
}
