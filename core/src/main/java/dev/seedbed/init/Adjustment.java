package dev.seedbed.init;

import dev.seedbed.data.Dataset;
import dev.seedbed.network.Network;
import dev.seedbed.random.Seed;
import java.util.Optional;

/// A change to a whole network, made once all its tensors are drawn.
public sealed interface Adjustment
    permits Lsuv,
        UnitVariance,
        GradientRatio,
        LabelBias,
        NguyenWidrowBiases,
        InputRanges,
        MetaInit,
        GradInit {

  /// Its name in messages.
  String name();

  /// Whether it looks at rows of data.
  default boolean needsData() {
    return true;
  }

  /// Changes `network`.
  ///
  /// @param data the training rows; there if [#needsData()]
  /// @param seed decides all that is random about the change
  void apply(Network network, Optional<Dataset.Part> data, Seed seed);

  /// The rows to look at: `most` of them, chosen by the seed, or all if there are fewer.
  static Dataset.Part rows(Optional<Dataset.Part> data, int most, Seed seed, String path) {
    Dataset.Part all = data.orElseThrow();
    int[] order = seed.stream(path).permutation(all.rows());
    return all.rows(order, 0, Math.min(most, order.length));
  }
}
