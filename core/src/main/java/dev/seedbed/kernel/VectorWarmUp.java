package dev.seedbed.kernel;

import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import java.util.List;
import java.util.function.Consumer;

/// Runs kernels on small matrices until C2 has compiled them, in every shape of block that a
/// product may be cut into.
final class VectorWarmUp implements TieredKernels.Trial {
  private static final int WIDTH = Panels.WIDTH;

  /// Calls of each kernel before C2 is given a pause. It compiles a method that was called 600
  /// times, if calls and passes of its loops come to 15,000 (JDK 25's `Tier4MinInvocationThreshold`
  /// and `Tier4CompileThreshold`), or after a tenth of that as the launcher starts the JVM. Few at
  /// a time, so that all kernels come to C2 before the methods do that vectors are made of, which
  /// nobody calls when kernels are compiled.
  private static final int CALLS = 10;

  /// Enough passes of a loop per call for that; more would only take longer.
  private static final int PASSES = 24;

  /// While C2 is at work, it needs the cores.
  private static final int PAUSE_MILLIS = 10;

  private final Panels x = new Panels(WIDTH, PASSES + WIDTH);
  private final Panels square = new Panels(PASSES, PASSES);
  private final Panels z = new Panels(WIDTH, WIDTH + 15);
  private final Panels a = new Panels(WIDTH, WIDTH + 15);

  /// Narrower than any vector that is worth having.
  private final Panels narrow = new Panels(PASSES, 3);

  private final Panels narrowZ = new Panels(PASSES, 3);
  private final Matrix source = new Matrix(1, PASSES + WIDTH);
  private final float[] tile = new float[WIDTH * WIDTH];
  private final float[] other = new float[WIDTH * WIDTH];
  private final float[] rowNumbers = new float[2 * WIDTH];
  private final float[] moreRowNumbers = new float[2 * WIDTH];
  private final int[] words = new int[WIDTH * WIDTH];
  private final List<Consumer<Kernels>> pieces;

  /// @param activation the function to be compiled first
  VectorWarmUp(Activation activation) {
    pieces =
        List.of(
            kernels -> kernels.affine(square, 8, z, rowNumbers, a, 0),
            kernels -> kernels.weightGradient(x, 1, z, 0, PASSES, tile),
            kernels -> kernels.activate(activation, z, a, 0, PASSES / 2),
            kernels -> kernels.timesDerivative(activation, z, a, x, 0, PASSES / 2),
            kernels -> kernels.sgd(tile, other, 0, tile, PASSES * WIDTH / 2, 0, 0, 0),
            kernels -> kernels.nesterov(tile, other, 0, tile, PASSES * WIDTH / 2, 0, 0, 0),
            kernels -> adamW(kernels),
            kernels -> kernels.drop(words, 0, 1, z, a, 0, PASSES / 2),
            kernels -> kernels.affine(square, 16, narrow, rowNumbers, narrowZ, 0),
            kernels -> kernels.weightGradient(z, 0, narrowZ, 0, PASSES, tile),
            kernels -> kernels.softmax(square, PASSES, rowNumbers, moreRowNumbers, tile),
            kernels -> kernels.logarithms(rowNumbers, moreRowNumbers, WIDTH),
            kernels -> kernels.transpose(z, a, 0, PASSES),
            kernels -> kernels.copyRow(source, 0, x, 0),
            kernels -> kernels.sumRows(z, 0, PASSES, rowNumbers),
            kernels -> kernels.affine(square, 8, narrow, rowNumbers, narrowZ, 0),
            kernels -> kernels.affine(square, 5, narrow, rowNumbers, narrowZ, 0),
            kernels -> kernels.affine(square, 5, z, rowNumbers, a, 0),
            kernels -> kernels.affine(square, 4, z, rowNumbers, a, 0),
            kernels -> kernels.affine(square, 2, z, rowNumbers, a, 0),
            kernels -> kernels.affine(square, 1, z, rowNumbers, a, 0),
            kernels -> kernels.weightGradient(z, 1, z, 0, PASSES, tile),
            kernels -> kernels.inputGradient(square, 0, 1, 0, 1, x, a, PASSES));
  }

  private void adamW(Kernels kernels) {
    kernels.adamW(tile, other, other, 0, tile, PASSES * WIDTH / 2, 0, 0, 0, 0, 0, 0, 1, 1);
  }

  /// Runs `vector` until it has been faster than `plain` twice in a row.
  @Override
  public boolean fasterWithin(long nanos, Kernels vector, Kernels plain)
      throws InterruptedException {
    long end = System.nanoTime() + nanos;
    int faster = 0;
    while (faster < 2 && System.nanoTime() < end) {
      Thread.sleep(PAUSE_MILLIS);
      long plainNanos = nanos(plain, end);
      faster = nanos(vector, end) < plainNanos ? faster + 1 : 0;
    }
    return faster == 2;
  }

  /// The time that the pieces take; for ever if it is `end` before.
  private long nanos(Kernels kernels, long end) {
    long before = System.nanoTime();
    for (Consumer<Kernels> piece : pieces) {
      for (int i = 0; i < CALLS; i++) {
        if (System.nanoTime() > end) {
          return Long.MAX_VALUE;
        }
        piece.accept(kernels);
      }
    }
    return System.nanoTime() - before;
  }
}
