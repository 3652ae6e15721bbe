package dev.seedbed.check.measure;

import dev.seedbed.check.chain.Chain;
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
    Chain chain = Chain.of(network);
    var pass = new Pass(chain, part.inputs(), Math.min(ROWS, part.rows()));
    pass.forward();
    return IntStream.range(0, chain.stages().size() - 1)
        .mapToObj(l -> spread(Numbers.of(pass.a(l), pass.rows())))
        .toList();
  }

  private static LayerReport.Spread spread(Numbers activations) {
    return Percentiles.spread(Sample.of(activations), activations);
  }
}
