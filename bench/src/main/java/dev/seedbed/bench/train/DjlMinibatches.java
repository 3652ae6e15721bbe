package dev.seedbed.bench.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The minibatches of a problem as PyTorch's arrays, made once.
///
/// @param inputs of each minibatch, rows × in
/// @param labels of each minibatch, rows whole numbers
/// @param weights of the log-probabilities in the mean loss of each minibatch, rows × classes:
///   −1/rows at the class, 0 elsewhere
record DjlMinibatches(List<PtNDArray> inputs, List<NDArray> labels, List<PtNDArray> weights) {

  static DjlMinibatches of(Problem problem, NDManager manager) {
    int rows = problem.task().minibatch();
    int in = problem.task().widths().getFirst();
    int classes = problem.task().widths().getLast();
    var inputs = new ArrayList<PtNDArray>();
    var labels = new ArrayList<NDArray>();
    var weights = new ArrayList<PtNDArray>();
    for (int from = 0; from < problem.minibatches() * rows; from += rows) {
      float[] x = new float[rows * in];
      float[] w = new float[rows * classes];
      for (int i = 0; i < rows; i++) {
        System.arraycopy(problem.input(from + i), 0, x, i * in, in);
        w[i * classes + problem.labels()[from + i]] = -1f / rows;
      }
      long[] label = Arrays.stream(problem.labels(), from, from + rows).mapToLong(i -> i).toArray();
      inputs.add((PtNDArray) manager.create(x, new Shape(rows, in)));
      labels.add(manager.create(label));
      weights.add((PtNDArray) manager.create(w, new Shape(rows, classes)));
    }
    return new DjlMinibatches(inputs, labels, weights);
  }
}
