package dev.seedbed.check.measure;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.data.Dataset;
import dev.seedbed.graph.ParameterUpdates;
import java.util.stream.IntStream;

/// Learns a few rows by heart, if the network can. If not, something between inputs and loss is
/// broken. Adam on all of the rows at once, on a copy.
public final class Memorisation {
  public static final int ROWS = 16;
  public static final int STEPS = 1000;
  private static final double RATE = 3e-3;

  private final GraphStart start;
  private final Dataset.Part rows;

  /// @param start which is changed
  private Memorisation(GraphStart start, Dataset.Part rows) {
    this.start = start;
    this.rows = rows;
  }

  /// The share of the loss that is left after 1,000 steps on the first 16 rows.
  static double left(Chain chain, Dataset.Part probe) {
    int[] first = IntStream.range(0, Math.min(ROWS, probe.rows())).toArray();
    GraphStart copy = GraphStart.of(chain).copied();
    return new Memorisation(copy, probe.rows(first, 0, first.length)).left();
  }

  private double left() {
    var updates = new ParameterUpdates(start.graph(), new ParameterUpdates.Adam(RATE));
    var run = new ChainRun(start, rows);
    double first = run.loss();
    for (int step = 0; step < STEPS; step++) {
      run.backward();
      run.step(updates);
      run = new ChainRun(start, rows);
    }
    return run.loss() / first;
  }
}
