package dev.seedbed.init;

import dev.seedbed.elementary.Elementary;
import dev.seedbed.random.RandomStream;
import java.util.function.DoubleUnaryOperator;

/// The natural logarithm of ν, where exp(−ν) is the modulus of a number that is uniform in a ring
/// around 0: ln(−½ ln s) with s uniform in [inner², outer²]. Orvieto et al. 2023, arXiv:2303.06349,
/// lemma 3.2.
///
/// A ring that reaches the unit circle has no lowest ln ν, one that reaches 0 no highest.
///
/// @param inner radius, 0 or above
/// @param outer radius, above `inner`, 1 at the most
/// @param mean of ln ν, and
/// @param variance of it, which [#between] computes
record RingDecay(double inner, double outer, double mean, double variance)
    implements Law.OfUniform {
  private static final double FARTHEST_BELOW = -40;
  private static final double FARTHEST_ABOVE = 4;
  private static final int PARTS = 64;

  RingDecay {
    if (!(inner >= 0 && inner < outer && outer <= 1)) {
      throw new IllegalArgumentException(
          "radii must be 0 <= inner < outer <= 1: %s, %s".formatted(inner, outer));
    }
  }

  /// The law for a ring between two radii.
  static RingDecay between(double inner, double outer) {
    double mean = expectation(inner, outer, x -> x);
    double variance = expectation(inner, outer, x -> (x - mean) * (x - mean));
    return new RingDecay(inner, outer, mean, variance);
  }

  /// E f(x). The density of x is 2eˣ·exp(−2eˣ) over the area; beyond the ends taken here there is
  /// less than 1e-17 of it.
  private static double expectation(double inner, double outer, DoubleUnaryOperator f) {
    return GaussLegendre.integral(
            x -> {
              double decay = StrictMath.exp(x);
              return f.applyAsDouble(x) * 2 * decay * StrictMath.exp(-2 * decay);
            },
            Math.max(logarithm(outer), FARTHEST_BELOW),
            Math.min(logarithm(inner), FARTHEST_ABOVE),
            PARTS)
        / area(inner, outer);
  }

  /// Over π.
  private static double area(double inner, double outer) {
    return outer * outer - inner * inner;
  }

  /// ln ν at a radius.
  private static double logarithm(double radius) {
    return StrictMath.log(-StrictMath.log(radius));
  }

  @Override
  public double lowest() {
    return logarithm(outer);
  }

  @Override
  public double highest() {
    return logarithm(inner);
  }

  @Override
  public double cdf(double x) {
    double square = StrictMath.exp(-2 * StrictMath.exp(x));
    return Math.clamp((outer * outer - square) / area(inner, outer), 0, 1);
  }

  @Override
  public String symbols() {
    return "ln(-½ ln U[%s, %s])".formatted(Figures.of(inner * inner), Figures.of(outer * outer));
  }

  /// With y = 1 − s, which is exact near 0, −ln s is ln(1 + y / (1 − y)): near the unit circle
  /// nothing cancels.
  @Override
  public void draw(RandomStream stream, long from, float[] into, int start, int count) {
    double smallest = 1 - outer * outer;
    double half = area(inner, outer) / 2;
    double centre = smallest + half;
    float low = DirectedRounding.up(lowest());
    float high = DirectedRounding.down(highest());
    stream.symmetricUniform(from, into, start, count);
    for (int i = start; i < start + count; i++) {
      double y = centre + half * into[i];
      float decay = 0.5f * Elementary.log1p((float) (y / (1 - y)));
      into[i] = Math.max(low, Math.min(Elementary.log(decay), high));
    }
  }
}
