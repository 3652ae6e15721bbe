package dev.seedbed.check;

import dev.seedbed.init.Scheme;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import java.util.List;
import java.util.stream.IntStream;

/// Does a scheme keep its scale when the network becomes wider? The coordinate check of muP, at the
/// start: the size of the last hidden layer's pre-activations over the first's, for hidden layers
/// once, twice and four times as wide.
final class Widths {
  private static final List<Integer> FACTORS = List.of(1, 2, 4);
  private static final int SEEDS = 4;

  /// Σ 1/width of hidden layers beyond which chance tells more than widths.
  private static final double MOST_CHANCE = 0.5;

  private Widths() {}

  static List<Finding> of(NetworkSpec network, Scheme scheme) {
    Chain chain = Chain.of(Network.zeros(network));
    if (network.layers() < 3
        || scheme.needsData()
        || SignalRules.inverseWidths(chain) > MOST_CHANCE) {
      return List.of();
    }
    double[] sizes =
        FACTORS.stream().mapToDouble(factor -> size(network, scheme, factor)).toArray();
    double slope =
        StrictMath.log(sizes[2] / sizes[0]) / StrictMath.log(FACTORS.getLast()) / steps(network);
    if (!(Math.abs(slope) > Thresholds.WIDTH_SLOPE)) {
      return List.of();
    }
    return List.of(
        new Finding(
            Rule.WIDTH,
            Severity.WARNING,
            "network",
            slope,
            Thresholds.words("either way, a layer, above", Thresholds.WIDTH_SLOPE),
            WeightRules.text(
                "a layer's signal grows as the width to the power %.2f: what is sound at this width is not at another",
                slope),
            "draw by a scheme that knows the fans, such as he-normal"));
  }

  private static int steps(NetworkSpec network) {
    return network.layers() - 2;
  }

  private static double size(NetworkSpec network, Scheme scheme, int factor) {
    int last = network.layers();
    List<Integer> widths =
        IntStream.rangeClosed(0, last)
            .map(i -> network.widths().get(i) * (i > 0 && i < last ? factor : 1))
            .boxed()
            .toList();
    var wider = new NetworkSpec(widths, network.activation(), network.loss());
    double logarithms = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Network drawn;
      try {
        drawn = scheme.draw(wider, new Seed(seed));
      } catch (IllegalArgumentException e) {
        // A scheme that makes no sense at this width.
        return Double.NaN;
      }
      Chain chain = Chain.of(drawn);
      var rows = ProbeRows.standardNormal(chain);
      var pass = new Pass(chain, rows.inputs(), rows.rows());
      pass.forward();
      double from = Sample.of(Numbers.of(pass.z(0), rows.rows())).secondMoment();
      double to = Sample.of(Numbers.of(pass.z(last - 2), rows.rows())).secondMoment();
      logarithms += StrictMath.log(to / from) / 2;
    }
    return StrictMath.exp(logarithms / SEEDS);
  }
}
