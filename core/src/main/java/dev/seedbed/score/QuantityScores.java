package dev.seedbed.score;

import dev.seedbed.distribution.FDistribution;
import dev.seedbed.statistics.Interval;
import dev.seedbed.statistics.Proportion;
import java.util.Optional;

/// What answers are worth that predict a quantity, in its own unit.
///
/// @param rows how many were scored
/// @param rmse the root of the mean squared error; its interval is the root of the mean squared
///   error's normal interval
/// @param mae the mean absolute error
/// @param r2 1 − (sum of squared errors) / (sum of squared deviations from these rows' mean), with
///   the normal interval of the delta method; empty if these rows are all equal
/// @param baselineRmse if the mean of the training rows was always answered
/// @param baselineMae likewise
public record QuantityScores(
    int rows,
    Estimate rmse,
    Estimate mae,
    Optional<Estimate> r2,
    double baselineRmse,
    double baselineMae,
    Beats beatsBaseline)
    implements Scores {

  /// The scores that people ask for first.
  @Override
  public String toString() {
    return "RMSE %.4g, MAE %.4g%s on %,d rows"
        .formatted(
            rmse.value(),
            mae.value(),
            r2.map(r -> ", R² %.4f".formatted(r.value())).orElse(""),
            rows);
  }

  /// Scores some rows.
  ///
  /// @param baseline what would be answered without a network
  static QuantityScores of(double[] truth, double[] answers, double baseline) {
    int rows = truth.length;
    double[] squares = new double[rows];
    double[] absolutes = new double[rows];
    double[] gains = new double[rows];
    double ofBaseline = 0;
    double baselineMae = 0;
    for (int i = 0; i < rows; i++) {
      double error = answers[i] - truth[i];
      double without = baseline - truth[i];
      squares[i] = error * error;
      absolutes[i] = Math.abs(error);
      gains[i] = without * without - squares[i];
      ofBaseline += without * without / rows;
      baselineMae += Math.abs(without) / rows;
    }
    return new QuantityScores(
        rows,
        root(Estimate.ofMean(squares)),
        notNegative(Estimate.ofMean(absolutes)),
        r2(truth, squares),
        Math.sqrt(ofBaseline),
        baselineMae,
        beats(gains));
  }

  private static Estimate root(Estimate square) {
    Estimate bounded = notNegative(square);
    return new Estimate(
        Math.sqrt(square.value()),
        new Interval(Math.sqrt(bounded.interval().low()), Math.sqrt(bounded.interval().high())));
  }

  private static Estimate notNegative(Estimate estimate) {
    Interval interval = estimate.interval();
    return new Estimate(
        estimate.value(), new Interval(Math.max(0, interval.low()), interval.high()));
  }

  /// The paired differences of squared errors, by Student's interval.
  private static Beats beats(double[] gains) {
    if (gains.length < 2) {
      return Beats.UNCLEAR;
    }
    Estimate mean = Estimate.ofMean(gains);
    double wider = FDistribution.student(Interval.LEVEL, gains.length - 1) / Proportion.Z;
    double half = (mean.interval().high() - mean.value()) * wider;
    return Double.isFinite(half)
        ? Beats.of(new Interval(mean.value() - half, mean.value() + half))
        : Beats.UNCLEAR;
  }

  /// R² moves with a row's squared error e² and squared deviation d², from the means m and v of
  /// both, by −(e² − m)/v + m·(d² − v)/v².
  private static Optional<Estimate> r2(double[] truth, double[] squares) {
    int rows = truth.length;
    double sum = 0;
    for (double y : truth) {
      sum += y - truth[0];
    }
    double mean = truth[0] + sum / rows;
    double[] deviations = new double[rows];
    double v = 0;
    double m = 0;
    for (int i = 0; i < rows; i++) {
      deviations[i] = (truth[i] - mean) * (truth[i] - mean);
      v += deviations[i] / rows;
      m += squares[i] / rows;
    }
    if (v == 0) {
      return Optional.empty();
    }
    double[] moves = new double[rows];
    for (int i = 0; i < rows; i++) {
      moves[i] = -(squares[i] - m) / v + m * (deviations[i] - v) / (v * v);
    }
    Interval around = Estimate.ofMean(moves).interval();
    double value = 1 - m / v;
    if (!Double.isFinite(value)) {
      return Optional.of(new Estimate(value, new Interval(Double.NEGATIVE_INFINITY, 1)));
    }
    return Optional.of(
        new Estimate(
            value, new Interval(value + around.low(), Math.min(1, value + around.high()))));
  }
}
