package dev.seedbed.check;

/// How numbers are spread.
///
/// @param deviation standard deviation
/// @param low 2nd percentile, exactly; NaN if the check was brief
/// @param high 98th percentile, exactly; NaN if the check was brief
public record Spread(double mean, double deviation, double low, double high) {
  private static final double LOW = 0.02;
  private static final double HIGH = 0.98;

  /// Without percentiles, which cost another way through the numbers.
  static Spread brief(Sample sample) {
    return new Spread(sample.mean(), sample.deviation(), Double.NaN, Double.NaN);
  }

  /// @param sample of all the numbers
  static Spread of(Sample sample, Numbers numbers) {
    double[] percentiles = Percentiles.of(numbers, LOW, HIGH);
    return new Spread(sample.mean(), sample.deviation(), percentiles[0], percentiles[1]);
  }
}
