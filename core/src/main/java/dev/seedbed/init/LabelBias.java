package dev.seedbed.init;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Targets;
import dev.seedbed.network.Network;
import dev.seedbed.random.Seed;
import java.util.Optional;

/// Sets the biases of the outputs so that a network which knows nothing else predicts what is
/// usual: class probabilities, or the mean of the target. Karpathy 2019, "A recipe for training
/// neural networks"; Lin et al. 2017, arXiv:1708.02002, section 4.1.
record LabelBias() implements Adjustment {

  /// The function from the pre-activation of an output unit to its output.
  public enum Link {
    /// y = z.
    IDENTITY {
      @Override
      public double bias(double mean) {
        return mean;
      }
    },
    /// y = 1 / (1 + e⁻ᶻ): the log-odds.
    SIGMOID {
      @Override
      public double bias(double mean) {
        if (!(mean > 0 && mean < 1)) {
          throw new IllegalArgumentException("a probability must be in (0, 1): " + mean);
        }
        return StrictMath.log(mean / (1 - mean));
      }
    },
    /// y = eᶻ, or a class's share of a softmax.
    EXPONENTIAL {
      @Override
      public double bias(double mean) {
        return StrictMath.log(positive(mean));
      }
    },
    /// y = ln(1 + eᶻ).
    SOFTPLUS {
      @Override
      public double bias(double mean) {
        return StrictMath.log(StrictMath.expm1(positive(mean)));
      }
    };

    /// The bias that makes the output `mean` where the weights add nothing.
    public abstract double bias(double mean);

    private static double positive(double mean) {
      if (!(mean > 0 && mean < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("a mean must be above 0 and finite: " + mean);
      }
      return mean;
    }
  }

  @Override
  public String name() {
    return "label-bias";
  }

  @Override
  public void apply(Network network, Optional<Dataset.Part> data, Seed seed) {
    Targets targets = data.orElseThrow().targets();
    double[] means = targets.means();
    float[] bias = network.layers().getLast().bias();
    for (int j = 0; j < means.length; j++) {
      bias[j] =
          (float)
              switch (network.spec().loss()) {
                case CROSS_ENTROPY ->
                    // A class that no row has counts as half a row.
                    Link.EXPONENTIAL.bias(Math.max(means[j], 0.5 / targets.rows()));
                case SQUARED_ERROR -> Link.IDENTITY.bias(means[j]);
              };
    }
  }
}
