package dev.seedbed.verify;

import dev.seedbed.distribution.Kolmogorov;
import dev.seedbed.distribution.StandardNormal;
import java.util.ArrayList;
import java.util.List;

/// Tests of whether two tensors of finite numbers follow one law, whatever that is. Each gives a
/// probability that is right for large tensors, or too large.
public final class TwoSampleTest {
  /// With fewer elements, spreads of unknown laws are not compared by their moments.
  private static final long FEWEST = 100;

  /// The kurtosis that spreads are compared by: that of the heaviest law with a density that
  /// anything is drawn from. Of a model that has more, such as one with many zeros, moments and
  /// ends say too little: only its distribution counts.
  private static final double KURTOSIS = 9;

  private final Sketch found;
  private final Sketch model;
  private final double deviation;
  private final double tolerance;

  private TwoSampleTest(Sketch found, Sketch model) {
    this.found = found;
    this.model = model;
    this.deviation = model.deviation();
    this.tolerance =
        found.rounding().tolerance(model.mean(), deviation)
            + model.rounding().tolerance(model.mean(), deviation);
  }

  /// All tests that apply.
  ///
  /// @param model the tensor whose law is meant
  public static List<Evidence> of(Sketch found, Sketch model) {
    if (model.min() == model.max()) {
      boolean same = found.min() == model.min() && found.max() == model.max();
      float other = found.min() == model.min() ? found.max() : found.min();
      return List.of(new Evidence(Aspect.VALUE, same ? 1 : 0, other, model.min()));
    }
    return new TwoSampleTest(found, model).tests();
  }

  /// How many elements lie farther out than any does in one draw of a million.
  public static long outliers(Sketch found, Sketch model) {
    double reach = -StandardNormal.quantile(LawTest.RARE / 2 / found.count()) * tailScale(model);
    return found.outliers(found.mean(), reach);
  }

  private List<Evidence> tests() {
    var evidence = new ArrayList<Evidence>();
    double together = 1.0 / found.count() + 1.0 / model.count();
    if (Math.min(found.count(), model.count()) >= FEWEST && model.kurtosis() <= KURTOSIS) {
      double spread = Math.max(found.deviation(), deviation);
      double off = Math.abs(found.mean() - model.mean()) / spread;
      double z = Math.max(0, off - tolerance) / Math.sqrt(together);
      evidence.add(new Evidence(Aspect.MEAN, twoSided(z), found.mean(), model.mean()));
      evidence.add(scale(together));
      evidence.add(tails());
    }
    double distance = Math.max(0, found.distance(model) - tolerance);
    evidence.add(
        new Evidence(
            Aspect.SHAPE, Kolmogorov.upperTail(distance, 1 / together), found.distance(model), 0));
    return evidence;
  }

  /// The logarithm of a standard deviation varies by (κ − 1) / 4n.
  private Evidence scale(double together) {
    double log = Math.abs(StrictMath.log(found.deviation() / deviation));
    double z = Math.max(0, log - tolerance) / Math.sqrt((KURTOSIS - 1) / 4 * together);
    return new Evidence(Aspect.SCALE, twoSided(z), found.deviation(), deviation);
  }

  /// The standard deviation of normal tails as wide as the model's own farthest element needs.
  private static double tailScale(Sketch model) {
    double usual = -StandardNormal.quantile(0.25 / model.count());
    return Math.max(model.deviation(), model.reach(model.mean()) / usual);
  }

  private Evidence tails() {
    double here = found.reach(found.mean()) * (1 - tolerance);
    double there = model.reach(model.mean());
    double q = 2 * StandardNormal.cdf(-here / tailScale(model));
    double p = -StrictMath.expm1(found.count() * StrictMath.log1p(-q));
    return new Evidence(Aspect.TAILS, p, here, there);
  }

  private static double twoSided(double z) {
    return Math.min(1, 2 * StandardNormal.cdf(-z));
  }
}
