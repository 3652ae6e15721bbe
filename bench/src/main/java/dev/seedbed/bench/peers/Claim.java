package dev.seedbed.bench.peers;

import java.util.Locale;

/// A law that drawn values can be held against.
///
/// Means and standard deviations may miss by 5 standard errors: one false alarm in 1.7 million. The
/// sample mean has standard error σ/√n, the sample standard deviation σ·√((κ−1)/4n), and the
/// kurtosis at most that of a normal sample, √(24/n).
public sealed interface Claim {

  /// The kurtosis of a normal law cut at two standard deviations, and its standard deviation.
  double TRUNCATED_KURTOSIS = 2.365537;

  double TRUNCATED_SD = 0.8796256610342398;

  /// The law in the papers' notation, with the layer's own fans.
  String formula();

  boolean fits(double[] values);

  /// Uniform between `low` and `high`, and reaching them.
  record Uniform(String formula, double low, double high) implements Claim {
    @Override
    public boolean fits(double[] values) {
      Statistics sample = Statistics.of(values);
      double width = high - low;
      // Single precision rounds the ends; P(no value within 30·width/n of an end) = e⁻³⁰.
      double rounding = 1e-6 * width;
      double gap = 30 * width / sample.n() + rounding;
      return sample.min() >= low - rounding
          && sample.max() <= high + rounding
          && sample.min() <= low + gap
          && sample.max() >= high - gap
          && near(sample, (low + high) / 2, width / Math.sqrt(12), 1.8);
    }
  }

  /// Normal with mean 0, not cut.
  record Normal(String formula, double sd) implements Claim {
    @Override
    public boolean fits(double[] values) {
      return near(Statistics.of(values), 0, sd, 3);
    }
  }

  /// Normal with mean 0 and standard deviation `sigma` before it is cut at ±2 `sigma`; a share
  /// `zeros` of the values is not drawn at all and stays 0.
  record Truncated(String formula, double sigma, double zeros) implements Claim {
    @Override
    public boolean fits(double[] values) {
      Statistics sample = Statistics.of(values);
      double drawn = 1 - zeros;
      return Math.max(-sample.min(), sample.max()) <= 2 * sigma * (1 + 1e-6)
          && Math.abs(sample.zeros() - zeros) <= 5 * Math.sqrt(zeros * drawn / sample.n())
          && near(sample, 0, TRUNCATED_SD * sigma * Math.sqrt(drawn), TRUNCATED_KURTOSIS / drawn);
    }
  }

  /// Every value is `value`, in single precision.
  record Constant(String formula, double value) implements Claim {
    @Override
    public boolean fits(double[] values) {
      Statistics sample = Statistics.of(values);
      return sample.sd() == 0 && (float) sample.mean() == (float) value;
    }
  }

  /// Known by its moments only.
  record Moments(String formula, double mean, double sd, double kurtosis) implements Claim {
    @Override
    public boolean fits(double[] values) {
      return near(Statistics.of(values), mean, sd, kurtosis);
    }
  }

  /// Zero but for a share of the values, which are normal; the share is exact in every tensor.
  record Sparse(String formula, double zeros, double sd) implements Claim {
    @Override
    public boolean fits(double[] values) {
      Statistics sample = Statistics.of(values);
      return sample.zeros() == zeros
          && near(sample, 0, sd * Math.sqrt(1 - zeros), 3 / (1 - zeros), 3 / (1 - zeros));
    }
  }

  /// Each tensor holds `vectors` contiguous vectors of `length` that are orthogonal to each other
  /// and as long as `gain`.
  record Orthogonal(String formula, int vectors, int length, double gain) implements Claim {
    @Override
    public boolean fits(double[] values) {
      // Elements of a Haar matrix have variance gain²/length and the kurtosis 3·length/(length+2).
      double kurtosis = 3.0 * length / (length + 2);
      return near(Statistics.of(values), 0, gain / Math.sqrt(length), kurtosis)
          && deviation(values) <= 1e-4 * gain * gain;
    }

    /// max |WWᵀ − gain²·I| of the first tensor.
    private double deviation(double[] values) {
      double worst = 0;
      for (int i = 0; i < vectors; i++) {
        for (int j = 0; j <= i; j++) {
          double product = 0;
          for (int k = 0; k < length; k++) {
            product += values[i * length + k] * values[j * length + k];
          }
          worst = Math.max(worst, Math.abs(product - (i == j ? gain * gain : 0)));
        }
      }
      return worst;
    }
  }

  /// Uniform around zero with the bound `bound`, which `formula` states: `√(6/884)`.
  static Claim uniform(String formula, double bound) {
    return new Uniform("U(±%s) = U(±%s)".formatted(formula, number(bound)), -bound, bound);
  }

  /// Normal with the variance `variance`, which `formula` states: `2/884`.
  static Claim normal(String formula, double variance) {
    double sd = Math.sqrt(variance);
    return new Normal("N(0, %s), σ = %s".formatted(formula, number(sd)), sd);
  }

  /// Normal with the variance `variance` before it is cut at two standard deviations.
  static Claim truncated(String formula, double variance) {
    double sigma = Math.sqrt(variance);
    return new Truncated(
        "N(0, %s) cut at ±2σ: sd %s".formatted(formula, number(TRUNCATED_SD * sigma)), sigma, 0);
  }

  /// The same with a share of zeros.
  static Claim truncated(String formula, double variance, double zeros) {
    double sigma = Math.sqrt(variance);
    return new Truncated(
        "N(0, %s) cut at ±2σ, and %.2f %% zeros: sd %s"
            .formatted(formula, 100 * zeros, number(TRUNCATED_SD * sigma * Math.sqrt(1 - zeros))),
        sigma,
        zeros);
  }

  static Claim constant(double value) {
    return new Constant(value == Math.rint(value) ? "%.0f".formatted(value) : "" + value, value);
  }

  private static String number(double x) {
    return String.format(Locale.ROOT, "%.6f", x);
  }

  private static boolean near(Statistics sample, double mean, double sd, double kurtosis) {
    return near(sample, mean, sd, kurtosis, 5 * Math.sqrt(24.0 / sample.n()));
  }

  private static boolean near(
      Statistics sample, double mean, double sd, double kurtosis, double tolerance) {
    double n = sample.n();
    return Math.abs(sample.mean() - mean) <= 5 * sd / Math.sqrt(n)
        && Math.abs(sample.sd() - sd) <= 5 * sd * Math.sqrt((kurtosis - 1) / (4 * n))
        && Math.abs(sample.kurtosis() - kurtosis) <= tolerance;
  }
}
