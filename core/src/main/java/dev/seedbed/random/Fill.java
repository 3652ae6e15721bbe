package dev.seedbed.random;

import dev.seedbed.jvm.VectorModule;

/// Fills arrays with the numbers of one stream: word `i mod 4` of [Philox4x32]'s block `i / 4` is
/// number i. All implementations give the same bits.
sealed interface Fill permits PlainFill, VectorFill {

  /// Writes the numbers `from`, `from + 1`, … to `into[start]` and the next `count` − 1 places.
  ///
  /// @param high the upper half of the counter
  void words(long key, long high, long from, int[] into, int start, int count);

  /// Likewise with numbers uniform in ±`half` about `centre`: the midpoints of 2²⁴ equal cells of
  /// [−1, 1], times `half`, plus `centre`, rounded once.
  void uniform(
      long key, long high, long from, float[] into, int start, int count, float centre, float half);

  /// The fastest implementation that this JVM offers: on `jdk.incubator.vector` if that module is
  /// there and the machine has vectors that are worth it, otherwise in plain Java.
  static Fill best() {
    return VectorModule.isThere() ? new VectorFill() : new PlainFill();
  }
}
