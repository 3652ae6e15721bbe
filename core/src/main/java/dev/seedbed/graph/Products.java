package dev.seedbed.graph;

import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.kernel.Team;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// Products of matrices, of which each element is one chain of fused multiply-adds in increasing
/// order of the summed index, starting from zero: the bits depend neither on how the work is cut
/// nor on the width of vectors.
///
/// A product c = a·b is cut into blocks of c. The rows of a are packed once into [Panels]; each
/// thread packs the columns of b that it needs, multiplies, and hands each block of c to a sink. So
/// convolutions need neither a copy of all windows nor one of all outputs.
final class Products {
  /// The rows and columns of a block of c: 256 KB, so that it stays in the second cache with what
  /// is multiplied at a time of a and b, 128 KB each.
  static final int BLOCK = 256;

  /// Multiplications after which it is worth to compile vector kernels, which takes a second or
  /// two; plain Java does that many in about half a second.
  private static final long PLAIN_WORK = 1L << 30;

  private static final AtomicLong WORK = new AtomicLong();

  private Products() {}

  /// A matrix that can be read in parts.
  interface Source {
    /// Some columns, from `column` on.
    Strip columns(int column, int columns);
  }

  /// Some columns of a matrix.
  interface Strip {
    /// Copies `into.rows()` rows, from `row` on.
    void pack(int row, Panels into);
  }

  /// Takes a product block by block. Blocks come in any order, from several threads, each once.
  interface Sink {
    /// Takes the block with `block.rows()` rows and `columns` columns that starts at (row, column).
    void put(int row, int column, int columns, Panels block);
  }

  /// The kernels for some more multiplications.
  static Kernels kernels(long multiplications) {
    return WORK.addAndGet(multiplications) > PLAIN_WORK ? Kernels.warm() : Kernels.best();
  }

  static int ceilingQuotient(int a, int b) {
    return (int) (((long) a + b - 1) / b);
  }

  /// c = a·b.
  ///
  /// @param m rows of a and c
  /// @param n columns of b and c
  /// @param k columns of a, rows of b
  static void multiply(int m, int n, int k, Source a, Source b, Sink c, Team team) {
    if (m == 0 || n == 0) {
      return;
    }
    multiply(packRows(m, k, BLOCK, a, team), m, n, k, b, c, team);
  }

  /// c = a·b.
  ///
  /// @param left the rows of a, [#BLOCK] at a time
  static void multiply(Panels[] left, int m, int n, int k, Source b, Sink c, Team team) {
    if (m == 0 || n == 0) {
      return;
    }
    long work = (long) m * n * k;
    Kernels kernels = kernels(work);
    int wanted = ceilingQuotient(n, Math.max(1, 4 * team.size() / left.length));
    int width = Math.clamp(Panels.paddedLength(wanted), Panels.WIDTH, BLOCK);
    int units = left.length * ceilingQuotient(n, width);
    Parallel.ranges(
        team,
        units,
        work / units,
        (from, to) -> {
          var right = new Panels(k, width);
          var block = new Panels(left[0].rows(), width);
          int packed = -1;
          for (int unit = from; unit < to; unit++) {
            int column = unit / left.length * width;
            int columns = Math.min(width, n - column);
            if (column != packed) {
              b.columns(column, columns).pack(0, right);
              packed = column;
            }
            Panels rows = left[unit % left.length];
            block = fitting(block, rows.rows(), width);
            multiply(kernels, rows, right, columns, block);
            c.put(unit % left.length * BLOCK, column, columns, block);
          }
        });
  }

  /// A matrix of a shape whose elements mean nothing yet: the given one if it has that shape.
  static Panels fitting(Panels given, int rows, int columns) {
    return given.rows() == rows && given.columns() == columns ? given : new Panels(rows, columns);
  }

  /// The rows of a matrix, some at a time.
  ///
  /// @param height rows of a part
  static Panels[] packRows(int m, int k, int height, Source a, Team team) {
    var blocks = new Panels[ceilingQuotient(m, height)];
    Strip all = a.columns(0, k);
    Parallel.ranges(
        team,
        blocks.length,
        (long) height * k,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            blocks[i] = new Panels(Math.min(height, m - i * height), k);
            all.pack(i * height, blocks[i]);
          }
        });
    return blocks;
  }

  /// c = a·b for the first `columns` columns.
  ///
  /// @param c with the rows of a
  static void multiply(Kernels kernels, Panels a, Panels b, int columns, Panels c) {
    if (a.columns() == 0) {
      Arrays.fill(c.data(), 0);
    }
    int tiles = ceilingQuotient(a.rows(), Panels.WIDTH);
    int depth = Kernels.TILES_AT_ONCE;
    for (int p = 0; p < a.panels(); p += depth) {
      kernels.inputGradient(a, 0, tiles, p, Math.min(p + depth, a.panels()), b, c, columns);
    }
  }
}
