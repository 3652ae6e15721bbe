package dev.seedbed.data;

import dev.seedbed.notation.Names;
import dev.seedbed.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Turns raw columns into the inputs of a network: first all numbers, then all texts, each in the
/// order of the table's columns.
///
/// @param features at least one, of different columns, not all with a scale of 0; no
///   [Feature.Scaled] behind a [Feature.OneHot]
public record Encoder(List<Feature> features) {

  public Encoder {
    features = List.copyOf(features);
    if (features.isEmpty()) {
      throw new IllegalArgumentException("an encoder must have features");
    }
    var columns = new HashSet<String>();
    boolean textSeen = false;
    boolean varies = false;
    for (Feature feature : features) {
      if (!columns.add(feature.column())) {
        throw new IllegalArgumentException(
            "a column must not be a feature twice: '" + Names.shortened(feature.column()) + "'");
      }
      varies |= !(feature instanceof Feature.Scaled scaled) || scaled.scale() > 0;
      if (feature instanceof Feature.OneHot) {
        textSeen = true;
      } else if (textSeen) {
        throw new IllegalArgumentException(
            "numbers must stand before texts: '" + Names.shortened(feature.column()) + "'");
      }
    }
    if (!varies) {
      throw new IllegalArgumentException("a feature must have a scale above 0: all have 0");
    }
  }

  /// Learns the encoding of `columns` from the rows `rows`.
  static Encoder fit(List<Column> columns, int[] rows) {
    var numbers = new ArrayList<Feature>();
    var texts = new ArrayList<Feature>();
    for (Column column : columns) {
      switch (column) {
        case Column.Numbers c -> numbers.add(scaled(c, rows));
        case Column.Texts c -> texts.add(new Feature.OneHot(c.name(), categories(c, rows)));
      }
    }
    numbers.addAll(texts);
    return new Encoder(numbers);
  }

  private static Feature scaled(Column.Numbers column, int[] rows) {
    var moments = ColumnMoments.of(column.values(), rows);
    return new Feature.Scaled(column.name(), (float) moments.mean(), moments.inverseDeviation());
  }

  /// The different texts of `column` in `rows`, sorted.
  static List<String> categories(Column.Texts column, int[] rows) {
    var categories = new TreeSet<String>();
    for (int row : rows) {
      String value = column.values()[row];
      if (value != null) {
        categories.add(value);
      }
    }
    return List.copyOf(categories);
  }

  /// The number of inputs of the network.
  public int width() {
    return features.stream().mapToInt(Feature::width).sum();
  }

  /// The inputs for all rows of `table`: a matrix rows × [#width()]. Columns are found by name.
  ///
  /// @throws InputException if a column is missing or of the wrong kind
  public Matrix encode(Table table) {
    int[] rows = new int[table.rows()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i;
    }
    return encode(table, rows);
  }

  Matrix encode(Table table, int[] rows) {
    Matrix inputs = matrix(rows.length, width());
    int first = 0;
    for (Feature feature : features) {
      Column column = table.column(feature.column());
      switch (feature) {
        case Feature.Scaled scaled -> encodeNumbers(scaled, numbers(column), rows, inputs, first);
        case Feature.OneHot oneHot -> encodeTexts(oneHot, texts(column), rows, inputs, first);
      }
      first += feature.width();
    }
    return inputs;
  }

  /// A matrix of zeros for the rows of a table.
  ///
  /// @throws InputException if it would be too large
  public static Matrix matrix(int rows, int columns) {
    try {
      return new Matrix(rows, columns);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "%d rows of %d numbers are too many for one table in memory".formatted(rows, columns));
    }
  }

  private static Column.Numbers numbers(Column column) {
    if (column instanceof Column.Numbers numbers) {
      return numbers;
    }
    var texts = (Column.Texts) column;
    for (int row = 0; row < texts.rows(); row++) {
      if (!texts.isMissing(row)) {
        throw new InputException(
            "column '%s' must hold numbers: '%s' in data row %d"
                .formatted(
                    Names.shortened(column.name()),
                    Names.shortened("" + texts.values()[row]),
                    row + 1));
      }
    }
    float[] missing = new float[texts.rows()];
    Arrays.fill(missing, Float.NaN);
    return new Column.Numbers(column.name(), missing);
  }

  private static Column.Texts texts(Column column) {
    if (column instanceof Column.Texts texts) {
      return texts;
    }
    throw new InputException(
        "column '" + Names.shortened(column.name()) + "' must hold texts, not numbers");
  }

  private static void encodeNumbers(
      Feature.Scaled feature, Column.Numbers column, int[] rows, Matrix inputs, int place) {
    for (int i = 0; i < rows.length; i++) {
      inputs.set(i, place, feature.encode(column.values()[rows[i]]));
    }
  }

  private static void encodeTexts(
      Feature.OneHot feature, Column.Texts column, int[] rows, Matrix inputs, int first) {
    var places = new HashMap<String, Integer>();
    feature.categories().forEach(category -> places.put(category, first + places.size()));
    for (int i = 0; i < rows.length; i++) {
      String value = column.values()[rows[i]];
      Integer place = value == null ? null : places.get(value);
      if (place != null) {
        inputs.set(i, place, 1);
      }
    }
  }

  /// Texts in `table` that the training rows did not have, one sentence per column. They become all
  /// zeros.
  public List<String> unknownTexts(Table table) {
    var remarks = new ArrayList<String>();
    for (Feature feature : features) {
      if (feature instanceof Feature.OneHot oneHot) {
        var known = Set.copyOf(oneHot.categories());
        List<String> unknown =
            Arrays.stream(texts(table.column(oneHot.column())).values())
                .filter(value -> value != null && !known.contains(value))
                .map(String::valueOf)
                .toList();
        if (!unknown.isEmpty()) {
          remarks.add(
              "column '%s' has texts that the model has not seen, such as '%s', in %d of %d rows"
                  .formatted(
                      Names.shortened(oneHot.column()),
                      Names.shortened(unknown.getFirst()),
                      unknown.size(),
                      table.rows()));
        }
      }
    }
    return remarks;
  }
}
