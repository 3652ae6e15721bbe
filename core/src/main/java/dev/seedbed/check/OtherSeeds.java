package dev.seedbed.check;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.measure.ChainMeasurement;
import dev.seedbed.check.measure.Identification;
import dev.seedbed.check.measure.Numbers;
import dev.seedbed.check.measure.Sample;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.rule.SeedSensitivity;
import dev.seedbed.data.Dataset;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Scheme;
import dev.seedbed.network.Layer;
import dev.seedbed.network.Loss;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// What other seeds of the initialiser would have given that a start was likely drawn by.
final class OtherSeeds {
  private static final int SEEDS = 32;

  /// Larger networks take too long, and differ less from seed to seed.
  private static final long MOST_PARAMETERS = 20_000;

  private OtherSeeds() {}

  /// A finding if some of 32 other seeds give a start with an error. Empty for large networks and
  /// for those whose initialiser is not known.
  ///
  /// @param rows to propagate; without any, standard normal ones
  static List<Finding> of(Chain chain, Optional<Dataset.Part> rows) {
    Optional<NetworkSpec> network = spec(chain);
    if (network.isEmpty()
        || network.get().parameters() > MOST_PARAMETERS
        || network.get().layers() < 3) {
      return List.of();
    }
    return scheme(chain)
        .map(scheme -> {
          List<Seed> seeds = LongStream.range(0, SEEDS).mapToObj(Seed::new).toList();
          Survey.Counts counts = Survey.count(network.get(), scheme, seeds, rows);
          return SeedSensitivity.judge(counts.share(counts.faulty()), scheme.name());
        })
        .orElse(List.of());
  }

  /// The scheme by which all layers together were likeliest drawn, if it fits them.
  private static Optional<Scheme> scheme(Chain chain) {
    var likelihoods = new HashMap<String, Double>();
    var misfits = new HashSet<String>();
    for (int l = 0; l < chain.stages().size(); l++) {
      Layer layer = chain.stages().get(l).layer();
      Sample weights = Sample.of(Numbers.of(layer.weight(), layer.fanIn()));
      // Written so that the NaN variance of weights that are not finite is rejected, too.
      if (!(weights.variance() > 0)) {
        return Optional.empty();
      }
      var here = new HashMap<String, Double>();
      for (Catalogue.Candidate known : Catalogue.laws(ChainMeasurement.place(chain, l))) {
        here.put(known.scheme(), Identification.logLikelihood(known.law(), weights));
        if (Identification.fit(known.law(), weights) < Identification.FIT) {
          misfits.add(known.scheme());
        }
      }
      if (l == 0) {
        likelihoods.putAll(here);
      } else {
        likelihoods.keySet().retainAll(here.keySet());
        likelihoods.replaceAll(
            (scheme, sum) -> sum + here.getOrDefault(scheme, Double.NEGATIVE_INFINITY));
      }
    }
    return likelihoods.entrySet().stream()
        .filter(entry -> Double.isFinite(entry.getValue()) && !misfits.contains(entry.getKey()))
        .max(Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(entry -> Catalogue.scheme(entry.getKey()));
  }

  private static Optional<NetworkSpec> spec(Chain chain) {
    List<Chain.Stage> hidden = chain.stages().subList(0, chain.stages().size() - 1);
    Chain.Stage last = chain.stages().getLast();
    boolean plain =
        chain.stages().stream().allMatch(stage -> stage.normalization().isEmpty())
            && last.activation() instanceof Activation.Identity
            && hidden.stream().map(Chain.Stage::activation).distinct().count() == 1
            && chain.head() != Chain.Head.SIGMOID;
    if (!plain) {
      return Optional.empty();
    }
    Loss loss = chain.head() == Chain.Head.SOFTMAX ? Loss.CROSS_ENTROPY : Loss.SQUARED_ERROR;
    return Optional.of(new NetworkSpec(chain.widths(), hidden.getFirst().activation(), loss));
  }
}
