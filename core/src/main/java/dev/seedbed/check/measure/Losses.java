package dev.seedbed.check.measure;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.data.Targets;
import dev.seedbed.kernel.Panels;

/// The losses of a [Chain.Head], of one row, in double.
final class Losses {
  private Losses() {}

  /// The loss of outputs that know nothing but how often each target is there.
  static double chance(Chain.Head head, RowsMeasurement rows) {
    double chance = 0;
    int outputs = rows.targetMeans().length;
    for (int j = 0; j < outputs; j++) {
      double mean = rows.targetMeans()[j];
      chance +=
          switch (head) {
            case SOFTMAX -> entropy(mean);
            case SIGMOID -> (entropy(mean) + entropy(1 - mean)) / outputs;
            case LINEAR -> rows.targetVariances()[j] / outputs;
          };
    }
    return chance;
  }

  private static double entropy(double share) {
    return share > 0 ? -share * StrictMath.log(share) : 0;
  }

  /// The loss of row `i`.
  ///
  /// @param a the activations of the last layer: logits, or values
  static double of(Chain.Head head, Panels a, Targets targets, int i) {
    return of(head, row(a, i), targets, i);
  }

  private static double[] row(Panels a, int i) {
    double[] row = new double[a.columns()];
    for (int j = 0; j < row.length; j++) {
      row[j] = a.get(i, j);
    }
    return row;
  }

  /// The same of activations in double.
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

  /// Writes ∂(loss of row i)/∂a to the row of `d`.
  static void gradient(Chain.Head head, Panels a, Targets targets, int i, Panels d) {
    int outputs = a.columns();
    double[] values = row(a, i);
    double logOfSum = head == Chain.Head.SOFTMAX ? logOfSum(values) : 0;
    for (int j = 0; j < outputs; j++) {
      double value = values[j];
      double target = targets.get(i, j);
      double gradient =
          switch (head) {
            case SOFTMAX -> StrictMath.exp(value - logOfSum) - target;
            case SIGMOID -> (1 / (1 + StrictMath.exp(-value)) - target) / outputs;
            case LINEAR -> 2 * (value - target) / outputs;
          };
      d.set(i, j, (float) gradient);
    }
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
