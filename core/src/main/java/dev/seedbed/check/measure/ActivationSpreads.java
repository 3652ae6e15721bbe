package dev.seedbed.check.measure;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.data.Dataset;
import dev.seedbed.network.Network;
import java.util.List;
import java.util.stream.IntStream;

/// How the activations of a network's hidden layers are spread.
public final class ActivationSpreads {
  /// As many as Glorot & Bengio 2010 look at, section 3.
  private static final int ROWS = 300;

  private ActivationSpreads() {}

  /// The spread of activations of each hidden layer, over the first 300 rows.
  public static List<LayerReport.Spread> of(Network network, Dataset.Part part) {
    int[] first = IntStream.range(0, Math.min(ROWS, part.rows())).toArray();
    GraphStart start = GraphStart.of(Chain.of(network));
    var run = new ChainRun(start, part.rows(first, 0, first.length));
    return IntStream.range(0, start.weighted().size() - 1)
        .mapToObj(l -> spread(Numbers.of(run.a(l).data())))
        .toList();
  }

  private static LayerReport.Spread spread(Numbers activations) {
    return Percentiles.spread(Sample.of(activations), activations);
  }
}
