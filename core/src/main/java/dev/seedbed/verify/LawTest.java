package dev.seedbed.verify;

import dev.seedbed.distribution.ChiSquare;
import dev.seedbed.distribution.Kolmogorov;
import dev.seedbed.distribution.StandardNormal;
import dev.seedbed.init.Law;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Tests of the elements of a tensor against a law. Each gives a probability that is right or too
/// large, also of numbers that were rounded to 16 bits: departures that rounding can make do not
/// count.
public final class LawTest {
  /// From here on, moments of any law here are as good as normal.
  private static final long MANY = 10_000;

  /// The squares of the elements of a law with tails heavier than the normal's vary more. None here
  /// has a kurtosis above 9, that of the logarithm of a uniform number.
  private static final double HEAVIEST = 4;

  /// An element that lies farther out than one in a million draws has is an outlier.
  static final double RARE = 1e-6;

  /// How far beyond a bound arithmetic in floats may push an element.
  private static final double BEYOND = 1 + 1e-5;

  private final Law law;
  private final Sketch sample;
  private final double deviation;
  private final double tolerance;

  private LawTest(Law law, Sketch sample) {
    this.law = law;
    this.sample = sample;
    this.deviation = Math.sqrt(law.variance());
    this.tolerance = sample.rounding().tolerance(law.mean(), deviation);
  }

  /// All tests that apply, of a tensor that has elements.
  public static List<Evidence> of(Law law, Sketch sample) {
    long wrong = sample.nan() + sample.infinite();
    if (wrong > 0) {
      return List.of(new Evidence(Aspect.FINITE, 0, wrong, 0));
    }
    var test = new LawTest(law, sample);
    return law.variance() > 0 ? test.ofVarying() : List.of(test.value());
  }

  /// The probability that all of them together are chance: at most the smallest times their number.
  public static double p(List<Evidence> evidence) {
    return Math.min(1, strongest(evidence).p() * evidence.size());
  }

  /// The one that speaks most against the law.
  public static Evidence strongest(List<Evidence> evidence) {
    return evidence.stream().min(Comparator.comparingDouble(Evidence::p)).orElseThrow();
  }

  private Evidence value() {
    boolean low = fits(sample.min());
    boolean right = low && fits(sample.max());
    return new Evidence(Aspect.VALUE, right ? 1 : 0, low ? sample.max() : sample.min(), law.mean());
  }

  /// A value may have been rounded to 16 bits before it was stored in 32.
  private boolean fits(float value) {
    if (Rounding.FLOAT32.rounds(law.mean(), value)) {
      return true;
    }
    int bits = Float.floatToRawIntBits(value);
    return ((bits & 0x1FFF) == 0 && Rounding.FLOAT16.rounds(law.mean(), value))
        || ((bits & 0xFFFF) == 0 && Rounding.BFLOAT16.rounds(law.mean(), value));
  }

  private List<Evidence> ofVarying() {
    var evidence = new ArrayList<Evidence>();
    if (sample.min() == sample.max() && sample.count() > 1) {
      evidence.add(variation());
    }
    if (isBell() || sample.count() >= MANY) {
      evidence.add(mean());
      evidence.add(scale());
    }
    evidence.add(tails());
    evidence.add(shape());
    return evidence;
  }

  /// Whether no moment of the law is larger than the normal's.
  private boolean isBell() {
    return law instanceof Law.Normal
        || law instanceof Law.Uniform
        || law instanceof Law.TruncatedNormal;
  }

  /// Two elements are equal with the probability of a grid point: its width times a density of at
  /// most one over the deviation.
  private Evidence variation() {
    double both = Math.min(1, 2 * tolerance * Math.max(1, Math.abs(sample.min()) / deviation));
    double all = StrictMath.pow(both, sample.count() - 1.0);
    return new Evidence(Aspect.VARIATION, all, sample.min(), deviation);
  }

  private Evidence mean() {
    double off = Math.abs(sample.mean() - law.mean()) / deviation;
    double z = Math.max(0, off - tolerance) * Math.sqrt((double) sample.count());
    return new Evidence(Aspect.MEAN, twoSided(z), sample.mean(), law.mean());
  }

  /// n times the mean square over the variance is chi-square of a normal law. Of a law with lighter
  /// tails it varies less.
  private Evidence scale() {
    double found = Math.sqrt(sample.meanSquare(law.mean()));
    double ratio = found / deviation;
    double nearest = ratio > 1 ? Math.max(1, ratio - tolerance) : Math.min(1, ratio + tolerance);
    double degrees = isBell() ? sample.count() : sample.count() / HEAVIEST;
    double p = ChiSquare.twoSided(nearest * nearest * degrees, degrees);
    return new Evidence(Aspect.SCALE, p, found, deviation);
  }

  private static double twoSided(double z) {
    return Math.min(1, 2 * StandardNormal.cdf(-z));
  }

  /// How many elements, all of them finite, lie farther out than any does in one draw of a million.
  public static long outliers(Law law, Sketch sample) {
    double scale =
        switch (law) {
          case Law.Normal normal -> normal.deviation();
          case Law.TruncatedNormal cut -> cut.scale();
          case Law.Uniform _, Law.OfUniform _, Law.Constant _ -> Double.POSITIVE_INFINITY;
        };
    double normal = scale * -StandardNormal.quantile(RARE / 2 / sample.count());
    double exact = Math.min(law.bound(), normal);
    double reach = exact + sample.rounding().relative() * (Math.abs(law.mean()) + exact);
    return sample.outliers(law.mean(), reach);
  }

  /// The farthest of n elements: 1 − (1 − q)ⁿ for one that lies so far out with probability q. A
  /// normal law that is cut far out has the tails of one that is not; cut elsewhere it has less.
  private Evidence tails() {
    double reach = sample.reach(law.mean());
    double least = reach * (1 - tolerance);
    boolean beyondBound = least > law.bound() * BEYOND;
    return switch (law) {
      case Law.Normal normal -> normalTails(reach, least, normal.deviation());
      case Law.TruncatedNormal cut when !beyondBound -> normalTails(reach, least, cut.scale());
      default -> new Evidence(Aspect.TAILS, beyondBound ? 0 : 1, reach, law.bound());
    };
  }

  private Evidence normalTails(double reach, double least, double scale) {
    double usual = scale * -StandardNormal.quantile(0.25 / sample.count());
    double beyond = 2 * StandardNormal.cdf(-least / scale);
    return new Evidence(Aspect.TAILS, atLeastOne(beyond), reach, Math.min(usual, law.bound()));
  }

  private double atLeastOne(double q) {
    return q >= 1 ? 1 : -StrictMath.expm1(sample.count() * StrictMath.log1p(-q));
  }

  /// The distance of the shares below the edges of cells from the law's.
  private Evidence shape() {
    double n = sample.count();
    var farthest = new double[1];
    sample.visit((low, high, below, inside) -> {
      double under = Math.abs(law.cdf(low) - below / n);
      double over = Math.abs(law.cdf(high) - (below + inside) / n);
      farthest[0] = Math.max(farthest[0], Math.max(under, over));
    });
    double distance = Math.max(0, farthest[0] - tolerance);
    return new Evidence(Aspect.SHAPE, Kolmogorov.upperTail(distance, n), farthest[0], 0);
  }
}
