package dev.seedbed.tensor;

/// Runs kernels on small matrices of all the shapes that matter, so that their loops get compiled.
final class VectorWarmUp {
  private static final int WIDTH = Panels.WIDTH;
  private static final int PASSES = 20;

  /// It would be far more than it ever takes; then vectors are of no use here.
  private static final int MOST_ROUNDS = 20_000;

  private final Activation activation;
  private final Panels x = new Panels(WIDTH, WIDTH + 15);
  private final Panels square = new Panels(WIDTH, WIDTH);
  private final Panels z = new Panels(WIDTH, WIDTH + 15);
  private final Panels a = new Panels(WIDTH, WIDTH + 15);
  private final Matrix source = new Matrix(1, WIDTH + 15);
  private final float[] tile = new float[WIDTH * WIDTH];
  private final float[] other = new float[WIDTH * WIDTH];
  private final float[] rowNumbers = new float[2 * WIDTH];
  private final float[] moreRowNumbers = new float[2 * WIDTH];

  VectorWarmUp(Activation activation) {
    this.activation = activation;
  }

  /// Runs both until `vector` has been faster than `plain` twice in a row.
  ///
  /// @return whether it was
  boolean untilFaster(Kernels vector, Kernels plain) {
    int faster = 0;
    for (int round = 0; round < MOST_ROUNDS && faster < 2; round++) {
      faster = nanos(vector) < nanos(plain) ? faster + 1 : 0;
    }
    return faster == 2;
  }

  private long nanos(Kernels kernels) {
    long start = System.nanoTime();
    for (int i = 0; i < PASSES; i++) {
      pass(kernels);
    }
    return System.nanoTime() - start;
  }

  /// Every block of rows that a product may be cut into, and every other kernel, once or more.
  private void pass(Kernels kernels) {
    for (int rows = 1; rows <= 8; rows++) {
      kernels.affine(square, rows, x, rowNumbers, z, 0);
    }
    kernels.affine(square, WIDTH - 1, x, rowNumbers, z, 0);
    kernels.affine(square, WIDTH - 1, x, rowNumbers, z, 1);
    kernels.inputGradient(square, 0, 0, x, a, 16);
    kernels.inputGradient(square, 0, 0, x, a, WIDTH);
    kernels.weightGradient(x, 0, z, 0, WIDTH, tile);
    kernels.weightGradient(x, 1, z, 0, WIDTH, tile);
    kernels.sumRows(z, 0, WIDTH, rowNumbers);
    kernels.transpose(z, a, 0, WIDTH);
    kernels.activate(activation, z, a, 0, WIDTH);
    kernels.timesDerivative(activation, z, a, x, 0, WIDTH);
    kernels.softmax(z, a, WIDTH, rowNumbers, moreRowNumbers);
    kernels.copyRow(source, 0, x, 0);
    kernels.sgd(tile, other, 0, tile, tile.length, 0, 0, 0);
  }
}
