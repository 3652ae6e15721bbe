package dev.seedbed.init;

import dev.seedbed.elementary.Elementary;
import dev.seedbed.random.RandomStream;
import java.util.function.DoubleUnaryOperator;

/// The bias x whose softplus is a time step Δ, with ln Δ uniform between those of `low` and `high`:
/// x = Δ + ln(1 − exp(−Δ)). Gu & Dao 2023, arXiv:2312.00752, section 3.6.
///
/// @param low the shortest time step, above 0
/// @param high the longest, above `low`
/// @param mean of x, and
/// @param variance of it, which [#between] computes
record TimeStepBias(double low, double high, double mean, double variance)
    implements Law.OfUniform {
  private static final int PARTS = 16;

  TimeStepBias {
    if (!(low >= Float.MIN_NORMAL && low < high && high <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "time steps must be 0 < low < high and finite as floats: %s, %s".formatted(low, high));
    }
  }

  /// The law for time steps from `low` to `high`.
  static TimeStepBias between(double low, double high) {
    double mean = expectation(low, high, x -> x);
    double variance = expectation(low, high, x -> (x - mean) * (x - mean));
    return new TimeStepBias(low, high, mean, variance);
  }

  /// E f(x).
  private static double expectation(double low, double high, DoubleUnaryOperator f) {
    double from = StrictMath.log(low);
    double to = StrictMath.log(high);
    return GaussLegendre.integral(
            logarithm -> f.applyAsDouble(bias(StrictMath.exp(logarithm))), from, to, PARTS)
        / (to - from);
  }

  /// The bias of a time step: the inverse of softplus.
  private static double bias(double step) {
    return step + StrictMath.log(-StrictMath.expm1(-step));
  }

  @Override
  public double lowest() {
    return bias(low);
  }

  @Override
  public double highest() {
    return bias(high);
  }

  @Override
  public double cdf(double x) {
    double step = Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    return Math.clamp(StrictMath.log(step / low) / StrictMath.log(high / low), 0, 1);
  }

  @Override
  public String symbols() {
    return "softplus⁻¹(exp U[ln %s, ln %s])".formatted(Figures.of(low), Figures.of(high));
  }

  @Override
  public void draw(RandomStream stream, long from, float[] into, int start, int count) {
    float half = (float) ((StrictMath.log(high) - StrictMath.log(low)) / 2);
    float centre = (float) ((StrictMath.log(high) + StrictMath.log(low)) / 2);
    float lowest = DirectedRounding.up(lowest());
    float highest = DirectedRounding.down(highest());
    stream.symmetricUniform(from, into, start, count);
    for (int i = start; i < start + count; i++) {
      float step = Elementary.exp(Math.fma(into[i], half, centre));
      float bias = step + Elementary.log(-Elementary.expm1(-step));
      into[i] = Math.max(lowest, Math.min(bias, highest));
    }
  }
}
