package dev.seedbed.bench.check;

import dev.seedbed.bench.check.Measured.Of;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.List;

/// Wardat et al. 2022, DeepDiagnosis, ICSE. Published for the ends of epochs; here before the first
/// step.
record DeepDiagnosis() implements Tool {
  private static final double DEAD = 0.7;
  private static final double SATURATED_AT = 5;
  private static final double SATURATED = 0.5;
  private static final double VANISHING = 1e-7;
  private static final double LEAST_VARIANCE = 1e-5;
  private static final double LARGEST_VARIANCE = 10;

  @Override
  public String title() {
    return "DeepDiagnosis";
  }

  @Override
  public List<String> alarms(Measured start) {
    var alarms = new ArrayList<String>();
    for (Of layer : start.layers()) {
      if (isNumericalError(layer.allA())
          || isNumericalError(layer.weights())
          || isNumericalError(layer.weightGradient())) {
        alarms.add("numerical");
      }
      if (layer.f() instanceof Activation.Relu
          && RowNumbers.share(layer.allA(), a -> a <= 0) >= DEAD) {
        alarms.add("dead");
      }
      if (layer.hidden()
          && isBounded(layer.f())
          && RowNumbers.share(layer.allZ(), z -> Math.abs(z) >= SATURATED_AT) > SATURATED) {
        alarms.add("saturated");
      }
      if (RowNumbers.meanAbsolute(layer.weightGradient()) < VANISHING) {
        alarms.add("vanishing");
      }
      double variance = RowNumbers.variance(layer.weights());
      if (variance < LEAST_VARIANCE || variance > LARGEST_VARIANCE) {
        alarms.add("weights");
      }
    }
    return alarms.stream().distinct().toList();
  }

  static boolean isBounded(Activation f) {
    return f instanceof Activation.Sigmoid || f instanceof Activation.Tanh;
  }

  private static boolean isNumericalError(double[] values) {
    double mean = RowNumbers.mean(values);
    return !Double.isFinite(mean) || mean == 0;
  }
}
