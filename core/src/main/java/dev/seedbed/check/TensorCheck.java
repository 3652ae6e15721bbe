package dev.seedbed.check;

import dev.seedbed.init.Fans;
import java.util.List;
import java.util.Optional;

/// What can be said of one tensor by itself, where the network that it belongs to cannot be
/// propagated.
///
/// @param initialisers what it was likely drawn by, the likeliest first; empty if nothing known
///   fits, or it is no tensor of weights
public record TensorCheck(
    String name, double mean, double deviation, List<Guess> initialisers, List<Finding> findings) {
  public TensorCheck {
    initialisers = List.copyOf(initialisers);
    findings = List.copyOf(findings);
  }

  /// Runs the rules on the weights themselves.
  ///
  /// @param values unit by unit: all weights of the first unit, then of the second, …
  /// @param fans of weights; empty for biases and the like, which are only searched for numbers
  ///   that are not finite
  /// @param units how many units the tensor is for; a divisor of the number of values
  public static TensorCheck of(String name, float[] values, Optional<Fans> fans, int units) {
    return new TensorCheck(name, 0, 0, List.of(), List.of());
  }
}
