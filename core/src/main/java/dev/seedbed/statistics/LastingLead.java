package dev.seedbed.statistics;

import dev.seedbed.distribution.FDistribution;
import java.util.function.DoubleUnaryOperator;

/// How far a chosen seed is ahead of single seeds, and how far it will be on as many new rows.
///
/// If the seeds' own parts and the noise of rows are normal, and a share s of the variance is the
/// seeds' own, then s times the lead is expected to last, however the seed was chosen from its
/// losses; the own part is uncertain by the variance s·v², and new rows add noise of variance v².
/// (v² is that of all seeds or of the chosen one, whichever is larger.) How large s is is uncertain
/// as well: the shares are weighted by how probable they make the variance that was found
/// ([SeedVariance]), and beforehand by 1/√s, as most studies of seeds found them to matter little
/// (Jordan 2023, arXiv:2304.01910). The interval is that of the mixture over s, with Student's t in
/// place of the normal, of as many degrees of freedom as the rows have.
///
/// It covers what another sample of rows says, unless those rows have what none of these had: if no
/// network errs on any of them, their losses say nothing of rows that are hard.
///
/// @param observed the lead on the rows that there are, in the unit of the losses; positive is
///   better
/// @param expected the lead to expect on new rows: the mean of the mixture
/// @param interval where the lead on as many new rows lies with probability 95 %
public record LastingLead(double observed, double expected, Interval interval) {
  /// So many rows must be misclassified by a single seed, on average, for a lead among networks
  /// that tell classes apart to be told. One row that is misclassified does not show how much such
  /// rows differ: on ten splits of iris that had but one, the interval covered 80 %; with two or
  /// more, 94 to 100 %.
  public static final double LEAST_ERRORS = 2;

  private static final int SHARES = 40;

  /// Of the search for an end: it is right to a billionth of the interval.
  private static final int HALVINGS = 30;

  /// Predicts the lead of `chosen`.
  ///
  /// @param losses of each seed on each row, as [SeedVariance#of] takes them
  /// @param unselected which seeds nothing but chance chose; the lead is over their mean
  /// @param chosen the seed that is ahead
  /// @param variance of these losses
  public static LastingLead of(
      double[][] losses, boolean[] unselected, int chosen, SeedVariance variance) {
    var interactions = Interactions.of(losses, unselected);
    double[] means = interactions.unselectedMeans();
    double lead = Moments.mean(means) - interactions.means()[chosen];
    double[] weights = weights(variance);
    // One that errs less than others on these rows may seem steadier than it is.
    double own = Math.max(variance.noise(), interactions.noise(chosen));
    double ofMean = Moments.variance(means) / means.length;
    double[] centres = new double[SHARES];
    double[] deviations = new double[SHARES];
    double expected = 0;
    double widest = 0;
    for (int j = 0; j < SHARES; j++) {
      double s = share(j);
      centres[j] = s * lead;
      deviations[j] = Math.sqrt(own * (1 + s) + s * s * ofMean);
      expected += weights[j] * centres[j];
      widest = Math.max(widest, deviations[j]);
    }
    if (widest == 0) {
      return new LastingLead(lead, expected, new Interval(expected, expected));
    }
    var squared = new FDistribution(1, variance.rowDegrees());
    DoubleUnaryOperator cdf =
        x -> {
          double p = 0;
          for (int j = 0; j < SHARES; j++) {
            double t = (x - centres[j]) / deviations[j];
            double beyond = squared.upperTail(t * t) / 2;
            p += weights[j] * (t < 0 ? beyond : 1 - beyond);
          }
          return p;
        };
    return new LastingLead(
        lead,
        expected,
        new Interval(
            quantile(cdf, Interval.TAIL, expected, -widest),
            quantile(cdf, 1 - Interval.TAIL, expected, widest)));
  }

  /// The same in another unit.
  ///
  /// @param unit what one of this is in it, not negative
  public LastingLead times(double unit) {
    return new LastingLead(unit * observed, unit * expected, interval.times(unit));
  }

  private static double share(int j) {
    return (j + 0.5) / SHARES;
  }

  /// ŝ²/v̂²·(1 − s) has the F distribution: its density at each s, times 1 − s as ŝ²/v̂² is that
  /// over 1 − s, times 1/√s; they add up to 1.
  private static double[] weights(SeedVariance variance) {
    double above = variance.seedDegrees();
    double below = variance.rowDegrees();
    double[] logarithms = new double[SHARES];
    double greatest = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < SHARES; j++) {
      double rest = 1 - share(j);
      logarithms[j] =
          above / 2 * StrictMath.log(rest)
              - StrictMath.log(share(j)) / 2
              - (above + below) / 2 * StrictMath.log1p(above / below * variance.ratio() * rest);
      greatest = Math.max(greatest, logarithms[j]);
    }
    double[] weights = new double[SHARES];
    double sum = 0;
    for (int j = 0; j < SHARES; j++) {
      weights[j] = StrictMath.exp(logarithms[j] - greatest);
      sum += weights[j];
    }
    for (int j = 0; j < SHARES; j++) {
      weights[j] /= sum;
    }
    return weights;
  }

  /// The p-quantile, by bisection from `from` on.
  ///
  /// @param step towards it
  private static double quantile(DoubleUnaryOperator cdf, double p, double from, double step) {
    boolean up = step > 0;
    double near = from;
    double far = from + step;
    while (cdf.applyAsDouble(far) < p == up) {
      near = far;
      far = from + 2 * (far - from);
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (near + far) / 2;
      if (cdf.applyAsDouble(middle) < p == up) {
        near = middle;
      } else {
        far = middle;
      }
    }
    return far;
  }
}
