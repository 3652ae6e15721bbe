package dev.seedbed.init;

import dev.seedbed.statistics.StandardNormal;
import java.util.function.DoubleUnaryOperator;

/// E g(z) for a standard normal z, by the Gauss–Legendre rule of two points in each of equal cells.
/// Their borders are the multiples of 0.001, so kinks of piecewise functions at such places cost no
/// accuracy: the error is below 1e-9 for everything here.
public final class GaussianExpectation {
  /// Beyond this many standard deviations the normal density is below 1e-44.
  private static final int RANGE = 14;

  private static final int CELLS_PER_UNIT = 1000;
  private static final int ROUGH_CELLS = 320;
  private static final double ROUGH_CELL = 0.05;
  private static final double[] POINTS = new double[2 * 2 * RANGE * CELLS_PER_UNIT];
  private static final double[] WEIGHTS = new double[POINTS.length];

  static {
    double offset = 0.5 / Math.sqrt(3);
    for (int i = 0; i < POINTS.length; i++) {
      double centre = Math.floorDiv(i, 2) + 0.5 - RANGE * CELLS_PER_UNIT;
      POINTS[i] = (centre + (i % 2 == 0 ? -offset : offset)) / CELLS_PER_UNIT;
      WEIGHTS[i] = StandardNormal.density(POINTS[i]) / (2 * CELLS_PER_UNIT);
    }
  }

  private GaussianExpectation() {}

  static double of(DoubleUnaryOperator g) {
    double sum = 0;
    for (int i = 0; i < POINTS.length; i++) {
      sum += WEIGHTS[i] * g.applyAsDouble(POINTS[i]);
    }
    return sum;
  }

  /// The same by the midpoint rule in 320 cells, for measurements of thousands of layers: the error
  /// is below 1e-4 of E |g| where jumps and kinks are at 0.
  public static double roughly(DoubleUnaryOperator g) {
    double sum = 0;
    double norm = 0;
    for (int i = 0; i < ROUGH_CELLS; i++) {
      double z = (i + 0.5 - ROUGH_CELLS / 2.0) * ROUGH_CELL;
      double density = StrictMath.exp(-z * z / 2);
      sum += density * g.applyAsDouble(z);
      norm += density;
    }
    return sum / norm;
  }
}
