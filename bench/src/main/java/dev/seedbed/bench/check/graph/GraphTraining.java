package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.LossCurve;
import dev.seedbed.bench.check.graph.GraphTask.Rows;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.ParameterUpdates;
import dev.seedbed.graph.Run;
import dev.seedbed.graph.TargetLoss;
import dev.seedbed.kernel.Team;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Training of any network.
final class GraphTraining {
  /// Rows that are measured together.
  private static final int MEASURED = 128;

  private GraphTraining() {}

  /// Trains, and measures after the steps that [LossCurve#next] gives.
  ///
  /// @param start whose parameters nothing else uses: they are changed
  /// @param target where it may stop
  /// @param steps where it stops at the latest; always measured
  static LossCurve run(
      GraphTask task,
      Graph start,
      ParameterUpdates.Method method,
      Seed seed,
      double target,
      int steps) {
    var updates = new ParameterUpdates(start, method);
    var points = new ArrayList<LossCurve.Point>();
    Rows train = task.train();
    int next = 1;
    int step = 0;
    for (int epoch = 1; ; epoch++) {
      int[] order = seed.stream("order/epoch" + epoch).permutation(train.count());
      for (int from = 0; from < train.count(); from += task.minibatch()) {
        int to = Math.min(train.count(), from + task.minibatch());
        boolean finite = step(start, train.at(order, from, to), updates);
        step++;
        if (step == next || step == steps || !finite) {
          double loss = finite ? loss(start, task.held()) : Double.NaN;
          points.add(new LossCurve.Point(step, loss));
          next = LossCurve.next(step);
          if (step == steps || loss <= target || !Double.isFinite(loss)) {
            return new LossCurve(points);
          }
        }
      }
    }
  }

  /// Makes a step; does nothing if the loss is not finite.
  ///
  /// @return whether it is
  private static boolean step(Graph graph, Rows rows, ParameterUpdates updates) {
    Run run =
        Run.forBackward(
            graph, Map.of(GraphTask.INPUT, rows.inputs()), Team.ALONE, Run.Observer.NONE);
    TargetLoss loss = TargetLoss.of(run.outputs().getFirst().asFloats(), rows.targets());
    if (!Double.isFinite(loss.value())) {
      return false;
    }
    run.backward(List.of(Optional.of(loss.gradient())));
    updates.step(run);
    return true;
  }

  /// The mean loss over rows.
  static double loss(Graph graph, Rows rows) {
    double sum = 0;
    for (int from = 0; from < rows.count(); from += MEASURED) {
      int to = Math.min(rows.count(), from + MEASURED);
      Rows some = rows.from(from, to);
      Run run = Run.forward(graph, Map.of(GraphTask.INPUT, some.inputs()), Team.ALONE);
      double loss = TargetLoss.of(run.outputs().getFirst().asFloats(), some.targets()).value();
      sum += loss * (to - from);
    }
    return sum / rows.count();
  }
}
