package dev.seedbed.bench.check;

import dev.seedbed.bench.check.Measured.Of;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.List;

/// Zhang et al. 2021, AUTOTRAINER, ICSE. Published for training that has failed so far; here before
/// its first step.
record AutoTrainer() implements Tool {
  private static final double BETA1 = 1e-3;
  private static final double BETA2 = 1e-4;
  private static final double BETA3 = 70;
  private static final double GAMMA = 0.7;
  private static final double LARGEST_LOSS = 1e3;
  private static final double LARGEST_ACTIVATION = 10;

  @Override
  public String title() {
    return "AUTOTRAINER";
  }

  @Override
  public List<String> alarms(Measured start) {
    var alarms = new ArrayList<String>();
    List<Of> layers = start.layers();
    double first = RowNumbers.norm(layers.getFirst().weightGradient());
    double ratio = first / RowNumbers.norm(layers.getLast().weightGradient());
    boolean finite =
        Double.isFinite(start.loss())
            && layers.stream()
                .allMatch(layer ->
                    RowNumbers.allFinite(layer.weights())
                        && RowNumbers.allFinite(layer.weightGradient()));
    if (ratio < BETA1 && first < BETA2) {
      alarms.add("vanishing");
    }
    if (ratio > BETA3 || !finite) {
      alarms.add("exploding");
    }
    if (layers.stream().anyMatch(layer -> layer.f() instanceof Activation.Relu)
        && zeroGradients(layers) >= GAMMA) {
      alarms.add("dying");
    }
    if (!(start.loss() < LARGEST_LOSS)) {
      alarms.add("loss");
    }
    if (layers.stream()
        .anyMatch(l -> l.hidden() && RowNumbers.meanAbsolute(l.allA()) >= LARGEST_ACTIVATION)) {
      alarms.add("activation");
    }
    return alarms;
  }

  /// The share over all parameters.
  private static double zeroGradients(List<Of> layers) {
    double zeros = 0;
    double all = 0;
    for (Of layer : layers) {
      zeros += RowNumbers.share(layer.weightGradient(), g -> g == 0) * layer.weights().length;
      zeros += RowNumbers.share(layer.biasGradient(), g -> g == 0) * layer.biases().length;
      all += layer.weights().length + layer.biases().length;
    }
    return zeros / all;
  }
}
