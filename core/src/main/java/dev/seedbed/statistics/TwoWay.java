package dev.seedbed.statistics;

import dev.seedbed.distribution.FDistribution;
import java.util.Optional;

/// Which of two seeds matters: the analysis of variance of a complete grid, in which each seed of
/// the weights met each seed of the order of rows once. After Dodge et al. 2020, arXiv:2002.06305,
/// section 4.
///
/// The model has random effects: loss(i, j) = μ + aᵢ + bⱼ + cᵢⱼ. As each cell holds one trial, c is
/// the effect of this very pair of seeds and the noise of evaluation together; nothing can tell
/// them apart here. Variances are in the unit of the loss, squared. Scheffé 1959, The Analysis of
/// Variance, section 7.4.
///
/// @param first of the rows: a
/// @param second of the columns: b
/// @param rest c
public record TwoWay(Component first, Component second, Component rest) {

  /// One source of variance.
  ///
  /// @param meanSquare the sum of squares over the degrees of freedom
  /// @param degrees rows − 1, columns − 1, or (rows − 1)·(columns − 1)
  /// @param variance the variance of the effect. Of the rest its mean square; of a main effect
  ///   (mean square − that of the rest) / how many trials share a level of it; 0 if that is
  ///   negative
  /// @param share of the sum of the three variances, in [0, 1]; 0 if nothing varies at all
  /// @param effect whether it is there; empty for the rest, and if the rest is 0
  public record Component(
      double meanSquare, int degrees, double variance, double share, Optional<Effect> effect) {}

  /// The test of a main effect against the rest.
  ///
  /// @param f its mean square over that of the rest
  /// @param p the probability of so large an f, or larger, if the effect's variance is 0 and all is
  ///   normal
  /// @param ratio of the effect's variance to the rest's, an interval: (f/F − 1) / how many trials
  ///   share a level, with the upper and the lower quantile F; 0 for what is below
  public record Effect(double f, double p, Interval ratio) {}

  /// Analyses a grid.
  ///
  /// @param grid a loss for each row and column, all finite; at least 2×2, rows equally long
  public static TwoWay of(double[][] grid) {
    check(grid);
    int rows = grid.length;
    int columns = grid[0].length;
    double[] ofRows = new double[rows];
    double[] ofColumns = new double[columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        // Relative to one of them, so that nothing is left of equal losses.
        double loss = grid[i][j] - grid[0][0];
        ofRows[i] += loss / columns;
        ofColumns[j] += loss / rows;
      }
    }
    double mean = Moments.mean(ofRows);
    double squares = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double left = grid[i][j] - grid[0][0] - ofRows[i] - ofColumns[j] + mean;
        squares += left * left;
      }
    }
    int degrees = (rows - 1) * (columns - 1);
    double rest = squares / degrees;
    double first = columns * Moments.variance(ofRows);
    double second = rows * Moments.variance(ofColumns);
    double firstVariance = Math.max(0, first - rest) / columns;
    double secondVariance = Math.max(0, second - rest) / rows;
    double total = firstVariance + secondVariance + rest;
    return new TwoWay(
        new Component(
            first,
            rows - 1,
            firstVariance,
            share(firstVariance, total),
            effect(first, rows - 1, rest, degrees, columns)),
        new Component(
            second,
            columns - 1,
            secondVariance,
            share(secondVariance, total),
            effect(second, columns - 1, rest, degrees, rows)),
        new Component(rest, degrees, rest, share(rest, total), Optional.empty()));
  }

  private static void check(double[][] grid) {
    if (grid.length < 2 || grid[0].length < 2) {
      throw new IllegalArgumentException(
          "the grid must be at least 2×2: %d×%d"
              .formatted(grid.length, grid.length == 0 ? 0 : grid[0].length));
    }
    for (double[] row : grid) {
      if (row.length != grid[0].length) {
        throw new IllegalArgumentException(
            "the grid's rows must be equally long: %d, %d".formatted(grid[0].length, row.length));
      }
      Moments.check("the grid", row);
    }
  }

  private static double share(double variance, double total) {
    return total > 0 ? variance / total : 0;
  }

  private static Optional<Effect> effect(
      double meanSquare, int degrees, double rest, int restDegrees, int trials) {
    if (rest == 0) {
      return Optional.empty();
    }
    double f = meanSquare / rest;
    var distribution = new FDistribution(degrees, restDegrees);
    var ratio =
        new Interval(
            Math.max(0, f / distribution.quantile(1 - Interval.TAIL) - 1) / trials,
            Math.max(0, f / distribution.quantile(Interval.TAIL) - 1) / trials);
    return Optional.of(new Effect(f, distribution.upperTail(f), ratio));
  }
}
