package dev.seedbed.check.measure;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.data.Dataset;
import dev.seedbed.graph.FloatArray;
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
      GraphStart start = GraphStart.of(chain);
      var run = new ChainRun(start, few);
      double loss = run.loss();
      return Double.isFinite(loss)
          ? Optional.of(
              new ArithmeticMeasurement(
                  new ChainRun(start, rows.rows(order, 0, 2 * some)).loss() / loss,
                  rowDifference(run, new ChainRun(start, few.rows(order, 0, 1))),
                  exact.gradientError(run)))
          : Optional.empty();
    }

    /// The first difference, in bits, between outputs of the first row alone and among others.
    private static double rowDifference(ChainRun among, ChainRun alone) {
      float[] one = alone.outputs().data();
      float[] other = among.outputs().data();
      for (int j = 0; j < one.length; j++) {
        if (Float.floatToIntBits(one[j]) != Float.floatToIntBits(other[j])) {
          return Math.max(Double.MIN_VALUE, Math.abs((double) one[j] - other[j]));
        }
      }
      return 0;
    }

    /// The derivative along one random direction, by the backward pass and by differences.
    private double gradientError(ChainRun run) {
      run.backward();
      double sum = 0;
      double squares = 0;
      for (int l = 0; l < chain.stages().size(); l++) {
        FloatArray gradient = run.weightGradient(l);
        int units = gradient.shape().length(1);
        for (int i = 0; i < gradient.data().length; i++) {
          double product = gradient.data()[i] * direction(l, i / units, i % units);
          sum += product;
          squares += product * product;
        }
      }
      double difference = (loss(STEP) - loss(-STEP)) / (2 * STEP);
      // A sum of many terms of either sign is known to no more than their roots' rounding, and
      // kinks count where they are met.
      double size = Math.max(Math.abs(difference), Math.sqrt(squares));
      return size > 0 ? Math.abs(difference - sum) / size : 0;
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
