package dev.seedbed.init;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Targets;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.RandomStream;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Matrix;
import java.util.Arrays;
import java.util.Optional;

/// Learns the norms of the weight matrices, and nothing else, so that [GradientQuotient] is small,
/// by sign descent with momentum on noise: standard normal inputs and random targets, so without
/// data. Dauphin & Schoenholz 2019, "MetaInit: initializing learning by learning to initialize",
/// section 3. The derivative by a norm is a central difference. The quotient is noisy in small
/// networks, so the rate falls to 0 over the steps, and of all steps' norms those are kept whose
/// quotient is the smallest on noise of its own.
///
/// @param steps 500 in the paper
/// @param rate by how much a norm changes in the first step; 0.1 in the paper
record MetaInit(int steps, double rate) implements Adjustment {
  private static final int ROWS = 32;
  private static final double MOMENTUM = 0.9;
  private static final double RELATIVE_STEP = 1e-4;

  /// A norm loses at most this share of itself in a step, so that none becomes negative.
  private static final double LARGEST_LOSS = 0.5;

  public MetaInit {
    if (steps < 1 || !(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "steps must be at least 1 and rate above 0: " + steps + ", " + rate);
    }
  }

  @Override
  public String name() {
    return "metainit";
  }

  @Override
  public boolean needsData() {
    return false;
  }

  @Override
  public void apply(Network network, Optional<Dataset.Part> data, Seed seed) {
    double[][] parameters = Gradients.parameters(network);
    double[] velocities = new double[parameters.length];
    Gradients judge =
        Gradients.of(network.spec(), noise(network.spec(), seed.stream("init/metainit/judge")));
    double smallest = GradientQuotient.of(judge, parameters);
    for (int step = 0; step < steps; step++) {
      Gradients loss =
          Gradients.of(network.spec(), noise(network.spec(), seed.stream("init/metainit/" + step)));
      double[] slopes = slopes(loss, parameters);
      for (int k = 0; k < parameters.length; k += 2) {
        double change = rate * (steps - step) / steps;
        velocities[k] = MOMENTUM * velocities[k] - change * Math.signum(slopes[k]);
        double norm = Math.sqrt(Gradients.dot(parameters[k], parameters[k]));
        scale(parameters[k], Math.max(1 + velocities[k] / norm, LARGEST_LOSS));
      }
      double quotient = GradientQuotient.of(judge, parameters);
      if (quotient < smallest) {
        smallest = quotient;
        Gradients.set(network, parameters);
      }
    }
  }

  /// The derivative of the gradient quotient by the scale of each weight matrix.
  private static double[] slopes(Gradients loss, double[][] parameters) {
    double[] slopes = new double[parameters.length];
    for (int k = 0; k < parameters.length; k += 2) {
      double[] kept = parameters[k];
      parameters[k] = scale(kept.clone(), 1 + RELATIVE_STEP);
      double above = GradientQuotient.of(loss, parameters);
      parameters[k] = scale(kept.clone(), 1 - RELATIVE_STEP);
      double below = GradientQuotient.of(loss, parameters);
      parameters[k] = kept;
      slopes[k] = above - below;
    }
    return slopes;
  }

  private static double[] scale(double[] values, double factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return values;
  }

  /// Rows of standard normal inputs, with random classes or standard normal targets.
  static Dataset.Part noise(NetworkSpec spec, RandomStream stream) {
    int in = spec.widths().getFirst();
    int out = spec.widths().getLast();
    var normal = new Law.Normal(0, 1);
    float[] inputs = new float[ROWS * in];
    float[] values = new float[ROWS * out];
    int[] words = new int[ROWS];
    normal.draw(stream, 0, inputs);
    normal.draw(stream, inputs.length, values);
    stream.words((long) inputs.length + values.length, words, 0, words.length);
    Targets targets =
        switch (spec.loss()) {
          case CROSS_ENTROPY ->
              new Targets.Classes(
                  out,
                  Arrays.stream(words)
                      .map(word -> (int) ((Integer.toUnsignedLong(word) * out) >>> 32))
                      .toArray());
          case SQUARED_ERROR -> new Targets.Values(matrix(ROWS, out, values));
        };
    return new Dataset.Part(matrix(ROWS, in, inputs), targets);
  }

  private static Matrix matrix(int rows, int columns, float[] values) {
    var matrix = new Matrix(rows, columns);
    for (int i = 0; i < values.length; i++) {
      matrix.set(i / columns, i % columns, values[i]);
    }
    return matrix;
  }
}
