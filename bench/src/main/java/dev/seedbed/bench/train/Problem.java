package dev.seedbed.bench.train;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Targets;
import dev.seedbed.init.Catalogue;
import dev.seedbed.network.Network;
import dev.seedbed.network.Tensor;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// What all contestants are given: the same rows in the same order, and the same start.
///
/// @param part its rows make whole minibatches
/// @param labels the class of each row
record Problem(Case task, Dataset.Part part, int[] labels, Network start) {
  private static final int MINIBATCHES = 20;

  /// How far apart the classes are, in units of the noise.
  private static final double DISTANCE = 3;

  /// Rows about one centre for each class, with normal noise of variance 1 in every feature.
  static Problem synthetic(Case task) {
    int in = task.widths().getFirst();
    int classes = task.widths().getLast();
    int rows = MINIBATCHES * task.minibatch();
    var random = new Random(1);
    var centres = new Matrix(classes, in);
    for (int i = 0; i < classes; i++) {
      for (int j = 0; j < in; j++) {
        centres.set(i, j, (float) (DISTANCE / Math.sqrt(in) * random.nextGaussian()));
      }
    }
    int[] labels = new int[rows];
    var part = new Dataset.Part(new Matrix(rows, in), new Targets.Classes(classes, labels));
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(classes);
      for (int j = 0; j < in; j++) {
        part.inputs().set(i, j, centres.get(labels[i], j) + (float) random.nextGaussian());
      }
    }
    return of(task, part, labels);
  }

  /// A problem of the given rows; the last ones that make no whole minibatch stay unused.
  static Problem of(Case task, Dataset.Part part, int[] labels) {
    return new Problem(task, part, labels, start(task, 0));
  }

  /// The start of the trial with that seed.
  static Network start(Case task, int seed) {
    return Catalogue.scheme("glorot-uniform").draw(task.spec(), new Seed(seed));
  }

  int minibatches() {
    return part.rows() / task.minibatch();
  }

  /// The inputs of row `row`.
  float[] input(int row) {
    int width = part.inputs().columns();
    return Arrays.copyOfRange(part.inputs().data(), row * width, (row + 1) * width);
  }

  /// The mean loss a row under `parameters`, in double and without any contestant's code.
  double loss(List<Tensor> parameters) {
    int rows = minibatches() * task.minibatch();
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      double[] a = new double[part.inputs().columns()];
      for (int j = 0; j < a.length; j++) {
        a[j] = part.inputs().get(row, j);
      }
      for (int t = 0; t < parameters.size(); t += 2) {
        boolean last = t + 2 == parameters.size();
        a = layer(a, parameters.get(t).values(), parameters.get(t + 1).values(), last);
      }
      sum += crossEntropy(a, labels[row]);
    }
    return sum / rows;
  }

  private static double[] layer(double[] x, float[] weight, float[] bias, boolean last) {
    double[] y = new double[bias.length];
    for (int i = 0; i < y.length; i++) {
      double z = bias[i];
      for (int j = 0; j < x.length; j++) {
        z += weight[i * x.length + j] * x[j];
      }
      y[i] = last ? z : Math.tanh(z);
    }
    return y;
  }

  private static double crossEntropy(double[] z, int label) {
    double sum = 0;
    for (double value : z) {
      sum += Math.exp(value - z[label]);
    }
    return Math.log(sum);
  }
}
