package dev.seedbed.distribution;

/// The gamma function in double.
final class Gamma {
  private static final double LARGE = 15;

  private Gamma() {}

  /// ln Γ(x) for x > 0, by Stirling's series (Abramowitz & Stegun 1964, 6.1.41) from 15 on and Γ(x)
  /// = Γ(x + 1) / x below.
  static double log(double x) {
    double product = 1;
    double z = x;
    for (; z < LARGE; z++) {
      product *= z;
    }
    double square = 1 / (z * z);
    double series =
        (1 / 12.0
                - square
                    * (1 / 360.0 - square * (1 / 1260.0 - square * (1 / 1680.0 - square / 1188.0))))
            / z;
    return (z - 0.5) * StrictMath.log(z)
        - z
        + 0.5 * StrictMath.log(2 * Math.PI)
        + series
        - StrictMath.log(product);
  }
}
