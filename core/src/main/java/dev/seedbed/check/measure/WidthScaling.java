package dev.seedbed.check.measure;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.init.Scheme;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import java.util.List;
import java.util.stream.IntStream;

/// How a scheme's scale changes as the network becomes wider. The coordinate check of muP, at the
/// start: the size of the last hidden layer's pre-activations over the first's, for hidden layers
/// once, twice and four times as wide.
public final class WidthScaling {
  private static final List<Integer> FACTORS = List.of(1, 2, 4);
  private static final int SEEDS = 4;

  /// Σ 1/width of hidden layers beyond which chance tells more than widths.
  private static final double MOST_CHANCE = 0.5;

  private WidthScaling() {}

  /// The power of the width by which a layer's signal grows; NaN if chance tells more than widths,
  /// or the scheme needs data or makes no sense at other widths.
  public static double slope(NetworkSpec network, Scheme scheme) {
    double inverseWidths =
        network.widths().subList(1, network.layers()).stream().mapToDouble(w -> 1.0 / w).sum();
    if (network.layers() < 3 || scheme.needsData() || inverseWidths > MOST_CHANCE) {
      return Double.NaN;
    }
    double[] sizes =
        FACTORS.stream().mapToDouble(factor -> size(network, scheme, factor)).toArray();
    return StrictMath.log(sizes[2] / sizes[0]) / StrictMath.log(FACTORS.getLast()) / steps(network);
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
      var run = new ChainRun(GraphStart.of(chain), ProbeRows.standardNormal(chain));
      double from = Sample.of(Numbers.of(run.z(0).data())).secondMoment();
      double to = Sample.of(Numbers.of(run.z(last - 2).data())).secondMoment();
      logarithms += StrictMath.log(to / from) / 2;
    }
    return StrictMath.exp(logarithms / SEEDS);
  }
}
