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

/// One training of any network, which can go on where it has stopped.
final class GraphTraining {
  /// Rows that are measured together.
  private static final int MEASURED = 128;

  private final GraphTask task;
  private final Graph graph;
  private final ParameterUpdates updates;
  private final Seed seed;
  private final double target;
  private final List<LossCurve.Point> points = new ArrayList<>();
  private int[] order = {};
  private int epoch;
  private int from;
  private int step;
  private int next = 1;
  private boolean ended;

  /// @param graph whose parameters nothing else uses: they are changed
  /// @param target where it ends
  GraphTraining(
      GraphTask task, Graph graph, ParameterUpdates.Method method, Seed seed, double target) {
    this.task = task;
    this.graph = graph;
    this.updates = new ParameterUpdates(graph, method);
    this.seed = seed;
    this.target = target;
  }

  /// Trains, and measures after the steps that [LossCurve#next] gives. Ends early at the target, or
  /// when a loss is not finite.
  ///
  /// @param steps how far to go, counted from the start; measured there, too
  LossCurve to(int steps) {
    Rows train = task.train();
    while (!ended && step < steps) {
      if (from >= train.count() || epoch == 0) {
        epoch++;
        from = 0;
        order = seed.stream("order/epoch" + epoch).permutation(train.count());
      }
      int end = Math.min(train.count(), from + task.minibatch());
      boolean finite = step(graph, train.at(order, from, end), updates);
      from = end;
      step++;
      if (step == next || step == steps || !finite) {
        double loss = finite ? loss(graph, task.held()) : Double.NaN;
        points.add(new LossCurve.Point(step, loss));
        next = LossCurve.next(step);
        ended = loss <= target || !Double.isFinite(loss);
      }
    }
    return new LossCurve(points);
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
