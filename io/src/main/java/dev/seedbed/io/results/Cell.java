package dev.seedbed.io.results;

/// What a cell says of a score.
sealed interface Cell {
  /// A score.
  ///
  /// @param value finite
  record Score(double value) implements Cell {}

  /// Not a number, or an infinite one: the run diverged.
  record Diverged() implements Cell {}

  /// Nothing.
  record Empty() implements Cell {}

  /// Something else.
  record Text(String text) implements Cell {}
}
