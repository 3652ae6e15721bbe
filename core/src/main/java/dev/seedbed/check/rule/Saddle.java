package dev.seedbed.check.rule;

import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.measure.TensorSetMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;

/// The lecture's saddle point: weights of zero with tanh, which training cannot leave.
final class Saddle implements RunRule, TensorSetRule {
  private static final Threshold ZERO = Threshold.atMost(0, Source.EXACT);

  @Override
  public Rule rule() {
    return Rule.SADDLE;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    return start.isAtSaddle()
        ? List.of(
            saddle(
                    "the gradient of every weight is exactly 0: this is a saddle point that training cannot leave; only output biases would move")
                .withRemedy(Advice.network(start)))
        : List.of();
  }

  @Override
  public List<Finding> judge(TensorSetMeasurement tensors) {
    List<TensorSetMeasurement.Weights> layers = tensors.layers();
    if (tensors.allZero()) {
      return List.of(
          saddle(
                  "the weights of every layer are 0 (%s): the gradient of every weight is 0 too, and training cannot leave that; only output biases would move",
                  Advice.some(layers.stream().map(TensorSetMeasurement.Weights::name).toList()))
              .withRemedies(
                  layers.stream()
                      .<Remedy>map(layer -> Advice.draw(layer.name(), layer.kernel()))
                      .toList()));
    }
    // Some at 0 are a published start: the last of each residual branch. Goyal et al. 2017,
    // arXiv:1706.02677, section 5.1.
    List<TensorSetMeasurement.Scale> scales = tensors.scales();
    if (!scales.isEmpty() && scales.stream().allMatch(TensorSetMeasurement.Scale::zero)) {
      return List.of(
          saddle(
                  "the scale of every normalisation is 0 (%s): no signal passes, and no gradient comes back",
                  Advice.some(scales.stream().map(TensorSetMeasurement.Scale::name).toList()))
              .withRemedies(
                  scales.stream()
                      .<Remedy>map(scale -> new Remedy.Draw(scale.name(), "ones"))
                      .toList()));
    }
    return List.of();
  }

  private static Finding saddle(String format, Object... values) {
    return Finding.of(Rule.SADDLE, Finding.NETWORK).because(0, ZERO, format, values);
  }
}
