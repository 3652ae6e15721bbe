package dev.seedbed.bench.check;

import dev.seedbed.descent.Descent;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Network;
import dev.seedbed.propagation.Propagation;
import dev.seedbed.random.Seed;
import dev.seedbed.train.Optimizer;
import dev.seedbed.train.Schedule;
import dev.seedbed.train.TrainingSpec;
import java.util.ArrayList;

/// Training of dense networks.
final class Run {
  private Run() {}

  /// Trains, and measures after the steps that [LossCurve#next] gives.
  ///
  /// @param target where it may stop
  /// @param steps where it stops at the latest; always measured
  static LossCurve of(
      Task task,
      Network start,
      Optimizer optimizer,
      int minibatch,
      Seed seed,
      double target,
      int steps) {
    TrainingSpec spec =
        TrainingSpec.DEFAULT
            .withOptimizer(optimizer)
            .withSchedule(new Schedule.Constant())
            .withMinibatch(minibatch)
            .withOrderSeed(seed);
    var descent = new Descent(spec, start, Kernels.best(), Team.ALONE);
    var measuring = new Propagation(descent.network(), 64, Kernels.best());
    var points = new ArrayList<LossCurve.Point>();
    int rows = task.train().rows();
    int next = 1;
    int step = 0;
    for (int epoch = 1; ; epoch++) {
      int[] order = seed.stream("order/epoch" + epoch).permutation(rows);
      for (int from = 0; from < rows; from += minibatch) {
        descent.step(task.train(), order, from, Math.min(rows, from + minibatch));
        step++;
        if (step == next || step == steps) {
          double loss = loss(measuring, task);
          points.add(new LossCurve.Point(step, loss));
          next = LossCurve.next(step);
          if (step == steps || loss <= target || !Double.isFinite(loss)) {
            return new LossCurve(points);
          }
        }
      }
    }
  }

  private static double loss(Propagation propagation, Task task) {
    double sum = 0;
    int rows = task.held().rows();
    for (int from = 0; from < rows; from += propagation.mostRows()) {
      int count = Math.min(propagation.mostRows(), rows - from);
      propagation.forward(task.held().inputs(), from, count);
      sum += propagation.lossSum(task.held().targets(), from, count);
    }
    return sum / rows;
  }
}
