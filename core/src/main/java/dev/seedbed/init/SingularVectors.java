package dev.seedbed.init;

import dev.seedbed.random.RandomStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The largest singular values of a matrix A ≈ U·S·Vᵀ, falling, and their vectors, in double. All
/// sums run in a fixed order, and no function but the square root is used, so that every machine
/// gives the same bits.
///
/// @param left the columns of U, each as a row: rank × m
/// @param values the diagonal of S
/// @param right the columns of V, each as a row: rank × n; those of a value 0 are 0
record SingularVectors(double[][] left, double[] values, double[][] right) {

  /// Above it, an exact decomposition would take many minutes.
  static final int LARGEST = 4096;

  /// Directions that a subspace has besides those that are asked for.
  private static final int SPARE = 8;

  /// Columns whose cosine is below it are orthogonal.
  private static final double ORTHOGONAL = 1e-15;

  private static final int MOST_SWEEPS = 60;

  /// The decomposition by Hestenes's one-sided rotations, as in Golub & Van Loan, Matrix
  /// Computations, section 8.6.3.
  ///
  /// @param a m × n, which stays as it is; the smaller of both is [#LARGEST] at the most
  /// @param rank how many of the values, the smaller of m and n at the most
  static SingularVectors of(double[][] a, int rank) {
    int m = a.length;
    int n = a[0].length;
    if (Math.min(m, n) > LARGEST) {
      throw new IllegalArgumentException(
          "singular values of a matrix of %d x %d: the smaller must be at most %d"
              .formatted(m, n, LARGEST));
    }
    if (m < n) {
      SingularVectors turned = of(transposed(a), rank);
      return new SingularVectors(/* left= */ turned.right, turned.values, /* right= */ turned.left);
    }
    // Of a tall matrix Q·R, that of R will do.
    double[][] q = m > n ? HouseholderQr.orthonormalColumns(copy(a)) : new double[0][];
    double[][] square = m > n ? product(transposed(q), a) : a;
    double[][] columns = transposed(square);
    double[] squares = rotate(columns);
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(j -> -squares[j]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[][] left = new double[rank][];
    double[] values = new double[rank];
    for (int k = 0; k < rank; k++) {
      values[k] = Math.sqrt(squares[order[k]]);
      left[k] = divided(columns[order[k]], values[k]);
    }
    // vₖ = Aᵀ·uₖ / σₖ.
    double[][] right = product(left, square);
    for (int k = 0; k < rank; k++) {
      right[k] = divided(right[k], values[k]);
    }
    return new SingularVectors(m > n ? product(left, transposed(q)) : left, values, right);
  }

  /// The same of large matrices, nearly: the decomposition of A within the subspace that `rounds`
  /// multiplications by A·Aᵀ make of random directions. Halko, Martinsson & Tropp 2011,
  /// arXiv:0909.4061, algorithms 4.4 and 5.1.
  ///
  /// @param rounds at least 1; the more, the nearer
  static SingularVectors near(double[][] a, int rank, int rounds, RandomStream stream) {
    int n = a[0].length;
    int width = Math.min(rank + SPARE, Math.min(a.length, n));
    float[] row = new float[width];
    double[][] directions = new double[n][width];
    for (int j = 0; j < n; j++) {
      new Law.Normal(0, 1).draw(stream, (long) j * width, row);
      for (int k = 0; k < width; k++) {
        directions[j][k] = row[k];
      }
    }
    double[][] transposed = transposed(a);
    double[][] q = HouseholderQr.orthonormalColumns(product(a, directions));
    for (int round = 0; round < rounds; round++) {
      q = HouseholderQr.orthonormalColumns(product(transposed, q));
      q = HouseholderQr.orthonormalColumns(product(a, q));
    }
    double[][] across = transposed(q);
    SingularVectors within = of(product(across, a), rank);
    return new SingularVectors(product(within.left, across), within.values, within.right);
  }

  /// Rotates pairs of columns until all are orthogonal.
  ///
  /// @param columns each as a row
  /// @return the squares of their lengths
  private static double[] rotate(double[][] columns) {
    int n = columns.length;
    double[] squares = new double[n];
    for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      // Rotations keep them up to date, with errors that must not add up.
      Arrays.setAll(squares, j -> dot(columns[j], columns[j]));
      int rotations = 0;
      for (int i = 0; i < n - 1; i++) {
        for (int j = i + 1; j < n; j++) {
          double product = dot(columns[i], columns[j]);
          if (Math.abs(product) > ORTHOGONAL * n * Math.sqrt(squares[i]) * Math.sqrt(squares[j])) {
            double cotangent = (squares[j] - squares[i]) / (2 * product);
            double root = Math.sqrt(1 + cotangent * cotangent);
            double tangent = 1 / (cotangent >= 0 ? cotangent + root : cotangent - root);
            double cosine = 1 / Math.sqrt(1 + tangent * tangent);
            rotate(columns[i], columns[j], cosine, cosine * tangent);
            squares[i] = Math.max(0, squares[i] - tangent * product);
            squares[j] += tangent * product;
            rotations++;
          }
        }
      }
      if (rotations == 0) {
        return squares;
      }
    }
    throw new IllegalStateException("no singular values after " + MOST_SWEEPS + " sweeps");
  }

  private static void rotate(double[] x, double[] y, double cosine, double sine) {
    for (int k = 0; k < x.length; k++) {
      double one = x[k];
      double other = y[k];
      x[k] = cosine * one - sine * other;
      y[k] = sine * one + cosine * other;
    }
  }

  /// Four sums side by side, a quarter of the time of one (JDK 25, November 2026).
  private static double dot(double[] x, double[] y) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int k = 0;
    for (; k + 3 < x.length; k += 4) {
      sum0 += x[k] * y[k];
      sum1 += x[k + 1] * y[k + 1];
      sum2 += x[k + 2] * y[k + 2];
      sum3 += x[k + 3] * y[k + 3];
    }
    for (; k < x.length; k++) {
      sum0 += x[k] * y[k];
    }
    return sum0 + sum1 + (sum2 + sum3);
  }

  private static double[] divided(double[] x, double by) {
    return Arrays.stream(x).map(value -> by == 0 ? 0 : value / by).toArray();
  }

  private static double[][] copy(double[][] a) {
    return Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
  }

  static double[][] transposed(double[][] a) {
    double[][] transposed = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[i].length; j++) {
        transposed[j][i] = a[i][j];
      }
    }
    return transposed;
  }

  /// a·b, each element one sum in the order of its terms.
  static double[][] product(double[][] a, double[][] b) {
    int columns = b[0].length;
    double[][] product = new double[a.length][columns];
    for (int i = 0; i < a.length; i++) {
      double[] row = product[i];
      for (int k = 0; k < b.length; k++) {
        double factor = a[i][k];
        double[] other = b[k];
        for (int j = 0; j < columns; j++) {
          row[j] += factor * other[j];
        }
      }
    }
    return product;
  }
}
