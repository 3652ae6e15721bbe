package dev.seedbed.check.measure;

import dev.seedbed.check.chain.TensorFacts;
import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Place;
import dev.seedbed.tensor.Activation;
import java.util.List;
import java.util.Optional;

/// All that rules look at of one tensor by itself.
///
/// @param values of weights unit by unit: all of the first unit, then of the second, …
/// @param sample of the values
/// @param weights the kernel if these are weights, finite, and their axes are known
/// @param matches what weights were likely drawn by, the likeliest first
/// @param structured whether weights were made as a whole, such as orthogonal ones
public record TensorMeasurement(
    TensorFacts facts,
    float[] values,
    Sample sample,
    Optional<Kernel> weights,
    List<InitializerMatch> matches,
    boolean structured) {
  public TensorMeasurement {
    matches = List.copyOf(matches);
  }

  public static TensorMeasurement of(TensorFacts facts, float[] values) {
    Sample sample = Sample.of(Numbers.of(values));
    Optional<Kernel> weights =
        sample.wrong() == 0 && values.length > 0 ? facts.weights() : Optional.empty();
    return new TensorMeasurement(
        facts,
        values,
        sample,
        weights,
        weights
            .map(kernel ->
                Identification.of(sample, Place.inside(kernel, new Activation.Identity())))
            .orElse(List.of()),
        weights.map(kernel -> Structure.of(values, units(kernel))).orElse(false));
  }

  public String name() {
    return facts.name();
  }

  /// Whether all values are finite, and there are any.
  public boolean isFinite() {
    return sample.wrong() == 0 && values.length > 0;
  }

  /// Whether all values are 0.
  public boolean isZero() {
    return sample.secondMoment() == 0;
  }

  private static int units(Kernel kernel) {
    return Math.multiplyExact(kernel.blocks(), kernel.units());
  }

  /// The share of units that have the same incoming weights as another one; 0 of a single unit.
  public double duplicates() {
    int units = units(weights.orElseThrow());
    return units == 1 ? 0 : Duplicates.share(values, units);
  }

  public LayerReport.Histogram histogram() {
    return Numbers.of(values).histogram();
  }
}
