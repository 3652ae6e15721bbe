package dev.seedbed.init;

import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Draws from laws, and what is wrong with drawn numbers.
final class Laws {
  static final int COUNT = 78_400;
  static final String PATH = "layer1/weight";

  private Laws() {}

  static float[] draw(Law law, long seed) {
    float[] values = new float[COUNT];
    law.draw(new Seed(seed).stream(PATH), 0, values);
    return values;
  }

  /// What is wrong with numbers that are said to be drawn from `law`. Each check gives a false
  /// alarm less than once in a million sound draws.
  static List<String> defects(Law law, float[] values) {
    var defects = new ArrayList<String>();
    if (law instanceof Law.Constant constant) {
      for (float value : values) {
        if (value != (float) constant.value()) {
          defects.add("not constant: " + value);
        }
      }
      return defects;
    }
    int n = values.length;
    double deviation = Math.sqrt(law.variance());
    double mean = 0;
    double square = 0;
    int above = 0;
    for (float value : values) {
      double centred = value - law.mean();
      mean += centred / n;
      square += centred * centred / n;
      above += centred > 0 ? 1 : 0;
      // The bound is exact around 0; elsewhere a float may be rounded past it by half an ulp.
      double slack = law.mean() == 0 ? 0 : Math.ulp(value);
      if (Math.abs(centred) > law.bound() + slack) {
        defects.add("beyond the bound: " + value);
      }
    }
    // Standard error of a mean of n: σ/√n; of a count of heads: √n/2. 5 of them: 6e-7.
    if (Math.abs(mean) > 5 * deviation / Math.sqrt(n)) {
      defects.add("mean: " + mean);
    }
    double half = 1 - law.cdf(law.mean());
    if (Math.abs(above - n * half) > 5 * Math.sqrt(n) / 2) {
      defects.add("sign: " + above);
    }
    // The mean square has relative standard error √((κ − 1)/n).
    double kurtosis =
        switch (law) {
          case Law.Uniform _ -> 1.8;
          case Law.Normal _ -> 3;
          case Law.TruncatedNormal _ -> 2.365537;
          // Of −ln u the exponential law's 9, and less where it is cut off.
          case Law.LogarithmOfUniform _ -> 9;
          // ln of an exponential variable is Gumbel's, with 27/5, and less where it is cut off.
          case RingDecay _ -> 5.4;
          // All but uniform: the bias is ln Δ + Δ/2 + … .
          case TimeStepBias _ -> 1.9;
          case Law.Constant _ -> throw new IllegalStateException("dealt with above");
        };
    if (!(Math.abs(square / law.variance() - 1) <= 5 * Math.sqrt((kurtosis - 1) / n))) {
      defects.add("variance: " + square);
    }
    // Kolmogorov–Smirnov: P(√n·D > 2.8) = 2 exp(−2·2.8²) = 3e-7.
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    double distance = 0;
    for (int i = 0; i < n; i++) {
      double cdf = law.cdf(sorted[i]);
      distance = Math.max(distance, Math.max(cdf - (double) i / n, (i + 1.0) / n - cdf));
    }
    if (Math.sqrt(n) * distance > 2.8) {
      defects.add("distribution: " + distance);
    }
    return defects;
  }
}
