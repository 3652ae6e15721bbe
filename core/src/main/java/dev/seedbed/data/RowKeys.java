package dev.seedbed.data;

import java.util.Optional;

/// What identifies rows of a table.
///
/// @param rows their numbers in the table, from 0 on
/// @param ids a column of the table that names its rows
public record RowKeys(int[] rows, Optional<Column.Texts> ids) {
  /// Those of no rows.
  public static final RowKeys NONE = new RowKeys(new int[0], Optional.empty());
}
