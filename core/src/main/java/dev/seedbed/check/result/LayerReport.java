package dev.seedbed.check.result;

import dev.seedbed.init.Law;
import dev.seedbed.init.MeanField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The measurements of one layer.
///
/// @param origin which operator and tensor of a file it is; empty of a network of ours
/// @param activation its name
/// @param z pre-activations (after normalisation, if there is any)
/// @param a activations
/// @param gradient ∂loss/∂z of single rows: times the number of rows, as the loss is their mean
/// @param weightDeviation of the weights
/// @param weightGradient standard deviation of ∂loss/∂W of the mean loss
/// @param dead share of ReLU units that are off, their derivative 0, on more than 99 % of the rows;
///   0 of other activations
/// @param zeros share of activations that are exactly 0
/// @param saturated share of units whose derivative is below a hundredth of its maximum on most
///   rows; 0 of ReLU, whose sound units are off on half of the rows, and whose others are dead
/// @param duplicates share of units that compute the same as another one; NaN where that was not
///   looked at
/// @param gains as measured on the rows; empty if the check was brief
/// @param predictedGains what weights that are independent of each other and of the inputs, of the
///   same moments, would do to normal pre-activations; empty if the check was brief, of normalised
///   layers, and where weights are not finite
/// @param jacobian singular values of ∂a/∂x of the layer, for layers that are not the first
/// @param meanField where infinitely wide layers of these variances would settle; empty if the
///   check was brief, of the last layer and of normalised ones, and where there is no such point
/// @param initialisers what the weights were likely drawn by, the likeliest first; empty if nothing
///   known fits
/// @param histograms empty if the check was brief
public record LayerReport(
    String name,
    Optional<Origin> origin,
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
    Optional<Gains> gains,
    Optional<Gains> predictedGains,
    Optional<SingularValues> jacobian,
    Optional<MeanField.FixedPoint> meanField,
    List<InitializerMatch> initialisers,
    Optional<Histograms> histograms) {

  /// Where a layer stands in a file.
  ///
  /// @param weight the name of the tensor of its weights
  /// @param operator ONNX's name of what uses them
  /// @param onTrunk whether the way of the signal through the fewest operators with weights goes
  ///   through it; or else it is on a branch
  public record Origin(String weight, String operator, boolean onTrunk) {}

  /// The initialiser that most likely drew the weights.
  public Optional<InitializerMatch> likeliest() {
    return initialisers.stream().findFirst();
  }

  /// How the numbers of the layer are distributed: figures 6, 7 and 8 of Glorot & Bengio 2010.
  ///
  /// @param a activations
  /// @param gradient ∂loss/∂z of single rows
  /// @param weightGradient ∂loss/∂W of the mean loss
  /// @param singularValues of the weights: the least, the quartiles and the greatest; estimated
  ///   beyond 32 units
  /// @param unitDeviations the least, the quartiles and the greatest of the standard deviations of
  ///   the units' z; none where there are no units
  public record Histograms(
      Histogram a,
      Histogram gradient,
      Histogram weightGradient,
      Histogram weights,
      List<Double> singularValues,
      List<Double> unitDeviations) {
    public Histograms {
      singularValues = List.copyOf(singularValues);
      unitDeviations = List.copyOf(unitDeviations);
    }
  }

  /// Singular values, over the first rows: four, or fewer of very large layers. Estimated beyond 32
  /// units.
  ///
  /// @param deviation how far they are spread
  public record SingularValues(double mean, double deviation) {}

  /// The gains of a layer for signal and gradient, as ratios of mean squares; NaN where there is
  /// none.
  ///
  /// @param forward the mean square of its activations over that of its inputs
  /// @param backward the mean square of ∂loss/∂(inputs) over that of ∂loss/∂(activations)
  public record Gains(double forward, double backward) {}

  /// How numbers are spread.
  ///
  /// @param deviation standard deviation
  /// @param low 2nd percentile, exactly; NaN if the check was brief
  /// @param high 98th percentile, exactly; NaN if the check was brief
  public record Spread(double mean, double deviation, double low, double high) {}

  /// How numbers are distributed: what share of them lies in each of some bins of equal width. The
  /// bins reach to the least and the greatest number, but not beyond five standard deviations: what
  /// lies farther out counts in the outermost bins.
  ///
  /// @param low where the first bin begins
  /// @param high where the last one ends; equal to `low` if all numbers are the same
  /// @param shares one a bin; their sum is 1; none if no number is finite
  public record Histogram(double low, double high, List<Double> shares) {
    public Histogram {
      shares = List.copyOf(shares);
    }

    /// The share of a law that lies in each bin.
    public List<Double> of(Law law) {
      var expected = new ArrayList<Double>();
      double below = law.cdf(low);
      for (int i = 1; i <= shares.size(); i++) {
        double to = law.cdf(low + (high - low) * i / shares.size());
        expected.add(to - below);
        below = to;
      }
      return expected;
    }
  }
}
