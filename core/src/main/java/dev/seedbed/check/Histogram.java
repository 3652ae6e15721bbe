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
  static Histogram of(Sample sample) {
    float[] sorted = sample.sorted();
    int from = 0;
    int to = sorted.length;
    while (to > 0 && !Float.isFinite(sorted[to - 1])) {
      to--;
    }
    while (from < to && !Float.isFinite(sorted[from])) {
      from++;
    }
    return of(Arrays.copyOfRange(sorted, from, to));
  }

  private static Histogram of(float[] sorted) {
    if (sorted.length == 0) {
      return new Histogram(0, 0, List.of());
    }
    double mean = 0;
    for (float value : sorted) {
      mean += (double) value / sorted.length;
    }
    double squares = 0;
    for (float value : sorted) {
      squares += (value - mean) * (value - mean) / sorted.length;
    }
    double reach = REACH * Math.sqrt(squares);
    double low = Math.max(sorted[0], mean - reach);
    double high = Math.min(sorted[sorted.length - 1], mean + reach);
    if (!(low < high)) {
      return new Histogram(sorted[0], sorted[0], List.of(1.0));
    }
    long[] counts = new long[BINS];
    for (float value : sorted) {
      counts[Math.clamp((long) ((value - low) / (high - low) * BINS), 0, BINS - 1)]++;
    }
    return new Histogram(
        low, high, Arrays.stream(counts).mapToObj(n -> (double) n / sorted.length).toList());
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
