package dev.seedbed.bench.check;

import dev.seedbed.bench.check.Measured.Of;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/// Amazon SageMaker Debugger's built-in rules, with their defaults. Published for the first ten
/// steps, and if the loss does not fall; here at the start.
record SageMaker(Rules rules) implements Tool {
  private static final double VARIANCE_RATIO = 10;
  private static final double GRADIENT_RANGE = 1e-3;
  private static final double INACTIVE = 0.01;
  private static final double INACTIVE_LAYER = 0.5;
  private static final double VANISHING = 1e-7;
  private static final double TANH_BOUND = 9.4999;
  private static final double SIGMOID_LOW = -23;
  private static final double SIGMOID_HIGH = 16.99999;

  /// Which of them.
  enum Rules {
    POOR_WEIGHT_INITIALIZATION,
    ALL
  }

  @Override
  public String title() {
    return rules == Rules.ALL ? "SageMaker, all" : "SageMaker, PoorWeightInitialization";
  }

  @Override
  public List<String> alarms(Measured start) {
    var alarms = new ArrayList<String>();
    if (varianceRatio(start.layers()) > VARIANCE_RATIO) {
      alarms.add("variance");
    }
    if (start.layers().stream().anyMatch(l -> range(l.weightGradient()) < GRADIENT_RANGE)) {
      alarms.add("gradient");
    }
    if (rules == Rules.ALL) {
      start.layers().forEach(layer -> others(layer, alarms));
    }
    return alarms.stream().distinct().toList();
  }

  private static void others(Of layer, List<String> alarms) {
    if (layer.f() instanceof Activation.Relu
        && inactiveUnits(layer.z(), (unit, row) -> layer.z().get(row, unit) > 0) > INACTIVE_LAYER) {
      alarms.add("dead");
    }
    if (layer.f() instanceof Activation.Tanh
        && inactiveUnits(layer.z(), (u, r) -> Math.abs(layer.z().get(r, u)) < TANH_BOUND)
            > INACTIVE_LAYER) {
      alarms.add("saturated");
    }
    if (layer.f() instanceof Activation.Sigmoid
        && inactiveUnits(
                layer.z(),
                (u, r) -> layer.z().get(r, u) > SIGMOID_LOW && layer.z().get(r, u) < SIGMOID_HIGH)
            > INACTIVE_LAYER) {
      alarms.add("saturated");
    }
    if (RowNumbers.meanAbsolute(layer.weightGradient()) < VANISHING) {
      alarms.add("vanishing");
    }
    if (!RowNumbers.allFinite(layer.weights())
        || !RowNumbers.allFinite(layer.weightGradient())
        || !RowNumbers.allFinite(layer.allA())) {
      alarms.add("exploding");
    }
    if (RowNumbers.share(layer.weights(), w -> w == 0) == 1
        || RowNumbers.share(layer.weightGradient(), g -> g == 0) == 1) {
      alarms.add("zero");
    }
  }

  /// Largest over smallest variance of what activations of hidden layers are given. A hidden layer
  /// without one, such as a projection to queries, is passed over.
  private static double varianceRatio(List<Of> layers) {
    double[] variances =
        layers.stream()
            .filter(layer -> layer.hidden() && !(layer.f() instanceof Activation.Identity))
            .mapToDouble(layer -> RowNumbers.variance(layer.allZ()))
            .toArray();
    if (variances.length == 0) {
      return 1;
    }
    double least = RowNumbers.quantile(variances, 0);
    double most = RowNumbers.quantile(variances, 1);
    return most == least ? 1 : most / least;
  }

  private static double range(double[] gradient) {
    return RowNumbers.quantile(gradient, 0.95) - RowNumbers.quantile(gradient, 0.05);
  }

  /// Whether a unit is active on a row.
  private interface Active {
    boolean is(int unit, int row);
  }

  private static double inactiveUnits(Matrix z, Active active) {
    int inactive = 0;
    for (int unit = 0; unit < z.columns(); unit++) {
      int rows = 0;
      for (int i = 0; i < z.rows(); i++) {
        rows += active.is(unit, i) ? 1 : 0;
      }
      inactive += rows < INACTIVE * z.rows() ? 1 : 0;
    }
    return (double) inactive / z.columns();
  }
}
