package dev.seedbed.graph;

import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.kernel.Team;
import java.util.Arrays;

/// A product c = a·b whose summed index is so long that rounding would show in one chain of
/// additions: each element of c is the sum of chains of [#CHAIN] products, added up in order. The
/// bits depend neither on how the work is cut nor on which of the two matrices is called a.
///
/// @param m rows of a and c
/// @param n columns of b and c
/// @param length columns of a, rows of b
record LongProduct(int m, int n, int length, Products.Source a, Products.Source b) {
  private static final int CHAIN = 512;

  /// The rows of a block of c. Their part of a takes 256 KB for a chain.
  private static final int ROWS = 128;

  /// Hands the product to a sink. Each thread takes some of the rows, or of rows and columns if
  /// rows are few, and packs once what it needs of a and b.
  void into(Products.Sink target, Team team) {
    Kernels kernels = Products.kernels((long) m * n * length);
    int down = Math.clamp(m / Panels.WIDTH, 1, team.size());
    int across = Products.ceilingQuotient(team.size(), down);
    int height = Products.ceilingQuotient(m, down);
    int width = (int) Panels.paddedLength(Products.ceilingQuotient(n, across));
    Parallel.ranges(
        team,
        down * across,
        Integer.MAX_VALUE,
        (from, to) -> {
          for (int unit = from; unit < to; unit++) {
            int row = unit % down * height;
            int column = unit / down * width;
            int rows = Math.min(height, m - row);
            int columns = Math.min(width, n - column);
            if (rows > 0 && columns > 0) {
              new Part(row, column, rows, columns, kernels).into(target);
            }
          }
        });
  }

  /// Some rows and columns of c, as blocks that are added up chain by chain.
  private final class Part {
    private final int row;
    private final int column;
    private final Kernels kernels;
    private final Panels[][] sums;
    private final Panels[] right;
    private Panels left = new Panels(0, 0);
    private Panels product = new Panels(0, 0);

    Part(int row, int column, int rows, int columns, Kernels kernels) {
      this.row = row;
      this.column = column;
      this.kernels = kernels;
      int down = Products.ceilingQuotient(rows, ROWS);
      right = new Panels[Products.ceilingQuotient(columns, Products.BLOCK)];
      sums = new Panels[down][right.length];
      for (int i = 0; i < down; i++) {
        int height = Math.min(ROWS, rows - i * ROWS);
        for (int j = 0; j < right.length; j++) {
          int width = Math.min(Products.BLOCK, columns - j * Products.BLOCK);
          sums[i][j] = new Panels(height, width);
        }
      }
      Arrays.fill(right, left);
    }

    void into(Products.Sink target) {
      for (int first = 0; first < length; first += CHAIN) {
        addChain(first, Math.min(CHAIN, length - first));
      }
      for (int i = 0; i < sums.length; i++) {
        for (int j = 0; j < right.length; j++) {
          Panels sum = sums[i][j];
          target.put(row + i * ROWS, column + j * Products.BLOCK, sum.columns(), sum);
        }
      }
    }

    private void addChain(int first, int count) {
      for (int j = 0; j < right.length; j++) {
        int columns = sums[0][j].columns();
        right[j] = Products.fitting(right[j], count, columns);
        b.columns(column + j * Products.BLOCK, columns).pack(first, right[j]);
      }
      Products.Strip strip = a.columns(first, count);
      for (int i = 0; i < sums.length; i++) {
        left = Products.fitting(left, sums[i][0].rows(), count);
        strip.pack(row + i * ROWS, left);
        for (int j = 0; j < right.length; j++) {
          Panels sum = sums[i][j];
          product = Products.fitting(product, sum.rows(), sum.columns());
          Products.multiply(kernels, left, right[j], sum.columns(), product);
          add(product.data(), sum.data());
        }
      }
    }
  }

  private static void add(float[] more, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += more[i];
    }
  }
}
