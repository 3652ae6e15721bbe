package dev.seedbed.bench.train;

import dev.seedbed.descent.Descent;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Tensor;
import dev.seedbed.train.TrainingSpec;
import java.util.List;
import java.util.stream.IntStream;

/// Seedbed, by its [Descent].
final class SeedbedContestant implements Contestant {
  private final Problem problem;
  private final Descent descent;
  private final int[] order;
  private int next;

  SeedbedContestant(Problem problem) {
    this.problem = problem;
    var spec =
        TrainingSpec.DEFAULT
            .withOptimizer(Case.OPTIMIZER)
            .withSchedule(Case.SCHEDULE)
            .withMinibatch(problem.task().minibatch());
    this.descent = new Descent(spec, problem.start(), Kernels.warm(), Team.ALONE);
    this.order = IntStream.range(0, problem.part().rows()).toArray();
  }

  @Override
  public void train(int steps) {
    int minibatch = problem.task().minibatch();
    for (int i = 0; i < steps; i++) {
      descent.step(problem.part(), order, next * minibatch, (next + 1) * minibatch);
      next = (next + 1) % problem.minibatches();
    }
  }

  @Override
  public List<Tensor> parameters() {
    return descent.network().tensors();
  }
}
