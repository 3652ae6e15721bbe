package dev.seedbed.check;

import dev.seedbed.check.result.Coordinates;
import dev.seedbed.check.result.Coordinates.Slope;
import dev.seedbed.check.result.WidthVerdict;
import dev.seedbed.distribution.FDistribution;
import dev.seedbed.statistics.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Fits the sizes of an operator's activations to the width of its network.
///
/// @param widths in ascending order, not all the same
/// @param means of |a|: batches × networks, of at least two batches
/// @param chances the squared relative standard errors of the means because weights were drawn
///   once: one a network; 0 if they are drawn for each batch
record WidthFit(double[] widths, double[][] means, double[] chances) {
  /// Standard errors that chance is allowed: one slope in 20 has more, if all is normal.
  private static final double ERRORS = 2;

  Coordinates.Fit fit(Coordinates.Kind kind) {
    double chance = ERRORS * chance();
    double tolerance = Coordinates.TOLERANCE + (Double.isFinite(chance) ? chance : 0);
    Optional<Slope> slope = slope();
    WidthVerdict verdict =
        slope
            .map(it -> WidthVerdict.of(it.interval(), kind.lowest(tolerance), tolerance))
            .orElseGet(this::withoutSlope);
    return new Coordinates.Fit(average(), slope, tolerance, verdict);
  }

  private List<Double> average() {
    return IntStream.range(0, widths.length)
        .mapToObj(i -> mean(Arrays.stream(means).mapToDouble(batch -> batch[i]).toArray()))
        .toList();
  }

  /// Zeros at every width, as weights of 0 give, are the same size. Numbers that are too large for
  /// wide networks alone have grown.
  private WidthVerdict withoutSlope() {
    if (all().allMatch(mean -> mean == 0)) {
      return WidthVerdict.STABLE;
    }
    boolean narrow = Arrays.stream(means).allMatch(batch -> Double.isFinite(batch[0]));
    return narrow && !all().allMatch(Double::isFinite) ? WidthVerdict.GROWS : WidthVerdict.UNCLEAR;
  }

  private DoubleStream all() {
    return Arrays.stream(means).flatMapToDouble(Arrays::stream);
  }

  private Optional<Slope> slope() {
    if (!all().allMatch(mean -> mean > 0 && mean < Double.POSITIVE_INFINITY)) {
      return Optional.empty();
    }
    double[] slopes = Arrays.stream(means).mapToDouble(this::slope).toArray();
    double mean = mean(slopes);
    double squares = 0;
    for (double slope : slopes) {
      squares += (slope - mean) * (slope - mean);
    }
    double error = Math.sqrt(squares / (slopes.length - 1) / slopes.length);
    double half = FDistribution.student(Interval.LEVEL, slopes.length - 1) * error;
    return Optional.of(new Slope(mean, new Interval(mean - half, mean + half)));
  }

  /// The slope of ln mean against ln width by least squares is a sum of ln means with these
  /// weights.
  private double[] weights() {
    double[] x = Arrays.stream(widths).map(StrictMath::log).toArray();
    double mean = mean(x);
    double squares = 0;
    for (double each : x) {
      squares += (each - mean) * (each - mean);
    }
    double[] weights = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      weights[i] = (x[i] - mean) / squares;
    }
    return weights;
  }

  private double slope(double[] batch) {
    double[] weights = weights();
    double slope = 0;
    for (int i = 0; i < batch.length; i++) {
      slope += weights[i] * StrictMath.log(batch[i]);
    }
    return slope;
  }

  /// The standard error of the slope because weights were drawn once.
  private double chance() {
    double[] weights = weights();
    double variance = 0;
    for (int i = 0; i < chances.length; i++) {
      variance += weights[i] * weights[i] * chances[i];
    }
    return Math.sqrt(variance);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
