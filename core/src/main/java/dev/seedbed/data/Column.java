package dev.seedbed.data;

import org.jspecify.annotations.Nullable;

/// A column of a table.
public sealed interface Column {
  /// What a column holds.
  enum Kind {
    NUMBER,
    DATE,
    TEXT
  }

  String name();

  default Kind kind() {
    return switch (this) {
      case Numbers _ -> Kind.NUMBER;
      case Dates _ -> Kind.DATE;
      case Texts _ -> Kind.TEXT;
    };
  }

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

  /// A column of dates, with or without a time of day.
  ///
  /// @param days since 1970-01-01, in UTC where the file says so, one number a row; NaN where it is
  ///   missing
  record Dates(String name, double[] days) implements Column {
    @Override
    public int rows() {
      return days.length;
    }

    @Override
    public boolean isMissing(int row) {
      return Double.isNaN(days[row]);
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
