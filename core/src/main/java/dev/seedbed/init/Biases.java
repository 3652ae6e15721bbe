package dev.seedbed.init;

/// Biases that follow from what a unit is to do.
final class Biases {
  private static final int STEPS = 200;

  private Biases() {}

  /// The bias b with E σ(z + b) = `activity` for z ~ N(0, `deviation`²): the log-odds of the
  /// activity where z is always 0, and farther from 0 the more z varies.
  static double forActivity(double activity, double deviation) {
    double low = OutputBias.Link.SIGMOID.bias(activity);
    if (!(deviation >= 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("deviation must be 0 or above and finite: " + deviation);
    }
    if (deviation == 0) {
      return low;
    }
    double reach = 10 * deviation + 1;
    double high = low + reach;
    low -= reach;
    double width = deviation;
    for (int i = 0; i < STEPS && low < Math.nextDown(high); i++) {
      double b = low + (high - low) / 2;
      if (GaussianExpectation.of(z -> 1 / (1 + StrictMath.exp(-(width * z + b)))) < activity) {
        low = b;
      } else {
        high = b;
      }
    }
    return low;
  }
}
