package dev.seedbed.tensor;

import java.util.List;
import java.util.function.Consumer;

/// Runs kernels on small matrices, one by one and each until C2 takes it up, in every shape of
/// block that a product may be cut into.
final class VectorWarmUp {
  private static final int WIDTH = Panels.WIDTH;

  /// Calls of each kernel before C2 is given a pause. It compiles a method that was called 600
  /// times, if calls and passes of its loops come to 15,000 (JDK 25's `Tier4MinInvocationThreshold`
  /// and `Tier4CompileThreshold`), or sooner if told so, as Seedbed's launcher does.
  private static final int CALLS = 100;

  /// So many passes of a loop a call are enough for that: more would only take longer.
  private static final int PASSES = 24;

  /// While C2 is at work, it and the trials need the cores.
  private static final int PAUSE_MILLIS = 10;

  /// It takes about ten; if it takes so many, vectors are of no use here.
  private static final int MOST_ROUNDS = 1_000;

  private final Panels x = new Panels(WIDTH, PASSES + WIDTH);
  private final Panels square = new Panels(PASSES, PASSES);
  private final Panels z = new Panels(WIDTH, WIDTH + 15);
  private final Panels a = new Panels(WIDTH, WIDTH + 15);
  private final Panels narrow = new Panels(PASSES, 15);
  private final Panels narrowZ = new Panels(PASSES, 15);
  private final Matrix source = new Matrix(1, PASSES + WIDTH);
  private final float[] tile = new float[WIDTH * WIDTH];
  private final float[] other = new float[WIDTH * WIDTH];
  private final float[] rowNumbers = new float[2 * WIDTH];
  private final float[] moreRowNumbers = new float[2 * WIDTH];
  private final int[] words = new int[WIDTH * WIDTH];
  private final List<Consumer<Kernels>> pieces;

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
            kernels -> kernels.softmax(narrow, narrowZ, PASSES, rowNumbers, moreRowNumbers),
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
            kernels -> kernels.inputGradient(square, 0, 0, x, a, PASSES));
  }

  private void adamW(Kernels kernels) {
    kernels.adamW(tile, other, other, 0, tile, PASSES * WIDTH / 2, 0, 0, 0, 0, 0, 0, 1, 1);
  }

  /// Runs `vector` until it has been faster than `plain` twice in a row.
  ///
  /// @return whether it was
  boolean untilFaster(Kernels vector, Kernels plain) throws InterruptedException {
    int faster = 0;
    for (int round = 0; round < MOST_ROUNDS && faster < 2; round++) {
      Thread.sleep(PAUSE_MILLIS);
      long vectorNanos = nanos(vector);
      faster = vectorNanos < nanos(plain) ? faster + 1 : 0;
    }
    return faster == 2;
  }

  private long nanos(Kernels kernels) {
    long start = System.nanoTime();
    for (Consumer<Kernels> piece : pieces) {
      for (int i = 0; i < CALLS; i++) {
        piece.accept(kernels);
      }
    }
    return System.nanoTime() - start;
  }
}
