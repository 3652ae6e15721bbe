package dev.seedbed.check;

import java.util.List;
import java.util.Optional;

/// What was measured of one layer.
///
/// @param activation its name
/// @param z pre-activations (after normalisation, if there is any)
/// @param a activations
/// @param gradient ∂loss/∂z of single rows: times the number of rows, as the loss is their mean
/// @param weightDeviation of the weights
/// @param weightGradient standard deviation of ∂loss/∂W of the mean loss
/// @param dead share of units whose derivative is 0 on every row
/// @param zeros share of activations that are exactly 0
/// @param saturated share of units whose derivative is below a hundredth of its maximum on most
///   rows
/// @param duplicates share of units that compute the same as another one
/// @param forwardGain E a² after the layer over E a² before it, as predicted by its weights' and
///   biases' moments for normal pre-activations
/// @param backwardGain the variance of gradients below the layer over that above it, likewise
/// @param jacobian singular values of ∂a/∂x of the layer, for layers that are not the first
/// @param meanField empty where it is not defined
/// @param initialisers what the weights were likely drawn by, the likeliest first; empty if nothing
///   known fits
/// @param histograms empty if the check was brief
public record LayerReport(
    String name,
    int fanIn,
    int fanOut,
    String activation,
    Spread z,
    Spread a,
    Spread gradient,
    double weightDeviation,
    double weightGradient,
    double dead,
    double zeros,
    double saturated,
    double duplicates,
    double forwardGain,
    double backwardGain,
    Optional<SingularValues> jacobian,
    Optional<MeanFieldPoint> meanField,
    List<Guess> initialisers,
    Optional<Histograms> histograms) {

  /// What the weights were likeliest drawn by.
  public Optional<Guess> likeliest() {
    return initialisers.stream().findFirst();
  }

  /// How the numbers of the layer are distributed: figures 6, 7 and 8 of Glorot & Bengio 2010.
  ///
  /// @param a activations
  /// @param gradient ∂loss/∂z of single rows
  /// @param weightGradient ∂loss/∂W of the mean loss
  /// @param singularValues of the weights: the least, the quartiles and the greatest; estimated
  ///   beyond 32 units
  public record Histograms(
      Histogram a,
      Histogram gradient,
      Histogram weightGradient,
      Histogram weights,
      List<Double> singularValues) {
    public Histograms {
      singularValues = List.copyOf(singularValues);
    }
  }

  /// Singular values, over the first rows: four, or fewer of very large layers. Estimated beyond 32
  /// units.
  ///
  /// @param deviation how far they are spread
  public record SingularValues(double mean, double deviation) {}

  /// Where infinitely wide layers of these variances would be. Schoenholz et al. 2017.
  ///
  /// @param length q*, the variance of pre-activations that layers keep
  /// @param gradientFactor χ₁ there
  /// @param depthScale ξ = 1/|ln χ₁|, in layers
  public record MeanFieldPoint(double length, double gradientFactor, double depthScale) {}
}
