package dev.seedbed.init;

import dev.seedbed.data.Dataset;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Layer;
import dev.seedbed.network.Network;
import dev.seedbed.propagation.Backpropagation;
import dev.seedbed.propagation.Propagation;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Matrix;
import java.util.Arrays;
import java.util.Optional;

/// Scales the layers against each other until all weights change at the same relative rate: the
/// ratio of root mean square gradient to root mean square weight is the same in every layer, for
/// random gradients of the outputs, and the outputs keep variance 1. Krähenbühl et al. 2016,
/// arXiv:1511.06856, section 3.2, algorithm 2.
///
/// In a ReLU network one round does it: a layer scaled by α changes its own ratio by 1/α and that
/// of the others by α. So layer k, of ratio r, is scaled by √(r / target), with the geometric mean
/// of the ratios times the outputs' deviation^(2 / layers) as target.
///
/// @param rounds at the most; 10 in the authors' code
record GradientRatio(int rounds) implements Adjustment {
  private static final int MOST_ROWS = 1024;
  private static final double NEAR = 0.01;

  public GradientRatio {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be at least 1: " + rounds);
    }
  }

  @Override
  public String name() {
    return "gradient-ratio";
  }

  @Override
  public void apply(Network network, Optional<Dataset.Part> data, Seed seed) {
    Dataset.Part rows = Adjustment.rows(data, MOST_ROWS, seed, "init/gradient-ratio");
    var noise = new Matrix(rows.rows(), rows.targets().columns());
    new Law.Normal(0, 1).draw(seed.stream("init/gradient-ratio/noise"), 0, noise.data());
    var propagation = new Propagation(network, rows.rows(), Kernels.best());
    var backpropagation = new Backpropagation(propagation);
    Network gradients = Network.zeros(network.spec());
    Backpropagation.Use storing = Backpropagation.storing(gradients);
    for (int round = 0; round < rounds; round++) {
      propagation.forward(rows.inputs(), 0, rows.rows());
      int last = network.layers().size() - 1;
      double deviation =
          Math.sqrt(UnitMoments.of(propagation.z(last).firstRows(rows.rows())).pooledVariance());
      backpropagation.backwardFrom(noise, rows.rows(), storing);
      double[] ratios = ratios(network, gradients);
      double target =
          StrictMath.exp(
              Arrays.stream(ratios).map(StrictMath::log).average().orElseThrow()
                  + 2 * StrictMath.log(deviation) / ratios.length);
      if (!(target > 0 && target < Double.POSITIVE_INFINITY)) {
        return;
      }
      if (Arrays.stream(ratios).allMatch(r -> Math.abs(StrictMath.log(r / target)) < NEAR)) {
        return;
      }
      double product = 1;
      for (int l = 0; l <= last; l++) {
        double factor = Math.sqrt(ratios[l] / target);
        product *= factor;
        Layer layer = network.layers().get(l);
        Lsuv.scaleWeights(layer, factor);
        for (int j = 0; j < layer.fanOut(); j++) {
          layer.bias()[j] = (float) (layer.bias()[j] * product);
        }
      }
    }
  }

  /// Root mean square gradient by root mean square weight, layer by layer.
  static double[] ratios(Network network, Network gradients) {
    double[] ratios = new double[network.layers().size()];
    for (int l = 0; l < ratios.length; l++) {
      ratios[l] =
          Math.sqrt(
              squares(gradients.layers().get(l).weight())
                  / squares(network.layers().get(l).weight()));
    }
    return ratios;
  }

  private static double squares(Panels matrix) {
    double sum = 0;
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        sum += (double) matrix.get(i, j) * matrix.get(i, j);
      }
    }
    return sum;
  }
}
