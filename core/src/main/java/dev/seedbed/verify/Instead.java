package dev.seedbed.verify;

import dev.seedbed.distribution.StandardNormal;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Elementwise;
import dev.seedbed.init.Law;
import dev.seedbed.init.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// What a tensor that is not as promised was drawn by, as far as its elements tell.
public sealed interface Instead {
  /// A law that would be rejected in one draw of this many is not said to fit.
  double FIT = 1e-3;

  /// All elements are the same.
  record Constant(double value) implements Instead {}

  /// The promised scheme, with the fans of a mistake.
  ///
  /// @param times how many matrices, taps or shards it is about; 1 if none
  record OtherFans(FanReading reading, int times, Law law) implements Instead {}

  /// Another scheme of the catalogue, at the tensor's place.
  ///
  /// @param fitting all that fit, the likeliest first
  record OtherScheme(List<Catalogue.Candidate> fitting) implements Instead {
    public OtherScheme {
      fitting = List.copyOf(fitting);
    }

    /// As it is written.
    public String scheme() {
      return fitting.getFirst().scheme();
    }

    public Law law() {
      return fitting.getFirst().law();
    }

    /// The same, of which the first that `usual` counts most is taken: what fits most tensors is
    /// what was run.
    public OtherScheme by(ToLongFunction<String> usual) {
      List<Catalogue.Candidate> sorted = new ArrayList<>(fitting);
      sorted.sort(
          Comparator.comparingLong(
              (Catalogue.Candidate known) -> -usual.applyAsLong(known.scheme())));
      return new OtherScheme(sorted);
    }
  }

  /// The promised law, but with another variance.
  ///
  /// @param ratio of the variances, found over promised
  record OtherScale(double ratio, Law law) implements Instead {}

  /// A law of the usual shapes, fitted to the elements.
  record OtherLaw(Law law) implements Instead {}

  /// Explains a tensor; empty if nothing known fits it.
  ///
  /// @param scheme what was promised, and where
  static Optional<Instead> of(Elementwise scheme, Place place, Sketch sample) {
    if (sample.nan() + sample.infinite() > 0) {
      return Optional.empty();
    }
    if (sample.min() == sample.max()) {
      return Optional.of(new Constant(sample.min()));
    }
    return Stream.<Function<Sketch, Optional<Instead>>>of(
            s -> otherFans(scheme, place, s),
            s -> otherScheme(place, s),
            s -> otherScale(scheme.law(place), s),
            Instead::otherLaw)
        .flatMap(way -> way.apply(sample).stream())
        .findFirst();
  }

  private static boolean fits(Law law, Sketch sample) {
    return law.variance() > 0 && LawTest.p(LawTest.of(law, sample)) > FIT;
  }

  private static Optional<Instead> otherFans(Elementwise scheme, Place place, Sketch sample) {
    for (FanReading.Mistaken mistaken : FanReading.of(place.kernel())) {
      Law law = scheme.law(place.with(mistaken.fans()));
      if (!law.equals(scheme.law(place)) && fits(law, sample)) {
        return Optional.of(new OtherFans(mistaken.reading(), mistaken.times(), law));
      }
    }
    return Optional.empty();
  }

  private static Optional<Instead> otherScheme(Place place, Sketch sample) {
    List<Catalogue.Candidate> fitting =
        Catalogue.laws(place).stream()
            .filter(known -> fits(known.law(), sample))
            .sorted(
                Comparator.comparingDouble(
                    (Catalogue.Candidate known) -> -perElement(known.law(), sample)))
            .toList();
    return fitting.isEmpty() ? Optional.empty() : Optional.of(new OtherScheme(fitting));
  }

  private static Optional<Instead> otherScale(Law promised, Sketch sample) {
    return scaled(promised, sample)
        .filter(law -> fits(law, sample))
        .map(law -> new OtherScale(law.variance() / promised.variance(), law));
  }

  /// The law that is `promised` but for its scale: of a bounded one as wide as the farthest element
  /// needs.
  private static Optional<Law> scaled(Law promised, Sketch sample) {
    double factor = Math.sqrt(sample.meanSquare(promised.mean()) / promised.variance());
    double reach = sample.reach(promised.mean()) * (1 + 1.0 / sample.count());
    return switch (promised) {
      case Law.Normal(double mean, double deviation) ->
          Optional.of(new Law.Normal(mean, deviation * factor));
      case Law.Uniform(double mean, double bound) ->
          Optional.of(new Law.Uniform(mean, Math.max(bound * factor, reach)));
      case Law.TruncatedNormal(double mean, double scale, double cut) ->
          Optional.of(new Law.TruncatedNormal(mean, Math.max(scale * factor, reach / cut), cut));
      case Law.Constant _, Law.OfUniform _ -> Optional.empty();
    };
  }

  private static Optional<Instead> otherLaw(Sketch sample) {
    double deviation = sample.deviation();
    double mean =
        Math.abs(sample.mean()) < 4 * deviation / Math.sqrt(sample.count()) ? 0 : sample.mean();
    double reach = sample.reach(mean);
    List<Law> laws =
        List.of(
            new Law.Normal(mean, deviation),
            new Law.Uniform(mean, reach * (1 + 1.0 / sample.count())),
            new Law.TruncatedNormal(
                mean, Law.TruncatedNormal.corrected(deviation, Elementwise.USUAL_CUT).scale(), 2));
    return laws.stream()
        .filter(law -> fits(law, sample))
        .max(Comparator.comparingDouble(law -> perElement(law, sample)))
        .map(OtherLaw::new);
  }

  /// The logarithm of the likelihood of a law, over the number of elements.
  private static double perElement(Law law, Sketch sample) {
    double square = sample.meanSquare(law.mean());
    return switch (law) {
      case Law.Uniform uniform -> -StrictMath.log(2 * uniform.bound());
      case Law.Normal normal -> ofNormal(square, normal.deviation(), 1);
      case Law.TruncatedNormal cut ->
          ofNormal(square, cut.scale(), 2 * StandardNormal.cdf(cut.cut()) - 1);
      case Law.Constant _, Law.OfUniform _ -> Double.NEGATIVE_INFINITY;
    };
  }

  private static double ofNormal(double square, double scale, double inside) {
    return -StrictMath.log(Math.sqrt(2 * Math.PI) * scale * inside) - square / (2 * scale * scale);
  }
}
