package dev.seedbed.data;

import dev.seedbed.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/// Turns raw columns into the inputs of a network: first all numbers, then all texts, each in the
/// order of the table's columns.
///
/// @param features at least one; no [Feature.Scaled] behind a [Feature.OneHot]
public record Encoder(List<Feature> features) {

  public Encoder {
    features = List.copyOf(features);
    boolean textSeen = false;
    for (Feature feature : features) {
      if (feature instanceof Feature.OneHot) {
        textSeen = true;
      } else if (textSeen) {
        throw new IllegalArgumentException("numbers must stand before texts: " + feature.column());
      }
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
    var moments = Moments.of(column.values(), rows);
    double deviation = moments.standardDeviation();
    return new Feature.Scaled(
        column.name(), (float) moments.mean(), deviation > 0 ? (float) (1 / deviation) : 0);
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
    var inputs = new Matrix(rows.length, width());
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

  private static Column.Numbers numbers(Column column) {
    if (column instanceof Column.Numbers numbers) {
      return numbers;
    }
    var texts = (Column.Texts) column;
    for (int row = 0; row < texts.rows(); row++) {
      if (!texts.isMissing(row)) {
        throw new InputException(
            "column '%s' must hold numbers: '%s' in data row %d"
                .formatted(column.name(), texts.values()[row], row + 1));
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
    throw new InputException("column '" + column.name() + "' must hold texts, not numbers");
  }

  private static void encodeNumbers(
      Feature.Scaled feature, Column.Numbers column, int[] rows, Matrix inputs, int place) {
    for (int i = 0; i < rows.length; i++) {
      inputs.set(i, place, feature.encode(column.values()[rows[i]]));
    }
  }

  private static void encodeTexts(
      Feature.OneHot feature, Column.Texts column, int[] rows, Matrix inputs, int first) {
    for (int i = 0; i < rows.length; i++) {
      int category =
          feature.categories().indexOf(Objects.requireNonNullElse(column.values()[rows[i]], ""));
      if (category >= 0) {
        inputs.set(i, first + category, 1);
      }
    }
  }
}
