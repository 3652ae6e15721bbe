package dev.seedbed.check;

import dev.seedbed.init.Law;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How numbers are distributed: what share of them lies in each of some bins of equal width. The
/// bins reach to the least and the greatest number, but not beyond five standard deviations: what
/// lies farther out counts in the outermost bins.
///
/// @param low where the first bin begins
/// @param high where the last one ends; equal to `low` if all numbers are the same
/// @param shares one a bin; their sum is 1; none if no number is finite
public record Histogram(double low, double high, List<Double> shares) {
  private static final int BINS = 40;
  private static final double REACH = 5;

  public Histogram {
    shares = List.copyOf(shares);
  }

  /// Of the numbers that are finite.
  static Histogram of(Numbers numbers) {
    var finite = new Sample(numbers.count());
    numbers.read((values, from, length) -> readFinite(values, from, length, finite::add));
    if (finite.count() == 0) {
      return new Histogram(0, 0, List.of());
    }
    double reach = REACH * finite.deviation();
    double low = Math.max(finite.min(), finite.mean() - reach);
    double high = Math.min(finite.max(), finite.mean() + reach);
    if (!(low < high)) {
      return new Histogram(finite.min(), finite.min(), List.of(1.0));
    }
    long[] counts = new long[BINS];
    numbers.read((values, from, length) -> {
      for (int i = from; i < from + length; i++) {
        if (Float.isFinite(values[i])) {
          counts[Math.clamp((long) ((values[i] - low) / (high - low) * BINS), 0, BINS - 1)]++;
        }
      }
    });
    return new Histogram(
        low,
        high,
        Arrays.stream(counts).mapToObj(count -> (double) count / finite.count()).toList());
  }

  /// Passes on the runs of finite numbers.
  private static void readFinite(float[] values, int from, int length, Numbers.Reader reader) {
    int start = from;
    for (int i = from; i <= from + length; i++) {
      if (i == from + length || !Float.isFinite(values[i])) {
        reader.add(values, start, i - start);
        start = i + 1;
      }
    }
  }

  /// The share of a law that lies in each bin.
  public List<Double> of(Law law) {
    var expected = new ArrayList<Double>();
    double below = law.cdf(low);
    for (int i = 1; i <= shares.size(); i++) {
      double to = law.cdf(low + (high - low) * i / shares.size());
      expected.add(to - below);
      below = to;
    }
    return expected;
  }
}
