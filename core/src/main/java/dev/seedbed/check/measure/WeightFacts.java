package dev.seedbed.check.measure;

import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.LayerReport;
import java.util.List;
import java.util.Optional;

/// What the weights of a layer tell besides what a run measures.
///
/// @param origin which operator and tensor of a file it is; empty of a network of ours
/// @param duplicates share of units that compute the same as another one; NaN where that was not
///   looked at
/// @param jacobian singular values of ∂a/∂x
/// @param settles whether a layer of many like it would settle at a fixed point of the mean field
/// @param matches what the weights were likely drawn by
/// @param structured whether they were made as a whole, such as orthogonal ones
/// @param rank effective rank over the least width; 1 where that was not looked at
/// @param singularValues of the weights: the least, the quartiles and the greatest
record WeightFacts(
    Optional<LayerReport.Origin> origin,
    double duplicates,
    Optional<LayerReport.SingularValues> jacobian,
    boolean settles,
    List<InitializerMatch> matches,
    boolean structured,
    double rank,
    List<Double> singularValues) {

  /// Without what takes a look at all of a layer's weights.
  static WeightFacts brief(
      Optional<LayerReport.Origin> origin, double duplicates, List<InitializerMatch> matches) {
    return new WeightFacts(
        origin, duplicates, Optional.empty(), false, matches, false, 1, List.of());
  }
}
