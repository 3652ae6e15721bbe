package dev.seedbed.check.measure;

import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.distribution.StandardNormal;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Law;
import dev.seedbed.init.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// By which initialiser was a tensor drawn? The likelihood of every law of the catalogue at the
/// tensor's place, and of uniform and normal laws of the scale that fits best, which pay for
/// fitting it as Schwarz's criterion says.
public final class Identification {
  /// No known law fits a draw of it worse once in a thousand million times.
  public static final double FIT = 1e-9;

  private static final int MOST_MATCHES = 3;
  private static final double LEAST_PROBABILITY = 0.01;
  private static final double CUT = 2;

  /// Rounding to floats may push an element this far beyond a bound.
  private static final double ROUNDING = 1 + 1e-6;

  private Identification() {}

  private record Candidate(String scheme, Law law, double logLikelihood) {}

  /// The likeliest initialisers; none if not even the likeliest fits.
  public static List<InitializerMatch> of(Sample weights, Place place) {
    if (weights.wrong() > 0 || !(weights.variance() > 0)) {
      return List.of();
    }
    var candidates = new ArrayList<Candidate>();
    for (Catalogue.Candidate known : Catalogue.laws(place)) {
      boolean seen = candidates.stream().anyMatch(other -> same(other.law(), known.law()));
      if (!seen) {
        candidates.add(
            new Candidate(known.scheme(), known.law(), logLikelihood(known.law(), weights)));
      }
    }
    addFitted(weights, candidates);
    candidates.sort(Comparator.comparingDouble(Candidate::logLikelihood).reversed());
    Candidate best = candidates.getFirst();
    if (best.logLikelihood() == Double.NEGATIVE_INFINITY || fit(best.law(), weights) < FIT) {
      return List.of();
    }
    double sum = 0;
    for (Candidate candidate : candidates) {
      sum += StrictMath.exp(candidate.logLikelihood() - best.logLikelihood());
    }
    var matches = new ArrayList<InitializerMatch>();
    for (Candidate candidate : candidates) {
      double odds = StrictMath.exp(candidate.logLikelihood() - best.logLikelihood()) / sum;
      if (odds >= LEAST_PROBABILITY && matches.size() < MOST_MATCHES) {
        matches.add(new InitializerMatch(candidate.scheme(), candidate.law(), odds));
      }
    }
    return List.copyOf(matches);
  }

  private static void addFitted(Sample weights, List<Candidate> candidates) {
    double n = weights.count();
    double penalty = StrictMath.log(n) / 2;
    double reach = Math.max(Math.abs(weights.min()), Math.abs(weights.max()));
    double deviation = Math.sqrt(weights.secondMoment());
    var uniform = Law.Uniform.within(reach * (1 + 1 / n));
    candidates.add(
        new Candidate(
            text("uniform within ±%.3g", uniform.bound()),
            uniform,
            logLikelihood(uniform, weights) - penalty));
    var normal = new Law.Normal(0, deviation);
    candidates.add(
        new Candidate(
            text("normal, standard deviation %.3g", deviation),
            normal,
            logLikelihood(normal, weights) - penalty));
    Law.TruncatedNormal shape = Law.TruncatedNormal.corrected(deviation, CUT);
    var cut = new Law.TruncatedNormal(0, Math.max(shape.scale(), reach / CUT), CUT);
    candidates.add(
        new Candidate(
            text("normal cut at two deviations, standard deviation %.3g", deviation),
            cut,
            logLikelihood(cut, weights) - penalty));
  }

  private static String text(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static boolean same(Law one, Law other) {
    return one.getClass() == other.getClass()
        && near(one.variance(), other.variance())
        && (near(one.bound(), other.bound()) || one.bound() == other.bound())
        && Math.abs(one.mean() - other.mean()) <= 1e-9 * Math.sqrt(one.variance());
  }

  private static boolean near(double one, double other) {
    return Math.abs(one - other) <= 1e-9 * Math.abs(one);
  }

  public static double logLikelihood(Law law, Sample weights) {
    double n = weights.count();
    double beyond = Math.max(weights.max() - law.mean(), law.mean() - weights.min()) / law.bound();
    if (beyond > ROUNDING) {
      return Double.NEGATIVE_INFINITY;
    }
    double offset = weights.mean() - law.mean();
    double squares = n * (weights.variance() + offset * offset);
    return switch (law) {
      case Law.Uniform uniform -> -n * StrictMath.log(2 * uniform.bound());
      case Law.Normal normal -> ofNormal(n, squares, normal.deviation(), 1);
      case Law.TruncatedNormal cut ->
          ofNormal(n, squares, cut.scale(), 2 * StandardNormal.cdf(cut.cut()) - 1);
      case Law.Constant _, Law.OfUniform _ -> Double.NEGATIVE_INFINITY;
    };
  }

  private static double ofNormal(double n, double squares, double scale, double inside) {
    double density = Math.sqrt(2 * Math.PI) * scale * inside;
    return -n * StrictMath.log(density) - squares / (2 * scale * scale);
  }

  /// The probability that a draw of the law fits it worse than this one. Kolmogorov 1933, Smirnov
  /// 1948, with Stephens's correction of 1970.
  public static double fit(Law law, Sample weights) {
    float[] sorted = weights.sorted();
    int n = sorted.length;
    double distance = 0;
    for (int i = 0; i < n; i++) {
      double expected = law.cdf(sorted[i]);
      distance = Math.max(distance, Math.max(expected - (double) i / n, (i + 1.0) / n - expected));
    }
    double root = Math.sqrt(n);
    double lambda = (root + 0.12 + 0.11 / root) * distance;
    if (lambda < 0.2) {
      return 1;
    }
    double sum = 0;
    for (int k = 1; k <= 100; k++) {
      sum += (k % 2 == 1 ? 2 : -2) * StrictMath.exp(-2.0 * k * k * lambda * lambda);
    }
    return Math.clamp(sum, 0, 1);
  }
}
