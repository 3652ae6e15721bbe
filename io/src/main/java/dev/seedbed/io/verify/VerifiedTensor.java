package dev.seedbed.io.verify;

import dev.seedbed.init.Fans;
import dev.seedbed.init.Law;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.verify.Sketch;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// What was looked at of a tensor.
///
/// @param scheme that was promised, as it was written
/// @param promised the law or structure, in symbols
/// @param law its mean and standard deviation, if it is a law
/// @param fans that the law follows from
/// @param numbers that were found; empty if it was not read
/// @param histogram of a tensor that differs from a law
/// @param p the probability that a draw departs from the promise as far by chance, over all
///   tensors; empty if it was not tested
/// @param note why it was not tested
public record VerifiedTensor(
    StoredTensor tensor,
    State state,
    Optional<String> scheme,
    Optional<String> promised,
    Optional<Moments> law,
    Optional<Fans> fans,
    Optional<Numbers> numbers,
    Optional<Histogram> histogram,
    OptionalDouble p,
    String note) {

  /// What came of it.
  public enum State {
    /// Nothing speaks against what was meant.
    AGREES,
    DIFFERS,
    /// It is a parameter, and nothing says what it should be.
    NO_RULE,
    /// It is no parameter, was left out as asked, has no elements, or cannot be tested.
    NOT_TESTED
  }

  /// The mean and the standard deviation of a law.
  public record Moments(double mean, double sd) {}

  /// The shares of elements in bins of equal width, beside those that were promised.
  public record Histogram(double low, double high, List<Double> found, List<Double> promised) {
    private static final int BINS = 48;

    /// The promised law reaches so many of its standard deviations at the most.
    private static final double REACH = 4;

    public Histogram {
      found = List.copyOf(found);
      promised = List.copyOf(promised);
    }

    static Histogram of(Law law, Sketch sketch) {
      double deviation = Math.sqrt(law.variance());
      double wide = Math.min(law.bound(), REACH * deviation);
      double here = Math.min(sketch.reach(law.mean()), REACH * sketch.deviation());
      double reach = 1.1 * Math.max(wide, here);
      double low = law.mean() - reach;
      double width = 2 * reach / BINS;
      return new Histogram(
          low,
          law.mean() + reach,
          DoubleStream.of(sketch.shares(low, law.mean() + reach, BINS)).boxed().toList(),
          IntStream.range(0, BINS)
              .mapToObj(bin -> law.cdf(low + (bin + 1) * width) - law.cdf(low + bin * width))
              .toList());
    }
  }

  /// Its elements, in figures.
  public record Numbers(double mean, double sd, double min, double max, double zeros) {}
}
