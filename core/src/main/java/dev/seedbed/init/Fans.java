package dev.seedbed.init;

/// The fans of a tensor of weights.
///
/// @param in how many terms are summed in one output; at least 1
/// @param out how many outputs one input reaches; at least 1
public record Fans(int in, int out) {
  public Fans {
    if (in < 1 || out < 1) {
      throw new IllegalArgumentException(
          "fans must be at least 1: fan-in " + in + ", fan-out " + out);
    }
  }
}
