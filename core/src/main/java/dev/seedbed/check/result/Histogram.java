package dev.seedbed.check.result;

import dev.seedbed.init.Law;
import java.util.ArrayList;
import java.util.List;

/// How numbers are distributed: what share of them lies in each of some bins of equal width. The
/// bins reach to the least and the greatest number, but not beyond five standard deviations: what
/// lies farther out counts in the outermost bins.
///
/// @param low where the first bin begins
/// @param high where the last one ends; equal to `low` if all numbers are the same
/// @param shares one a bin; their sum is 1; none if no number is finite
public record Histogram(double low, double high, List<Double> shares) {
  public Histogram {
    shares = List.copyOf(shares);
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
