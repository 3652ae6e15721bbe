package dev.seedbed.check.measure;

import dev.seedbed.check.result.LayerReport;
import dev.seedbed.init.Kernel;
import dev.seedbed.tensor.Activation;
import java.util.Optional;

/// All that rules look at of one layer.
///
/// @param report what users are shown
/// @param kernel what kind of weights they are; empty if that is not known
/// @param activation that follows the weights
/// @param biased whether it has a bias; if not, the biases are 0 and no parameter
/// @param scales γ of the normalisation between weights and activation, if there is one
/// @param structured whether the weights were made as a whole, such as orthogonal ones, so that
///   their elements follow no law by themselves
/// @param input the second moment of its inputs
/// @param z the second moment of its pre-activations
/// @param signal the variance of pre-activations from row to row
/// @param tokens the variance of pre-activations from place to place of a row; NaN where there are
///   none
/// @param places that a unit has in a row: the pixels or steps that a convolution or a token-wise
///   layer gives; 1 of an ordinary dense layer
/// @param gradient root mean square over rows and units of the length of ∂loss/∂z over the places
///   of a unit, of single rows
/// @param weightGradients of the mean loss
/// @param flat share of units whose derivative is as good as 0 on most rows
/// @param pushed share of units whose activations are near the ends of their range
/// @param rank effective rank of the weights over their least width
public record LayerMeasurement(
    LayerReport report,
    Optional<Kernel> kernel,
    Activation activation,
    boolean biased,
    Optional<Sample> scales,
    boolean structured,
    Sample weights,
    Sample biases,
    double input,
    double z,
    double signal,
    double tokens,
    double places,
    double gradient,
    Sample weightGradients,
    double flat,
    double pushed,
    double rank) {

  public String name() {
    return report.name();
  }

  /// Whether activations have two ends.
  public boolean isBounded() {
    return UnitBehaviour.isBounded(activation);
  }

  /// Whether all weights and biases are finite.
  public boolean isFinite() {
    return weights.wrong() == 0 && biases.wrong() == 0;
  }

  /// The largest gradient of a weight, without its sign.
  public double largestGradient() {
    return Math.max(Math.abs(weightGradients.min()), Math.abs(weightGradients.max()));
  }

  /// The first step's length over that of the weights, by plain descent.
  public double updateRatio(double learningRate) {
    return learningRate * Math.sqrt(weightGradients.secondMoment() / weights.secondMoment());
  }
}
