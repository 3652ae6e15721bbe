package dev.seedbed.data;

import org.jspecify.annotations.Nullable;

/// A column of a table.
public sealed interface Column {
  String name();

  /// How many rows the column has.
  int rows();

  boolean isMissing(int row);

  /// A column of numbers.
  ///
  /// @param values one finite number a row; NaN where it is missing
  record Numbers(String name, float[] values) implements Column {
    @Override
    public int rows() {
      return values.length;
    }

    @Override
    public boolean isMissing(int row) {
      return Float.isNaN(values[row]);
    }
  }

  /// A column of texts.
  ///
  /// @param values one text a row; null where it is missing
  record Texts(String name, @Nullable String[] values) implements Column {
    @Override
    public int rows() {
      return values.length;
    }

    @Override
    public boolean isMissing(int row) {
      return values[row] == null;
    }
  }
}
