package dev.seedbed.init;

import dev.seedbed.random.RandomStream;
import dev.seedbed.random.Seed;
import java.util.OptionalDouble;

/// `gain` times a matrix with orthonormal rows or columns, whichever are fewer, uniform among all
/// such (Haar): Q of the QR decomposition of a matrix of normal numbers, its columns' signs those
/// of R's diagonal. Each block is a separate matrix. Saxe, McClelland & Ganguli 2014,
/// arXiv:1312.6120; the signs: Mezzadri 2007, arXiv:math-ph/0609050, section 5.
///
/// @param window what happens to the taps of a convolution
record Orthogonal(double gain, Window window) implements Structured {
  /// A matrix that is not orthogonal passes one with a probability near 0.
  private static final int PROBES = 4;

  /// The meaning of "orthogonal" for a convolution.
  public enum Window {
    /// A row is all that a unit sums over: inputs and taps.
    FLATTENED,
    /// Orthogonal at the middle of the window and 0 elsewhere, which keeps the norm of whole
    /// images. Xiao et al. 2018, arXiv:1806.05393, section 3.
    CENTRE
  }

  public Orthogonal {
    Structured.finite("gain", gain);
  }

  @Override
  public void check(Place place) {
    Structured.checkWeights(place, "orthogonal");
    Kernel kernel = place.kernel();
    if (window == Window.CENTRE) {
      if (kernel.inputs() > kernel.units()) {
        throw new IllegalArgumentException(
            "delta-orthogonal needs at least as many outputs as inputs: %d outputs, %d inputs"
                .formatted(kernel.units(), kernel.inputs()));
      }
      Structured.checkCentre(kernel, "delta-orthogonal");
    }
  }

  @Override
  public float[] draw(Place place, RandomStream stream) {
    float[] values = Structured.zeros(place);
    Kernel kernel = place.kernel();
    boolean flat = window == Window.FLATTENED;
    int columns = flat ? kernel.rowLength() : kernel.inputs();
    int step = flat ? 1 : kernel.taps();
    int first = flat ? 0 : Structured.centre(kernel);
    long numbers = (long) kernel.units() * columns;
    for (int block = 0; block < kernel.blocks(); block++) {
      double[][] q = matrix(kernel.units(), columns, stream, block * numbers);
      for (int i = 0; i < q.length; i++) {
        int start = (block * kernel.units() + i) * kernel.rowLength() + first;
        for (int j = 0; j < columns; j++) {
          values[start + j * step] = (float) (gain * q[i][j]);
        }
      }
    }
    return values;
  }

  /// Of the rows or the columns of each block, whichever are fewer, sums with random signs: if they
  /// are orthogonal and of length `gain`, the sum of n has the norm `gain` · √n. Numbers outside
  /// the middle of the window count, where they are to be 0.
  @Override
  public OptionalDouble departure(Place place, float[] values) {
    Kernel kernel = place.kernel();
    boolean flat = window == Window.FLATTENED;
    int columns = flat ? kernel.rowLength() : kernel.inputs();
    int step = flat ? 1 : kernel.taps();
    int first = flat ? 0 : Structured.centre(kernel);
    double farthest = 0;
    float[] signs = new float[Math.max(kernel.units(), columns)];
    for (int block = 0; block < kernel.blocks(); block++) {
      int start = block * kernel.units() * kernel.rowLength() + first;
      var matrix = new MatrixView(values, start, kernel.units(), columns, kernel.rowLength(), step);
      for (int probe = 0; probe < PROBES; probe++) {
        new Seed(probe).stream("signs").symmetricUniform(0, signs);
        double expected = gain * gain * Math.min(kernel.units(), columns);
        farthest =
            Math.max(farthest, Math.abs(matrix.squaredNormOfSum(signs) - expected) / expected);
      }
      if (!flat) {
        farthest =
            Math.max(farthest, matrix.othersInRows(kernel.rowLength(), first) / Math.abs(gain));
      }
    }
    return OptionalDouble.of(farthest);
  }

  /// A matrix inside of an array.
  private record MatrixView(float[] values, int start, int rows, int columns, int row, int step) {

    private double at(int i, int j) {
      return values[start + i * row + j * step];
    }

    /// Of the fewer of rows and columns, each with the sign of a number of `signs`.
    double squaredNormOfSum(float[] signs) {
      boolean wide = rows <= columns;
      double[] sum = new double[Math.max(rows, columns)];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          sum[wide ? j : i] += at(i, j) * (signs[wide ? i : j] < 0 ? -1 : 1);
        }
      }
      double square = 0;
      for (double x : sum) {
        square += x * x;
      }
      return square;
    }

    /// The largest number that is not one of the matrix.
    double othersInRows(int length, int first) {
      double largest = 0;
      for (int i = 0; i < rows; i++) {
        for (int k = 0; k < length; k++) {
          if (k % step != first) {
            largest = Math.max(largest, Math.abs(values[start - first + i * row + k]));
          }
        }
      }
      return largest;
    }
  }

  @Override
  public String symbols() {
    return gain == 1 ? "Q" : gain + " · Q";
  }

  /// A Haar-distributed matrix from the numbers `from`, `from` + 1, … of the stream.
  static double[][] matrix(int rows, int columns, RandomStream stream, long from) {
    int tall = Math.max(rows, columns);
    int narrow = Math.min(rows, columns);
    double[][] gaussian = new double[tall][narrow];
    float[] row = new float[narrow];
    var normal = new Law.Normal(0, 1);
    for (int i = 0; i < tall; i++) {
      normal.draw(stream, from + (long) i * narrow, row);
      for (int j = 0; j < narrow; j++) {
        gaussian[i][j] = row[j];
      }
    }
    double[][] q = HouseholderQr.orthonormalColumns(gaussian);
    if (rows >= columns) {
      return q;
    }
    double[][] transposed = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        transposed[i][j] = q[j][i];
      }
    }
    return transposed;
  }
}
