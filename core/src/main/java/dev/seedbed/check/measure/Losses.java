package dev.seedbed.check.measure;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.data.Targets;

/// The losses of a [Chain.Head], of one row, in double.
final class Losses {
  private Losses() {}

  /// The loss of row `i`.
  ///
  /// @param a the activations of the last layer: logits, or values
  static double of(Chain.Head head, double[] a, Targets targets, int i) {
    double loss = 0;
    int outputs = a.length;
    switch (head) {
      case SOFTMAX -> {
        double logOfSum = logOfSum(a);
        for (int j = 0; j < outputs; j++) {
          loss += targets.get(i, j) * (logOfSum - a[j]);
        }
      }
      case SIGMOID -> {
        for (int j = 0; j < outputs; j++) {
          double z = a[j];
          // ln(1 + eᶻ) − t·z, without overflow.
          double softplus = Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
          loss += (softplus - targets.get(i, j) * z) / outputs;
        }
      }
      case LINEAR -> {
        for (int j = 0; j < outputs; j++) {
          double error = a[j] - targets.get(i, j);
          loss += error * error / outputs;
        }
      }
    }
    return loss;
  }

  private static double logOfSum(double[] z) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double value : z) {
      largest = Math.max(largest, value);
    }
    double sum = 0;
    for (double value : z) {
      sum += StrictMath.exp(value - largest);
    }
    return largest + StrictMath.log(sum);
  }
}
