package dev.seedbed.cli.terminal;

import dev.seedbed.elementary.Elementary;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Numbers drawn in block characters, one line high.
public final class Blocks {
  private static final String HEIGHTS = "▁▂▃▄▅▆▇█";

  private Blocks() {}

  /// A curve of losses on a logarithmic scale, the first at the left: as wide as there are numbers,
  /// or of fewer columns, each the mean of its share. What is no positive number becomes a gap.
  public static String curve(double[] losses, int columns) {
    double[] logarithms = Arrays.stream(losses).map(loss -> Elementary.log((float) loss)).toArray();
    double[] means = new double[Math.min(columns, losses.length)];
    for (int i = 0; i < means.length; i++) {
      int from = (int) ((long) i * losses.length / means.length);
      int to = (int) ((i + 1L) * losses.length / means.length);
      means[i] =
          Arrays.stream(logarithms, from, to).filter(Double::isFinite).average().orElse(Double.NaN);
    }
    double[] finite = Arrays.stream(means).filter(Double::isFinite).toArray();
    double least = Arrays.stream(finite).min().orElse(0);
    double span = Arrays.stream(finite).max().orElse(0) - least;
    return Arrays.stream(means)
        .mapToObj(
            mean -> Double.isFinite(mean) ? block(span == 0 ? 0 : (mean - least) / span) : " ")
        .collect(Collectors.joining());
  }

  /// How many numbers lie in each of `columns` equal parts of a range.
  public static String histogram(double[] numbers, double least, double most, int columns) {
    int[] counts = new int[columns];
    for (double number : numbers) {
      double share = most == least ? 0.5 : (number - least) / (most - least);
      counts[Math.min(columns - 1, (int) (share * columns))]++;
    }
    double highest = Arrays.stream(counts).max().orElse(1);
    return Arrays.stream(counts)
        .mapToObj(count -> count == 0 ? " " : block(count / highest))
        .collect(Collectors.joining());
  }

  /// @param share from 0, the lowest block, to 1
  private static String block(double share) {
    int height = Math.min(HEIGHTS.length() - 1, (int) (share * HEIGHTS.length()));
    return HEIGHTS.substring(height, height + 1);
  }
}
