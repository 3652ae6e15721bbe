package dev.seedbed.io.table;

import java.util.Map;

/// How the columns of a file are to be read.
///
/// @param known columns by name; the file must have them
/// @param others how all other columns are read
public record ColumnKinds(Map<String, Kind> known, Kind others) {

  /// How a column is read.
  public enum Kind {
    /// Found out from what it holds: numbers or dates if more than half of the cells that are not
    /// missing are.
    FOUND,
    /// As numbers; a text in it is an error.
    NUMBERS,
    /// As dates; a text in it is an error.
    DATES,
    /// As texts, even if they look like numbers.
    TEXTS,
    /// Not at all.
    UNUSED
  }

  public ColumnKinds {
    known = Map.copyOf(known);
  }

  /// All kinds are found out.
  public static ColumnKinds found() {
    return new ColumnKinds(Map.of(), Kind.FOUND);
  }

  Kind of(String column) {
    return known.getOrDefault(column, others);
  }
}
