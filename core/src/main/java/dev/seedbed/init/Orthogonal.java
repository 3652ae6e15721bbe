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
  /// Two vectors that are not orthogonal pass one with a probability near 0, unless others make up
  /// for them by the signs of that probe.
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

  /// The rows or the columns of each block, whichever are fewer, over `gain`: how far the square of
  /// any is from 1, and how far its product with the sum of all, each with a random sign, is from
  /// its own sign. Numbers outside the middle of the window count, where they are to be 0.
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
        farthest = Math.max(farthest, matrix.departure(signs, gain * gain));
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

    /// The farthest that a square, or a product with the sum by `signs`, is from that of orthogonal
    /// vectors of length √`square`, over `square`.
    double departure(float[] signs, double square) {
      boolean wide = rows <= columns;
      double[] sum = new double[Math.max(rows, columns)];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          sum[wide ? j : i] += at(i, j) * sign(signs[wide ? i : j]);
        }
      }
      double[] own = new double[Math.min(rows, columns)];
      double[] all = new double[own.length];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          own[wide ? i : j] += at(i, j) * at(i, j);
          all[wide ? i : j] += at(i, j) * sum[wide ? j : i];
        }
      }
      double farthest = 0;
      for (int k = 0; k < own.length; k++) {
        double product = all[k] * sign(signs[k]);
        farthest =
            Math.max(farthest, Math.max(Math.abs(own[k] - square), Math.abs(product - square)));
      }
      return farthest / square;
    }

    private static int sign(float x) {
      return x < 0 ? -1 : 1;
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
