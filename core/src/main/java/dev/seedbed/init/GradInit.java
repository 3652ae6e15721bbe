package dev.seedbed.init;

import dev.seedbed.data.Dataset;
import dev.seedbed.network.Network;
import dev.seedbed.random.Seed;
import java.util.Arrays;
import java.util.Optional;

/// Learns one scale for each tensor so that the first step of SGD lowers the loss the most: where
/// the gradient is longer than `longest`, its length is lowered, else the loss after the step, on
/// rows of which half are new. Adam on the scales. Zhu et al. 2021, arXiv:2102.08098, algorithm 1,
/// with the step held fixed while it is differentiated, as in the authors' code, and one scale a
/// tensor of a dense network ("lite").
///
/// @param steps of Adam
/// @param rate of the step of SGD whose loss is looked at; 0.1 in the paper
/// @param longest gradient, γ in the paper; 1 there
record GradInit(int steps, double rate, double longest) implements Adjustment {
  private static final int ROWS = 64;
  private static final double ADAM_RATE = 0.03;
  private static final double SMALLEST_SCALE = 0.01;

  public GradInit {
    if (steps < 1 || !(rate > 0 && rate < Double.POSITIVE_INFINITY) || !(longest > 0)) {
      throw new IllegalArgumentException(
          "steps must be at least 1, rate and longest above 0: %d, %s, %s"
              .formatted(steps, rate, longest));
    }
  }

  @Override
  public String name() {
    return "gradinit";
  }

  @Override
  public void apply(Network network, Optional<Dataset.Part> data, Seed seed) {
    double[][] start = Gradients.parameters(network);
    double[] scales = new double[start.length];
    Arrays.fill(scales, 1);
    double[] mean = new double[start.length];
    double[] square = new double[start.length];
    for (int step = 1; step <= steps; step++) {
      double[] slopes = slopes(network, data, seed, step, scaled(start, scales), start);
      for (int k = 0; k < scales.length; k++) {
        mean[k] = 0.9 * mean[k] + 0.1 * slopes[k];
        square[k] = 0.999 * square[k] + 0.001 * slopes[k] * slopes[k];
        double corrected = mean[k] / (1 - StrictMath.pow(0.9, step));
        double size = Math.sqrt(square[k] / (1 - StrictMath.pow(0.999, step)));
        scales[k] = Math.max(SMALLEST_SCALE, scales[k] - ADAM_RATE * corrected / (size + 1e-8));
      }
    }
    Gradients.set(network, scaled(start, scales));
  }

  /// The derivative, by each scale, of what is to be lowered.
  private double[] slopes(
      Network network,
      Optional<Dataset.Part> data,
      Seed seed,
      int step,
      double[][] parameters,
      double[][] start) {
    Dataset.Part all = data.orElseThrow();
    int[] order = seed.stream("init/gradinit/" + step).permutation(all.rows());
    int rows = Math.min(ROWS, order.length);
    int half = Math.min(rows / 2, order.length - rows);
    Gradients loss = Gradients.of(network.spec(), all.rows(order, 0, rows));
    Gradients later = Gradients.of(network.spec(), all.rows(order, half, half + rows));
    double[][] gradient = Gradients.like(parameters);
    loss.at(parameters, gradient);
    double length = Math.sqrt(Gradients.dot(gradient, gradient));
    double[][] slope;
    if (length > longest) {
      slope = loss.hessianTimes(parameters, gradient);
      for (double[] tensor : slope) {
        for (int i = 0; i < tensor.length; i++) {
          tensor[i] /= length;
        }
      }
    } else {
      slope = Gradients.like(parameters);
      later.at(Gradients.plus(parameters, -rate, gradient), slope);
    }
    double[] slopes = new double[start.length];
    for (int k = 0; k < slopes.length; k++) {
      slopes[k] = Gradients.dot(slope[k], start[k]);
    }
    return slopes;
  }

  private static double[][] scaled(double[][] start, double[] scales) {
    double[][] parameters = Gradients.like(start);
    for (int k = 0; k < start.length; k++) {
      for (int i = 0; i < start[k].length; i++) {
        parameters[k][i] = scales[k] * start[k][i];
      }
    }
    return parameters;
  }
}
