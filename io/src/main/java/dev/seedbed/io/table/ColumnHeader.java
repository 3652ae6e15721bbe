package dev.seedbed.io.table;

import dev.seedbed.data.Column;
import dev.seedbed.data.ColumnUse;
import java.util.Optional;

/// What a file says of a column before its cells.
///
/// @param name "" if it has none
/// @param stored what it holds, where the format says so
/// @param unreadable why its cells cannot be read, if so
record ColumnHeader(
    String name, Optional<Column.Kind> stored, Optional<ColumnUse.Reason> unreadable) {

  /// A column whose cells show what it holds.
  static ColumnHeader found(String name) {
    return new ColumnHeader(name, Optional.empty(), Optional.empty());
  }

  /// A column that holds one kind of values.
  static ColumnHeader of(String name, Column.Kind stored) {
    return new ColumnHeader(name, Optional.of(stored), Optional.empty());
  }

  /// A column of cells that hold more than one value, or bytes.
  static ColumnHeader nested(String name) {
    return new ColumnHeader(
        name, Optional.empty(), Optional.of(new ColumnUse.Reason.HoldsRecords()));
  }
}
