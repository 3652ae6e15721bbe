package dev.seedbed.data;

import java.util.Comparator;
import java.util.Optional;

/// Something about a table that its owner should know.
///
/// @param column what it is about; empty if it is about the rows
/// @param message one sentence: what was found
public record Notice(Kind kind, Optional<String> column, String message) {
  /// The weightiest first.
  public static final Comparator<Notice> WEIGHT = Comparator.comparing(Notice::kind);

  /// What a notice is about, the weightiest first.
  public enum Kind {
    /// One column alone tells the target.
    LEAK,
    /// The target looks as if it only counted the rows.
    TARGET_COUNTS_ROWS,
    /// Rows stand in two parts of the split.
    DUPLICATES,
    /// The rows are in the order of time, and are split at random.
    TIME_ORDER,
    /// There are hardly more training rows than inputs.
    FEW_ROWS,
    /// Classes that not every part of the split has.
    RARE_CLASSES,
    /// Rows that cannot be used.
    ROWS_LEFT_OUT,
    /// A column that is no input.
    LEFT_OUT,
    /// A column of which only some texts are inputs.
    RARE_TEXTS,
    /// A column whose numbers do not vary.
    CONSTANT
  }

  static Notice of(Kind kind, String column, String message) {
    return new Notice(kind, Optional.of(column), message);
  }

  static Notice ofRows(Kind kind, String message) {
    return new Notice(kind, Optional.empty(), message);
  }
}
