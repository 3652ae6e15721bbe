package dev.seedbed.check;

import dev.seedbed.data.Dataset;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Scheme;
import dev.seedbed.network.Loss;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.statistics.Proportion;
import dev.seedbed.tensor.Activation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// What other seeds of the same initialiser would have given, where it is known.
final class OtherSeeds {
  private static final int SEEDS = 32;

  /// Larger networks take too long, and differ less from seed to seed.
  private static final long MOST_PARAMETERS = 20_000;

  private OtherSeeds() {}

  static List<Finding> of(Chain chain, List<Measured> layers, Optional<Dataset.Part> rows) {
    Optional<NetworkSpec> network = spec(chain);
    if (network.isEmpty()
        || network.get().parameters() > MOST_PARAMETERS
        || network.get().layers() < 3
        || layers.stream().anyMatch(layer -> !(layer.weights().variance() > 0))) {
      return List.of();
    }
    Optional<Scheme> scheme = scheme(chain, layers);
    if (scheme.isEmpty()) {
      return List.of();
    }
    List<Seed> seeds = LongStream.range(0, SEEDS).mapToObj(Seed::new).toList();
    Proportion faulty = Survey.faulty(network.get(), scheme.get(), seeds, rows);
    if (faulty.count() == 0) {
      return List.of();
    }
    return List.of(
        new Finding(
            Rule.SEED_SENSITIVITY,
            Severity.INFO,
            "network",
            faulty.value(),
            "above 0",
            WeightRules.text(
                "%d of %d other seeds of %s give a faulty start: here the seed alone decides",
                faulty.count(), faulty.of(), scheme.get().name()),
            "seedbed check --layers … --init " + scheme.get().name() + " --seeds 1000"));
  }

  /// The scheme by which all layers together were likeliest drawn, if it fits them.
  private static Optional<Scheme> scheme(Chain chain, List<Measured> layers) {
    var likelihoods = new HashMap<String, Double>();
    var misfits = new HashSet<String>();
    for (int l = 0; l < layers.size(); l++) {
      Sample weights = layers.get(l).weights();
      var here = new HashMap<String, Double>();
      for (Catalogue.Candidate known : Catalogue.laws(Measurement.place(chain, l))) {
        here.put(known.scheme(), Identification.logLikelihood(known.law(), weights));
        if (Identification.fit(known.law(), weights) < Thresholds.FIT) {
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
    List<Stage> hidden = chain.stages().subList(0, chain.stages().size() - 1);
    Stage last = chain.stages().getLast();
    boolean plain =
        chain.stages().stream().allMatch(stage -> stage.normalization().isEmpty())
            && last.activation() instanceof Activation.Identity
            && hidden.stream().map(Stage::activation).distinct().count() == 1
            && chain.head() != Head.SIGMOID;
    if (!plain) {
      return Optional.empty();
    }
    Loss loss = chain.head() == Head.SOFTMAX ? Loss.CROSS_ENTROPY : Loss.SQUARED_ERROR;
    return Optional.of(new NetworkSpec(chain.widths(), hidden.getFirst().activation(), loss));
  }
}
