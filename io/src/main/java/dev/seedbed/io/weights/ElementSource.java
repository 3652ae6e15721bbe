package dev.seedbed.io.weights;

/// The new elements of a tensor. [WeightFile#rewrite] asks for them range by range, from several
/// threads at once: an element must depend on its index alone (and on what it replaces), not on the
/// order of the calls.
@FunctionalInterface
public interface ElementSource {

  /// Puts the elements `from`, `from + 1`, … of the tensor, in the file's (row-major) order, into
  /// `values[0]` to `values[count - 1]`.
  ///
  /// @param values if [#readsCurrent], what the file holds there, as float; else anything
  void fill(long from, float[] values, int count);

  /// Whether the new elements depend on those that the file holds.
  default boolean readsCurrent() {
    return false;
  }
}
