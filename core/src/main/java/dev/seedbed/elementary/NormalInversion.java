package dev.seedbed.elementary;

import dev.seedbed.jvm.VectorModule;

/// Makes normal variables of random words by inverting the distribution function: one bit of a word
/// is the sign, the other 31 are the probability of a value farther out. All implementations give
/// the same bits. An instance has working memory, so each thread needs its own.
public sealed interface NormalInversion permits PlainNormalInversion, VectorNormalInversion {

  /// The most words at a time: with what is made of them, they stay in the first cache.
  int PIECE = 1024;

  /// Writes the variables that belong to the first `count` words, at most [#PIECE], to
  /// `into[start]` and the next `count` − 1 places.
  void apply(Bell bell, int[] words, float[] into, int start, int count);

  /// A normal law, cut off or not, in the floats that are computed with.
  ///
  /// @param scale the standard deviation before cutting
  /// @param below the probability that is cut off on each side
  /// @param bound what no value passes on either side of the centre; infinite if there is none
  record Bell(float centre, float scale, float below, float bound) {

    /// A normal law that is not cut off.
    public static Bell whole(float centre, float scale) {
      return new Bell(centre, scale, 0, Float.POSITIVE_INFINITY);
    }

    /// The probability of what remains on one side.
    float range() {
      return 0.5f - below;
    }
  }

  /// The fastest implementation that this JVM offers: on `jdk.incubator.vector` if that module is
  /// there, otherwise in plain Java.
  static NormalInversion best() {
    return VectorModule.isThere() ? new VectorNormalInversion() : plain();
  }

  /// The implementation in plain Java.
  static NormalInversion plain() {
    return new PlainNormalInversion();
  }
}
