package dev.seedbed.check.measure;

import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.TensorShape;
import java.util.List;

/// How attention weighs what it may look at.
///
/// @param name of the softmax
/// @param entropy of the weights over the logarithm of the number of keys that a query sees, mean
///   over queries and heads: 1 if all keys count alike, 0 if one is all. Zhai et al. 2023,
///   arXiv:2303.06296
/// @param least the same of the head with the least
/// @param weights the tensors that make queries and keys
public record AttentionMeasurement(
    String name, double entropy, double least, List<String> weights) {
  /// Keys whose scores are that far below the greatest are masked.
  static final float MASKED = 5000;

  public AttentionMeasurement {
    weights = List.copyOf(weights);
  }

  /// @param scores rows × heads × queries × keys, or without heads
  /// @param weights their softmax over keys
  static AttentionMeasurement of(
      String name, List<String> tensors, FloatArray scores, FloatArray weights) {
    TensorShape shape = scores.shape();
    int rank = shape.rank();
    int keys = shape.length(rank - 1);
    int heads = rank == 4 ? shape.length(1) : 1;
    int queries = rank == 4 ? shape.length(2) : Math.max(1, shape.elements() / keys);
    double[] sums = new double[heads];
    int[] counts = new int[heads];
    for (int at = 0; at < shape.elements(); at += keys) {
      double entropy = entropy(scores.data(), weights.data(), at, keys);
      if (entropy >= 0) {
        int head = at / keys / queries % heads;
        sums[head] += entropy;
        counts[head]++;
      }
    }
    double sum = 0;
    int count = 0;
    double least = Double.NaN;
    for (int head = 0; head < heads; head++) {
      sum += sums[head];
      count += counts[head];
      double mean = sums[head] / counts[head];
      least = least <= mean ? least : mean;
    }
    return new AttentionMeasurement(name, sum / count, least, tensors);
  }

  /// The entropy of one query over the most that it can be; −1 if it sees fewer than two keys.
  private static double entropy(float[] scores, float[] weights, int at, int keys) {
    float greatest = Float.NEGATIVE_INFINITY;
    float heaviest = 0;
    for (int k = at; k < at + keys; k++) {
      greatest = Math.max(greatest, scores[k]);
      heaviest = Math.max(heaviest, weights[k]);
    }
    int seen = 0;
    double below = 0;
    for (int k = at; k < at + keys; k++) {
      if (scores[k] > greatest - MASKED) {
        seen++;
        below += (double) weights[k] * (greatest - scores[k]);
      }
    }
    // The weight of the greatest score is 1 over the sum of exponentials.
    double entropy = Math.max(0, below - StrictMath.log(heaviest));
    return seen < 2 ? -1 : Math.min(1, entropy / StrictMath.log(seen));
  }
}
