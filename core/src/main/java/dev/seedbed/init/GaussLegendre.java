package dev.seedbed.init;

import java.util.function.DoubleUnaryOperator;

/// The Gauss–Legendre rule of 16 points: exact for polynomials of degree 31.
final class GaussLegendre {
  private static final int POINTS = 16;

  /// Where the rule looks at a function, in [−1, 1].
  static final double[] NODES = new double[POINTS];

  static final double[] WEIGHTS = new double[POINTS];

  static {
    for (int i = 0; i < POINTS; i++) {
      double x = StrictMath.cos(Math.PI * (i + 0.75) / (POINTS + 0.5));
      for (int step = 0; step < 10; step++) {
        x -= legendre(POINTS, x) / slope(x);
      }
      NODES[i] = x;
      WEIGHTS[i] = 2 / ((1 - x * x) * slope(x) * slope(x));
    }
  }

  private GaussLegendre() {}

  /// Legendre's polynomial Pₙ(x).
  private static double legendre(int n, double x) {
    double before = 0;
    double value = 1;
    for (int k = 0; k < n; k++) {
      double next = ((2 * k + 1) * x * value - k * before) / (k + 1);
      before = value;
      value = next;
    }
    return value;
  }

  /// P′ at a root of the rule's polynomial, or near it.
  private static double slope(double x) {
    return POINTS * (x * legendre(POINTS, x) - legendre(POINTS - 1, x)) / (x * x - 1);
  }

  /// ∫ f between two points, by the rule in each of `parts` equal intervals.
  static double integral(DoubleUnaryOperator f, double from, double to, int parts) {
    double half = (to - from) / parts / 2;
    double sum = 0;
    for (int part = 0; part < parts; part++) {
      double centre = from + (2 * part + 1) * half;
      for (int i = 0; i < POINTS; i++) {
        sum += WEIGHTS[i] * f.applyAsDouble(centre + half * NODES[i]);
      }
    }
    return half * sum;
  }
}
