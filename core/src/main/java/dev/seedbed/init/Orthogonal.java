package dev.seedbed.init;

import dev.seedbed.random.RandomStream;

/// `gain` times a matrix with orthonormal rows or columns, whichever are fewer, uniform among all
/// such (Haar): Q of the QR decomposition of a matrix of normal numbers, its columns' signs those
/// of R's diagonal. Each block is a separate matrix. Saxe, McClelland & Ganguli 2014,
/// arXiv:1312.6120; the signs: Mezzadri 2007, arXiv:math-ph/0609050, section 5.
///
/// @param window what happens to the taps of a convolution
record Orthogonal(double gain, Window window) implements Structured {

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
