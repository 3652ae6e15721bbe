package dev.seedbed.io.verify;

import dev.seedbed.init.Fans;
import dev.seedbed.io.weights.StoredTensor;
import java.util.Optional;
import java.util.OptionalDouble;

/// What was looked at of a tensor.
///
/// @param scheme that was promised, as it was written
/// @param promised the law or structure, in symbols
/// @param fans that the law follows from
/// @param numbers that were found; empty if it was not read
/// @param p the probability that a draw departs from the promise as far by chance, over all
///   tensors; empty if it was not tested
/// @param note why it was not tested
public record VerifiedTensor(
    StoredTensor tensor,
    State state,
    Optional<String> scheme,
    Optional<String> promised,
    Optional<Fans> fans,
    Optional<Numbers> numbers,
    OptionalDouble p,
    String note) {

  /// What came of it.
  public enum State {
    /// Nothing speaks against what was meant.
    AGREES,
    DIFFERS,
    /// It is a parameter, and nothing says what it should be.
    NO_RULE,
    /// It is no parameter, was left out as asked, has no elements, or cannot be tested.
    NOT_TESTED
  }

  /// Its elements, in figures.
  public record Numbers(double mean, double sd, double min, double max, double zeros) {}
}
