package dev.seedbed.data;

import dev.seedbed.notation.Names;
import dev.seedbed.tensor.Matrix;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntPredicate;

/// The quantity or the classes that a network predicts.
public sealed interface Target {
  /// The raw column.
  String column();

  /// How many outputs the network has.
  int width();

  /// The desired outputs for those rows of the raw column: rows × [#width()].
  ///
  /// @throws InputException if the column is of the wrong kind, or holds a class that is not one of
  ///   the labels
  Targets encode(Column column, int[] rows);

  /// Whether the network can predict what a row of the raw column holds.
  IntPredicate known(Column column);

  /// One of several classes: one output each, their probabilities.
  ///
  /// @param labels the classes, in the order of the outputs: numbers by size, texts by alphabet
  /// @param numeric whether the raw column held (whole) numbers
  record Classes(String column, List<String> labels, boolean numeric) implements Target {
    public Classes {
      labels = List.copyOf(labels);
      if (labels.size() < 2) {
        throw new IllegalArgumentException("labels must be at least two: " + labels.size());
      }
      if (numeric) {
        labels.forEach(Classes::checkNumber);
      }
      Names.requireSorted(
          "labels",
          labels,
          numeric ? Comparator.comparingDouble(Float::parseFloat) : Comparator.naturalOrder());
    }

    @Override
    public int width() {
      return labels.size();
    }

    @Override
    public Targets.Classes encode(Column column, int[] rows) {
      int[] ofRow = new int[rows.length];
      var places = new HashMap<String, Integer>();
      labels.forEach(label -> places.put(label, places.size()));
      for (int i = 0; i < rows.length; i++) {
        String label = label(column, rows[i]);
        Integer place = places.get(label);
        if (place == null) {
          throw new InputException(
              "column '%s' has a class that is not one of the network's: '%s' in data row %d"
                  .formatted(Names.shortened(column.name()), Names.shortened(label), rows[i] + 1));
        }
        ofRow[i] = place;
      }
      return new Targets.Classes(width(), ofRow);
    }

    @Override
    public IntPredicate known(Column column) {
      var all = new HashSet<>(labels);
      return row -> all.contains(label(column, row));
    }

    private static void checkNumber(String label) {
      boolean number;
      try {
        number = ClassColumn.label(Float.parseFloat(label)).equals(label);
      } catch (NumberFormatException e) {
        number = false;
      }
      if (!number) {
        throw new IllegalArgumentException(
            "labels of a column of numbers must be numbers: '" + Names.shortened(label) + "'");
      }
    }

    private static String label(Column column, int row) {
      return switch (column) {
        // Adding 0 makes -0 the same class as 0.
        case Column.Numbers numbers -> ClassColumn.label(numbers.values()[row] + 0f);
        case Column.Texts texts -> "" + texts.values()[row];
        case Column.Dates _ ->
            throw new InputException(
                "column '" + Names.shortened(column.name()) + "' must hold classes, not dates");
      };
    }
  }

  /// A quantity y: one output, (y − mean) / deviation.
  ///
  /// @param mean of the training rows
  /// @param deviation the standard deviation of the training rows; above 0
  record Quantity(String column, float mean, float deviation) implements Target {
    public Quantity {
      if (!Float.isFinite(mean) || !(deviation > 0 && deviation < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "mean must be finite, deviation finite and above 0: " + mean + ", " + deviation);
      }
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public Targets.Values encode(Column column, int[] rows) {
      if (!(column instanceof Column.Numbers numbers)) {
        throw new InputException(
            "column '" + Names.shortened(column.name()) + "' must hold numbers");
      }
      Matrix matrix = Encoder.matrix(rows.length, 1);
      for (int i = 0; i < rows.length; i++) {
        matrix.set(i, 0, encode(numbers.values()[rows[i]]));
      }
      return new Targets.Values(matrix);
    }

    @Override
    public IntPredicate known(Column column) {
      return _ -> true;
    }

    public float encode(float y) {
      return (y - mean) / deviation;
    }

    public float decode(float output) {
      return output * deviation + mean;
    }
  }
}
