package dev.seedbed.io.start;

import dev.seedbed.distribution.ChiSquare;
import dev.seedbed.init.Law;
import java.io.Serializable;
import java.util.Optional;

/// Statistics of a draw, collected range by range while several threads draw elements, in memory
/// that does not grow with the tensor.
///
/// The fit is a chi-square test of all elements against the law, in cells of equal width over its
/// bound, or over four standard deviations and the tails.
public final class DrawStatistics {
  private static final int CELLS = 64;

  /// Cells that expect fewer are left out of the test, for which counts must be large.
  private static final double FEWEST = 10;

  private static final double REACH = 4;

  private final Optional<Law> law;
  private final double low;
  private final double cellsPerUnit;
  private final long[] cells = new long[CELLS];
  private long count;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;
  private double sum;
  private double squares;

  /// @param law that the elements are drawn from; none for a tensor that is made as a whole
  public DrawStatistics(Optional<Law> law) {
    this.law = law.filter(l -> l.variance() > 0);
    double centre = this.law.map(Law::mean).orElse(0.0);
    double reach =
        this.law.map(l -> Math.min(l.bound(), REACH * Math.sqrt(l.variance()))).orElse(1.0);
    this.low = centre - reach;
    this.cellsPerUnit = CELLS / (2 * reach);
  }

  /// Counts elements that were drawn.
  public void add(float[] values, int start, int length) {
    float smallest = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    double total = 0;
    double totalSquares = 0;
    long[] counts = new long[CELLS];
    for (int i = start; i < start + length; i++) {
      float value = values[i];
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, value);
      total += value;
      totalSquares += (double) value * value;
      int cell = (int) ((value - low) * cellsPerUnit);
      counts[Math.max(0, Math.min(cell, CELLS - 1))]++;
    }
    add(new Sums(length, smallest, largest, total, totalSquares, counts));
  }

  /// What statistics of elements of one tensor add up to: those of its parts give those of the
  /// whole.
  record Sums(long count, float min, float max, double sum, double squares, long[] cells)
      implements Serializable {}

  /// Adds what was counted elsewhere.
  synchronized void add(Sums more) {
    count += more.count();
    min = Math.min(min, more.min());
    max = Math.max(max, more.max());
    sum += more.sum();
    squares += more.squares();
    for (int i = 0; i < CELLS; i++) {
      cells[i] += more.cells()[i];
    }
  }

  synchronized Sums sums() {
    return new Sums(count, min, max, sum, squares, cells.clone());
  }

  public synchronized long count() {
    return count;
  }

  public synchronized float min() {
    return min;
  }

  public synchronized float max() {
    return max;
  }

  public synchronized double mean() {
    return sum / count;
  }

  public synchronized double deviation() {
    double mean = mean();
    return Math.sqrt(Math.max(0, squares / count - mean * mean));
  }

  /// The probability that sound draws fit the law worse than these; below 1e-6 something is wrong.
  /// Empty where there is no law, or too few elements to tell.
  public synchronized Optional<Double> fit() {
    if (law.isEmpty()) {
      return Optional.empty();
    }
    double statistic = 0;
    int used = 0;
    double below = 0;
    for (int i = 0; i < CELLS; i++) {
      double to = i == CELLS - 1 ? 1 : law.get().cdf(low + (i + 1) / cellsPerUnit);
      double expected = (to - below) * count;
      below = to;
      if (expected >= FEWEST) {
        double difference = cells[i] - expected;
        statistic += difference * difference / expected;
        used++;
      }
    }
    return used < 2 ? Optional.empty() : Optional.of(ChiSquare.upperTail(statistic, used - 1));
  }
}
