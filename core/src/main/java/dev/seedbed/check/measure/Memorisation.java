package dev.seedbed.check.measure;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.data.Dataset;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Layer;
import java.util.ArrayList;

/// Learns a few rows by heart, if the network can. If not, something between inputs and loss is
/// broken. Adam (Kingma & Ba 2015) on all of the rows at once, on a copy.
public final class Memorisation {
  public static final int ROWS = 16;
  public static final int STEPS = 1000;
  private static final double RATE = 3e-3;
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final Chain chain;
  private final Dataset.Part rows;

  private Memorisation(Chain chain, Dataset.Part rows) {
    this.chain = chain;
    this.rows = rows;
  }

  /// The share of the loss that is left after 1,000 steps on the first 16 rows.
  public static double left(Chain chain, Dataset.Part probe) {
    int some = Math.min(ROWS, probe.rows());
    int[] order = new int[some];
    for (int i = 0; i < some; i++) {
      order[i] = i;
    }
    return new Memorisation(copy(chain), probe.rows(order, 0, some)).left();
  }

  private static Chain copy(Chain chain) {
    var stages = new ArrayList<Chain.Stage>();
    for (Chain.Stage stage : chain.stages()) {
      Layer old = stage.layer();
      Layer layer = Layer.of(old.fanIn(), old.fanOut(), old.weights(), old.bias());
      stages.add(
          new Chain.Stage(
              stage.name(), layer, stage.biased(), stage.normalization(), stage.activation()));
    }
    return new Chain(stages, chain.head());
  }

  /// The share of the loss that is left.
  private double left() {
    var pass = new Pass(chain, rows.inputs(), rows.rows());
    float[][] means = like();
    float[][] squares = like();
    pass.forward();
    double first = pass.loss(rows.targets());
    double power1 = 1;
    double power2 = 1;
    for (int step = 0; step < STEPS; step++) {
      power1 *= BETA1;
      power2 *= BETA2;
      double rate = RATE * Math.sqrt(1 - power2) / (1 - power1);
      pass.backward(
          rows.targets(),
          (l, q, p, gradient, inputs, outputs) -> {
            Panels w = chain.stages().get(l).layer().weight();
            int at = w.at(p, q * Panels.WIDTH);
            for (int i = 0; i < inputs * Panels.WIDTH; i++) {
              if (i % Panels.WIDTH < outputs) {
                double g = gradient[i] / rows.rows();
                w.data()[at + i] -= (float) (rate * adam(means[l], squares[l], at + i, g));
              }
            }
          });
      for (int l = 0; l < chain.stages().size(); l++) {
        biases(pass, l, rate, means[l], squares[l]);
      }
      pass.forward();
    }
    return pass.loss(rows.targets()) / first;
  }

  private float[][] like() {
    return chain.stages().stream()
        .map(stage -> new float[stage.layer().weight().data().length + stage.layer().bias().length])
        .toArray(float[][]::new);
  }

  private void biases(Pass pass, int l, double rate, float[] means, float[] squares) {
    Chain.Stage stage = chain.stages().get(l);
    if (!stage.biased()) {
      return;
    }
    int weights = stage.layer().weight().data().length;
    for (int j = 0; j < stage.layer().fanOut(); j++) {
      double sum = 0;
      for (int i = 0; i < rows.rows(); i++) {
        sum += pass.dz(l).get(i, j);
      }
      stage.layer().bias()[j] -=
          (float) (rate * adam(means, squares, weights + j, sum / rows.rows()));
    }
  }

  private static double adam(float[] means, float[] squares, int at, double gradient) {
    means[at] += (float) ((1 - BETA1) * (gradient - means[at]));
    squares[at] += (float) ((1 - BETA2) * (gradient * gradient - squares[at]));
    return means[at] / (Math.sqrt(squares[at]) + EPSILON);
  }
}
