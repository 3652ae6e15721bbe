package dev.seedbed.init;

import dev.seedbed.data.Dataset;
import dev.seedbed.network.Network;

/// How much the gradient changes over one step along itself: the mean over all parameters of |(g −
/// H·g) / (g + ε·sign g) − 1|. Near 0 the first step of training does what it promises. Dauphin &
/// Schoenholz 2019, "MetaInit", equation 1.
final class GradientQuotient {
  private static final double EPSILON = 1e-5;

  private GradientQuotient() {}

  /// The quotient of a network's loss on rows of data.
  public static double of(Network network, Dataset.Part rows) {
    return of(Gradients.of(network.spec(), rows), Gradients.parameters(network));
  }

  static double of(Gradients loss, double[][] parameters) {
    double[][] gradient = Gradients.like(parameters);
    loss.at(parameters, gradient);
    double[][] product = loss.hessianTimes(parameters, gradient);
    double sum = 0;
    long count = 0;
    for (int k = 0; k < gradient.length; k++) {
      for (int i = 0; i < gradient[k].length; i++) {
        double g = gradient[k][i];
        double safe = g >= 0 ? g + EPSILON : g - EPSILON;
        sum += Math.abs((g - product[k][i]) / safe - 1);
        count++;
      }
    }
    return sum / count;
  }
}
