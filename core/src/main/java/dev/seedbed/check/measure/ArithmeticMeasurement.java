package dev.seedbed.check.measure;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.data.Dataset;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Layer;
import dev.seedbed.random.Seed;
import java.util.Optional;

/// How well our own arithmetic holds on a network.
///
/// @param lossRatio the loss of some rows twice over that of the rows once: 1 of a mean
/// @param rowDifference by how much a row's first output changes with the rows beside it
/// @param gradientError of the derivative along a random direction, relative: the backward pass
///   against differences of a forward pass in double
public record ArithmeticMeasurement(double lossRatio, double rowDifference, double gradientError) {

  /// Empty for chains with normalisation, whose rows belong together, and where the loss is not
  /// finite.
  static Optional<ArithmeticMeasurement> of(Chain chain, Dataset.Part rows) {
    return chain.stages().stream().anyMatch(stage -> stage.normalization().isPresent())
        ? Optional.empty()
        : Arithmetic.of(chain, rows);
  }

  private static final class Arithmetic {
    private static final int ROWS = 3;
    private static final double STEP = 1e-4;

    private final Chain chain;
    private final Dataset.Part rows;

    /// A direction in the space of all weights: of each layer one number a weight, by its index.
    private final float[] direction = new float[4096];

    private Arithmetic(Chain chain, Dataset.Part rows) {
      this.chain = chain;
      this.rows = rows;
      new Seed(0).stream("check/direction").symmetricUniform(0, direction);
    }

    static Optional<ArithmeticMeasurement> of(Chain chain, Dataset.Part rows) {
      int some = Math.min(ROWS, rows.rows());
      int[] order = new int[2 * some];
      for (int i = 0; i < order.length; i++) {
        order[i] = i % some;
      }
      var few = rows.rows(order, 0, some);
      var exact = new Arithmetic(chain, few);
      var pass = new Pass(chain, few.inputs(), some);
      pass.forward();
      double loss = pass.loss(few.targets());
      return Double.isFinite(loss)
          ? Optional.of(
              new ArithmeticMeasurement(
                  exact.lossOf(rows.rows(order, 0, 2 * some)) / loss,
                  exact.rowDifference(pass),
                  exact.gradientError(pass)))
          : Optional.empty();
    }

    private double lossOf(Dataset.Part twice) {
      var pass = new Pass(chain, twice.inputs(), twice.rows());
      pass.forward();
      return pass.loss(twice.targets());
    }

    /// The first difference, in bits, between outputs of the first row alone and among others.
    private double rowDifference(Pass all) {
      var alone = new Pass(chain, rows.inputs(), 1);
      alone.forward();
      int last = chain.stages().size() - 1;
      for (int j = 0; j < chain.outputs(); j++) {
        float one = alone.a(last).get(0, j);
        float other = all.a(last).get(0, j);
        if (Float.floatToIntBits(one) != Float.floatToIntBits(other)) {
          return Math.max(Double.MIN_VALUE, Math.abs((double) one - other));
        }
      }
      return 0;
    }

    /// The derivative along one random direction, by the backward pass and by differences.
    private double gradientError(Pass pass) {
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
      // A sum of many terms of either sign is known to no more than their roots' rounding, and
      // kinks
      // count where they are met.
      double size = Math.max(Math.abs(difference), Math.sqrt(sum[1]));
      return size > 0 ? Math.abs(difference - sum[0]) / size : 0;
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
      Chain.Stage stage = chain.stages().get(l);
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
}
