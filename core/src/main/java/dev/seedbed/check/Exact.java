package dev.seedbed.check;

import dev.seedbed.data.Dataset;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Layer;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.List;

/// Rules that look at our own arithmetic on this network: a forward pass in double, on a few rows,
/// is what losses, rows and gradients are held to. Chains with normalisation, whose rows belong
/// together, are left out.
final class Exact {
  private static final int ROWS = 3;
  private static final double STEP = 1e-4;

  private final Chain chain;
  private final Dataset.Part rows;

  /// A direction in the space of all weights: of each layer one number a weight, by its index.
  private final float[] direction = new float[4096];

  private Exact(Chain chain, Dataset.Part rows) {
    this.chain = chain;
    this.rows = rows;
    new Seed(0).stream("check/direction").symmetricUniform(0, direction);
  }

  static List<Finding> of(Chain chain, Dataset.Part rows) {
    var findings = new ArrayList<Finding>();
    if (chain.stages().stream().anyMatch(stage -> stage.normalization().isPresent())) {
      return findings;
    }
    int some = Math.min(ROWS, rows.rows());
    int[] order = new int[2 * some];
    for (int i = 0; i < order.length; i++) {
      order[i] = i % some;
    }
    var few = rows.rows(order, 0, some);
    var exact = new Exact(chain, few);
    var pass = new Pass(chain, few.inputs(), some);
    pass.forward();
    double loss = pass.loss(few.targets());
    if (!Double.isFinite(loss)) {
      return findings;
    }
    exact.mean(rows.rows(order, 0, 2 * some), loss, findings);
    exact.rows(pass, findings);
    exact.gradient(pass, findings);
    return findings;
  }

  private void mean(Dataset.Part twice, double loss, List<Finding> findings) {
    var pass = new Pass(chain, twice.inputs(), twice.rows());
    pass.forward();
    double ratio = pass.loss(twice.targets()) / loss;
    if (Math.abs(ratio - 1) > Thresholds.LOSS_MEAN) {
      findings.add(
          new Finding(
              Rule.LOSS_MEAN,
              Severity.ERROR,
              "network",
              ratio,
              Thresholds.words("off 1 by more than", Thresholds.LOSS_MEAN),
              "the loss of the same rows twice is not that of the rows once: it is no mean over rows",
              "report this as a bug"));
    }
  }

  private void rows(Pass all, List<Finding> findings) {
    var alone = new Pass(chain, rows.inputs(), 1);
    alone.forward();
    int last = chain.stages().size() - 1;
    for (int j = 0; j < chain.outputs(); j++) {
      float one = alone.a(last).get(0, j);
      float other = all.a(last).get(0, j);
      if (Float.floatToIntBits(one) != Float.floatToIntBits(other)) {
        findings.add(
            new Finding(
                Rule.ROWS_INTERACT,
                Severity.ERROR,
                "network",
                (double) one - other,
                "exactly 0",
                "what a row gives depends on the rows beside it",
                "report this as a bug"));
        return;
      }
    }
  }

  /// The derivative along one random direction, by the backward pass and by differences.
  private void gradient(Pass pass, List<Finding> findings) {
    double[] sum = new double[2];
    pass.backward(
        rows.targets(),
        (l, q, p, gradient, inputs, outputs) -> {
          for (int k = 0; k < inputs; k++) {
            for (int j = 0; j < outputs; j++) {
              double d = direction(l, q * Panels.WIDTH + k, p * Panels.WIDTH + j);
              double product = gradient[k * Panels.WIDTH + j] / (double) rows.rows() * d;
              sum[0] += product;
              sum[1] += product * product;
            }
          }
        });
    double difference = (loss(STEP) - loss(-STEP)) / (2 * STEP);
    // A sum of many terms of either sign is known to no more than their roots' rounding, and kinks
    // count where they are met.
    double size = Math.max(Math.abs(difference), Math.sqrt(sum[1]));
    double error = Math.abs(difference - sum[0]) / size;
    if (size > 0 && error > Thresholds.GRADIENT_ERROR) {
      findings.add(
          new Finding(
              Rule.GRADIENT_CHECK,
              Severity.INFO,
              "network",
              error,
              Thresholds.words("above", Thresholds.GRADIENT_ERROR),
              "the gradient and a difference quotient do not agree: the loss has kinks or is very steep here",
              ""));
    }
  }

  /// Relative to the size of the layer's weights, so that no layer is pushed out of its range.
  private double direction(int l, int k, int j) {
    Layer layer = chain.stages().get(l).layer();
    int index = (k * 31 + j * 17 + l * 7) & (direction.length - 1);
    return direction[index] / Math.sqrt((double) layer.fanIn() * layer.fanOut());
  }

  private double loss(double step) {
    double sum = 0;
    for (int i = 0; i < rows.rows(); i++) {
      double[] x = new double[chain.inputs()];
      for (int j = 0; j < x.length; j++) {
        x[j] = rows.inputs().get(i, j);
      }
      for (int l = 0; l < chain.stages().size(); l++) {
        x = layer(l, x, step);
      }
      sum += Losses.of(chain.head(), x, rows.targets(), i);
    }
    return sum / rows.rows();
  }

  private double[] layer(int l, double[] x, double step) {
    Stage stage = chain.stages().get(l);
    Panels w = stage.layer().weight();
    double[] a = new double[w.columns()];
    for (int j = 0; j < a.length; j++) {
      a[j] = stage.layer().bias()[j];
    }
    for (int p = 0; p < w.panels(); p++) {
      for (int k = 0; k < x.length; k++) {
        int at = w.at(p, k);
        for (int j = 0; j < w.columnsOf(p); j++) {
          int unit = p * Panels.WIDTH + j;
          a[unit] += x[k] * (w.data()[at + j] + step * direction(l, k, unit));
        }
      }
    }
    for (int j = 0; j < a.length; j++) {
      a[j] = stage.activation().value(a[j]);
    }
    return a;
  }
}
