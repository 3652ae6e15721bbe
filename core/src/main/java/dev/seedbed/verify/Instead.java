package dev.seedbed.verify;

import dev.seedbed.distribution.StandardNormal;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Elementwise;
import dev.seedbed.init.Fans;
import dev.seedbed.init.Law;
import dev.seedbed.init.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a tensor that is not as promised was drawn by, as far as its elements tell.
public sealed interface Instead {
  /// A law that would be rejected in one draw of this many is not said to fit.
  double FIT = 1e-3;

  /// With fewer elements some scheme always fits, so only common ones are named.
  long FEW = 200;

  /// The magnitudes of no draw span more: n elements of a law with a density span about n · 10.
  double WIDEST_SPAN = 0x1p64;

  /// The law that fits.
  default Optional<Law> fitting() {
    return Optional.empty();
  }

  /// All elements are the same.
  record Constant(double value) implements Instead {}

  /// Magnitudes of all kinds: what was in memory before, which nothing was written to.
  record Unwritten() implements Instead {}

  /// What was promised of another tensor.
  record OthersPromise(Promise other, Law law) implements Instead {
    @Override
    public Optional<Law> fitting() {
      return Optional.of(law);
    }
  }

  /// The promised scheme, with the fans of a mistake.
  ///
  /// @param times how many matrices, taps or shards it is about; 1 if none
  /// @param fans that were taken
  /// @param right that should have been
  record OtherFans(FanReading reading, int times, Fans fans, Fans right, Law law)
      implements Instead {
    @Override
    public Optional<Law> fitting() {
      return Optional.of(law);
    }
  }

  /// The promised law, cut and not widened after: its standard deviation is that before cutting.
  record NotWidened(Law.TruncatedNormal law) implements Instead {
    @Override
    public Optional<Law> fitting() {
      return Optional.of(law);
    }
  }

  /// Another scheme of the catalogue, at the tensor's place.
  ///
  /// @param candidates all that fit, the likeliest first
  record OtherScheme(List<Catalogue.Candidate> candidates) implements Instead {
    public OtherScheme {
      candidates = List.copyOf(candidates);
    }

    /// As it is written.
    public String scheme() {
      return candidates.getFirst().scheme();
    }

    public Law law() {
      return candidates.getFirst().law();
    }

    @Override
    public Optional<Law> fitting() {
      return Optional.of(law());
    }

    /// The same, of which the first that `usual` counts most is taken: what fits most tensors is
    /// what was run.
    public OtherScheme by(ToLongFunction<String> usual) {
      List<Catalogue.Candidate> sorted = new ArrayList<>(candidates);
      sorted.sort(
          Comparator.comparingLong(
              (Catalogue.Candidate known) -> -usual.applyAsLong(known.scheme())));
      return new OtherScheme(sorted);
    }
  }

  /// The promised law, but with another variance.
  record OtherScale(Law law) implements Instead {
    @Override
    public Optional<Law> fitting() {
      return Optional.of(law);
    }
  }

  /// A law of the usual shapes, fitted to the elements.
  record OtherLaw(Law law) implements Instead {
    @Override
    public Optional<Law> fitting() {
      return Optional.of(law);
    }
  }

  /// What is promised of a tensor.
  ///
  /// @param scheme as it is written
  /// @param tensor the first of which it is promised
  record Promise(String scheme, String tensor, Elementwise initializer) {
    private Optional<Law> law(Place place) {
      try {
        return Optional.of(initializer.law(place));
      } catch (IllegalArgumentException e) {
        // It makes no sense at this place.
        return Optional.empty();
      }
    }
  }

  /// Explains a tensor; empty if nothing known fits it. What takes fewer assumptions goes first.
  ///
  /// @param scheme what was promised, and where
  /// @param shape as it is stored
  /// @param others what is promised of other tensors of the file
  static Optional<Instead> of(
      Elementwise scheme, Place place, long[] shape, Sketch sample, List<Promise> others) {
    if (sample.span() > WIDEST_SPAN) {
      return Optional.of(new Unwritten());
    }
    if (sample.nan() + sample.infinite() > 0) {
      return Optional.empty();
    }
    if (sample.min() == sample.max()) {
      return Optional.of(new Constant(sample.min()));
    }
    Law promised = scheme.law(place);
    Fans fans = scheme.fans(place);
    if (sample.count() < FEW) {
      return Stream.<Function<Sketch, Optional<Instead>>>of(
              s -> onlyWider(promised, s),
              s -> othersPromise(others, place, promised, s),
              s -> otherScheme(libraryDefaults(place), s))
          .flatMap(way -> way.apply(sample).stream())
          .findFirst();
    }
    return Stream.<Function<Sketch, Optional<Instead>>>of(
            s -> onlyWider(promised, s),
            s -> othersPromise(others, place, promised, s),
            s -> otherFans(FanReading.ofShape(place.kernel(), fans, shape), scheme, place, s),
            s -> notWidened(promised, s),
            s -> otherScheme(Catalogue.laws(place), s),
            s -> otherFans(FanReading.ofShards(fans), scheme, place, s),
            s -> otherScale(promised, s),
            Instead::otherLaw)
        .flatMap(way -> way.apply(sample).stream())
        .findFirst();
  }

  private static boolean fits(Law law, Sketch sample) {
    return law.variance() > 0 && LawTest.p(LawTest.of(law, sample)) > FIT;
  }

  private static Optional<Instead> othersPromise(
      List<Promise> others, Place place, Law promised, Sketch sample) {
    for (Promise other : others) {
      Optional<Law> law =
          other.law(place).filter(it -> !it.equals(promised)).filter(it -> fits(it, sample));
      if (law.isPresent()) {
        return Optional.of(new OthersPromise(other, law.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Instead> otherFans(
      List<FanReading.Mistaken> mistakes, Elementwise scheme, Place place, Sketch sample) {
    for (FanReading.Mistaken mistaken : mistakes) {
      Law law = scheme.law(place, mistaken.fans());
      if (!law.equals(scheme.law(place)) && fits(law, sample)) {
        return Optional.of(
            new OtherFans(
                mistaken.reading(), mistaken.times(), mistaken.fans(), scheme.fans(place), law));
      }
    }
    return Optional.empty();
  }

  private static Optional<Instead> notWidened(Law promised, Sketch sample) {
    if (promised instanceof Law.TruncatedNormal cut) {
      var before = new Law.TruncatedNormal(cut.mean(), Math.sqrt(cut.variance()), cut.cut());
      return fits(before, sample) ? Optional.of(new NotWidened(before)) : Optional.empty();
    }
    return Optional.empty();
  }

  /// What is a little wider than promised, and fits but for that.
  private static Optional<Instead> onlyWider(Law promised, Sketch sample) {
    boolean only =
        LawTest.of(promised, sample).stream()
            .allMatch(one -> one.aspect() == Aspect.TAILS || one.p() > FIT);
    return only ? otherScale(promised, sample) : Optional.empty();
  }

  /// All candidates of a law that a library draws by when told nothing.
  private static List<Catalogue.Candidate> libraryDefaults(Place place) {
    List<Catalogue.Candidate> all = Catalogue.laws(place);
    Set<Law> laws =
        all.stream()
            .filter(known -> known.library().isPresent())
            .map(Catalogue.Candidate::law)
            .collect(Collectors.toSet());
    return all.stream().filter(known -> laws.contains(known.law())).toList();
  }

  private static Optional<Instead> otherScheme(
      List<Catalogue.Candidate> candidates, Sketch sample) {
    List<Catalogue.Candidate> fitting =
        candidates.stream()
            .filter(known -> fits(known.law(), sample))
            .sorted(
                Comparator.comparingDouble(
                    (Catalogue.Candidate known) -> -perElement(known.law(), sample)))
            .toList();
    return fitting.isEmpty() ? Optional.empty() : Optional.of(new OtherScheme(fitting));
  }

  private static Optional<Instead> otherScale(Law promised, Sketch sample) {
    return scaled(promised, sample).filter(law -> fits(law, sample)).map(OtherScale::new);
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
        Math.abs(sample.mean()) < 4 * deviation / Math.sqrt((double) sample.count())
            ? 0
            : sample.mean();
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
