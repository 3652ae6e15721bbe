package dev.seedbed.data;

import dev.seedbed.notation.Names;
import dev.seedbed.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Turns raw columns into the inputs of a network: first all numbers, then all dates, then all
/// texts, each in the order of the table's columns; then, in the same order, the flags that say
/// which values are missing.
///
/// @param features at least one, of different columns, not all with a scale of 0; numbers before
///   dates before texts
/// @param notation how the cells of these columns and of the target are written
public record Encoder(List<Feature> features, CellNotation notation) {
  /// Enough to be worth a pass over the columns, and few enough to stay in the cache.
  private static final int ROWS_AT_A_TIME = 256;

  public Encoder {
    features = List.copyOf(features);
    if (features.isEmpty()) {
      throw new IllegalArgumentException("an encoder must have features");
    }
    var columns = new HashSet<String>();
    int latest = 0;
    boolean varies = false;
    for (Feature feature : features) {
      if (!columns.add(feature.column())) {
        throw new IllegalArgumentException(
            "a column must not be a feature twice: '" + Names.shortened(feature.column()) + "'");
      }
      varies |= varies(feature);
      if (place(feature) < latest) {
        throw new IllegalArgumentException(
            "numbers must stand before dates, and both before texts: '"
                + Names.shortened(feature.column())
                + "'");
      }
      latest = place(feature);
    }
    if (!varies) {
      throw new IllegalArgumentException("a feature must have a scale above 0: all have 0");
    }
  }

  /// With the usual notation.
  public Encoder(List<Feature> features) {
    this(features, CellNotation.USUAL);
  }

  private static boolean varies(Feature feature) {
    return feature.flagged()
        || switch (feature) {
          case Feature.Scaled scaled -> scaled.scale() > 0;
          case Feature.Dated dated -> dated.scale() > 0 || !dated.cycles().isEmpty();
          case Feature.OneHot _ -> true;
        };
  }

  private static int place(Feature feature) {
    return switch (feature) {
      case Feature.Scaled _ -> 0;
      case Feature.Dated _ -> 1;
      case Feature.OneHot _ -> 2;
    };
  }

  /// The number of inputs of the network.
  public int width() {
    return features.stream().mapToInt(Feature::width).sum();
  }

  /// The inputs for all rows of `table`: a matrix rows × [#width()]. Columns are found by name.
  ///
  /// @throws InputException if a column is missing or of the wrong kind
  public Matrix encode(Table table) {
    return encode(table, IntStream.range(0, table.rows()).toArray());
  }

  Matrix encode(Table table, int[] rows) {
    Matrix inputs = matrix(rows.length, width());
    List<Filling> fillings = fillings(table);
    for (int from = 0; from < rows.length; from += ROWS_AT_A_TIME) {
      int to = Math.min(rows.length, from + ROWS_AT_A_TIME);
      for (Filling filling : fillings) {
        for (int i = from; i < to; i++) {
          filling.fill(rows[i], inputs.data(), inputs.at(i));
        }
      }
    }
    return inputs;
  }

  /// Writes the inputs that one column becomes.
  @FunctionalInterface
  private interface Filling {
    /// @param row of the table
    /// @param at where the inputs of that row begin
    void fill(int row, float[] inputs, int at);
  }

  private List<Filling> fillings(Table table) {
    var fillings = new ArrayList<Filling>();
    int place = 0;
    for (Feature feature : features) {
      fillings.add(values(feature, table.column(feature.column()), place));
      place += feature.values();
    }
    for (Feature feature : features) {
      if (feature.flagged()) {
        Column column = table.column(feature.column());
        int flag = place++;
        fillings.add((row, inputs, at) -> inputs[at + flag] = column.isMissing(row) ? 1 : 0);
      }
    }
    return fillings;
  }

  private static Filling values(Feature feature, Column column, int place) {
    return switch (feature) {
      case Feature.Scaled scaled -> {
        float[] values = numbers(column).values();
        yield (row, inputs, at) -> inputs[at + place] = scaled.encode(values[row]);
      }
      case Feature.Dated dated -> {
        double[] days = dates(column).days();
        yield (row, inputs, at) -> dated.encode(days[row], inputs, at + place);
      }
      case Feature.OneHot oneHot -> {
        @Nullable String[] values = texts(column).values();
        Map<String, Integer> places = places(oneHot.categories(), place);
        yield (row, inputs, at) -> {
          String value = values[row];
          Integer category = value == null ? null : places.get(value);
          if (category != null) {
            inputs[at + category] = 1;
          }
        };
      }
    };
  }

  private static Map<String, Integer> places(List<String> categories, int first) {
    var places = new HashMap<String, Integer>();
    categories.forEach(category -> places.put(category, first + places.size()));
    return places;
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
    refuseValues(column, "numbers");
    float[] missing = new float[column.rows()];
    Arrays.fill(missing, Float.NaN);
    return new Column.Numbers(column.name(), missing);
  }

  private static Column.Dates dates(Column column) {
    if (column instanceof Column.Dates dates) {
      return dates;
    }
    refuseValues(column, "dates");
    double[] missing = new double[column.rows()];
    Arrays.fill(missing, Double.NaN);
    return new Column.Dates(column.name(), missing);
  }

  private static Column.Texts texts(Column column) {
    if (column instanceof Column.Texts texts) {
      return texts;
    }
    refuseValues(column, "texts");
    return new Column.Texts(column.name(), new @Nullable String[column.rows()]);
  }

  /// A column without any value is of every kind.
  private static void refuseValues(Column column, String wanted) {
    for (int row = 0; row < column.rows(); row++) {
      if (!column.isMissing(row)) {
        throw new InputException(
            switch (column) {
              case Column.Texts texts ->
                  "column '%s' must hold %s: '%s' in data row %d"
                      .formatted(
                          Names.shortened(column.name()),
                          wanted,
                          Names.shortened("" + texts.values()[row]),
                          row + 1);
              case Column.Numbers _ ->
                  "column '%s' must hold %s, not numbers"
                      .formatted(Names.shortened(column.name()), wanted);
              case Column.Dates _ ->
                  "column '%s' must hold %s, not dates"
                      .formatted(Names.shortened(column.name()), wanted);
            });
      }
    }
  }

  /// Texts in `table` that have no input of their own, one sentence per column. They become all
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
              "column '%s' has texts that the model does not know, such as '%s', in %d of %d rows"
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
