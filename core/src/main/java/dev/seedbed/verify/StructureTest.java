package dev.seedbed.verify;

import dev.seedbed.init.Place;
import dev.seedbed.init.Structured;
import java.util.Optional;

/// The test of a tensor that is made as a whole.
public final class StructureTest {
  /// What float32 arithmetic over long rows may add up to.
  private static final double ARITHMETIC = 1e-4;

  /// The product of a unit vector with a sum of others to which it is orthogonal varies by 0.8 of
  /// the relative rounding of their elements: ten times that.
  private static final double ROUNDED = 8;

  private StructureTest() {}

  /// Whether `values` are a tensor that `structured` makes at `place`; empty if that cannot be
  /// told.
  ///
  /// @param values in the order block, unit, input, tap
  /// @param sample of them
  public static Optional<Evidence> of(
      Structured structured, Place place, float[] values, Sketch sample) {
    long wrong = sample.nan() + sample.infinite();
    if (wrong > 0) {
      return Optional.of(new Evidence(Aspect.FINITE, 0, wrong, 0));
    }
    double tolerance = ARITHMETIC + ROUNDED * sample.rounding().relative();
    return structured.departure(place, values).stream()
        .mapToObj(
            distance -> new Evidence(Aspect.STRUCTURE, distance <= tolerance ? 1 : 0, distance, 0))
        .findFirst();
  }
}
