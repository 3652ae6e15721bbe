package dev.seedbed.random;

/// A seed: the number from which everything random follows. Streams are derived from it by name,
/// never by the order of calls.
///
/// @param value any 64-bit number
public record Seed(long value) {

  /// The stream of this seed that belongs to `path`, such as "layer1/weight" or "split". Streams of
  /// different paths are independent.
  public RandomStream stream(String path) {
    return new RandomStream(value, path);
  }
}
