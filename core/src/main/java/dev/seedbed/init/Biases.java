package dev.seedbed.init;

/// Biases that follow from what a unit is to do.
final class Biases {
  private Biases() {}

  /// The bias b with E σ(z + b) = `activity` for z ~ N(0, `deviation`²): the log-odds of the
  /// activity where z is always 0, and farther from 0 the more z varies.
  static double forActivity(double activity, double deviation) {
    double logOdds = LabelBias.Link.SIGMOID.bias(activity);
    if (!(deviation >= 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("deviation must be 0 or above and finite: " + deviation);
    }
    if (deviation == 0) {
      return logOdds;
    }
    double reach = 10 * deviation + 1;
    return Root.between(b -> mean(b, deviation) - activity, logOdds - reach, logOdds + reach);
  }

  /// E σ(z + b) for z ~ N(0, `deviation`²).
  private static double mean(double b, double deviation) {
    return GaussianExpectation.of(z -> 1 / (1 + StrictMath.exp(-(deviation * z + b))));
  }
}
