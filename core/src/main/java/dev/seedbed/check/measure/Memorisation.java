package dev.seedbed.check.measure;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.data.Dataset;
import java.util.List;
import java.util.stream.IntStream;

/// Learns a few rows by heart, if the network can. If not, something between inputs and loss is
/// broken. Adam (Kingma & Ba 2015) on all of the rows at once, on a copy.
public final class Memorisation {
  public static final int ROWS = 16;
  public static final int STEPS = 1000;
  private static final double RATE = 3e-3;
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

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

  /// A tensor that learns, with Adam's moments of its gradient.
  private record Learner(String name, float[] values, float[] means, float[] squares) {
    void step(float[] gradients, double rate) {
      for (int i = 0; i < values.length; i++) {
        double gradient = gradients[i];
        means[i] += (float) ((1 - BETA1) * (gradient - means[i]));
        squares[i] += (float) ((1 - BETA2) * (gradient * gradient - squares[i]));
        values[i] -= (float) (rate * means[i] / (Math.sqrt(squares[i]) + EPSILON));
      }
    }
  }

  private double left() {
    List<Learner> learners = start.graph().parameters().stream().map(this::learner).toList();
    var run = new ChainRun(start, rows);
    double first = run.loss();
    double power1 = 1;
    double power2 = 1;
    for (int step = 0; step < STEPS; step++) {
      power1 *= BETA1;
      power2 *= BETA2;
      double rate = RATE * Math.sqrt(1 - power2) / (1 - power1);
      run.backward();
      for (Learner learner : learners) {
        learner.step(run.gradient(learner.name()).data(), rate);
      }
      run = new ChainRun(start, rows);
    }
    return run.loss() / first;
  }

  private Learner learner(String name) {
    float[] values = start.graph().tensor(name).orElseThrow().asFloats().data();
    return new Learner(name, values, new float[values.length], new float[values.length]);
  }
}
