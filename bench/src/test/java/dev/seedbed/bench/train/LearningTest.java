package dev.seedbed.bench.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.bench.train.PeerLibrary.Method;
import dev.seedbed.network.Tensor;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// The contest must not be won by who does not do the work.
class LearningTest {
  private static final Case TASK = Case.named("13-32-10");

  @Test
  void check_sameWork_givesTheLosses() {
    List<Method> methods = List.of(seedbed(), method(SeedbedContestant::new));

    Learning learning = Learning.check(methods, Problem.synthetic(TASK));

    assertThat(learning.after().get(0)).isLessThan(learning.before());
    assertThat(learning.after().get(1)).isEqualTo(learning.after().get(0));
  }

  @Test
  void check_everyOtherStepLeftOut_fails() {
    Method lazy = method(problem -> new Lazy(new SeedbedContestant(problem)));
    Problem problem = Problem.synthetic(TASK);

    assertThatThrownBy(() -> Learning.check(List.of(seedbed(), lazy), problem))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("13-32-10: from a loss of");
  }

  @Test
  void flops_areThoseOfTheProducts() {
    // 16 rows; forward and weight gradient of 13×32 and 32×10, input gradient of 32×10 only.
    long expected = 2 * 16 * (2 * 13 * 32 + 3 * 32 * 10);

    assertThat(TASK.flops()).isEqualTo(expected);
  }

  /// The last of three networks in one graph of PyTorch is the one that is trained alone.
  @Test
  void fused_lastOfThree_learnsAsAlone() {
    Problem problem = Problem.synthetic(TASK);
    var last = new Problem(TASK, problem.part(), problem.labels(), Problem.start(TASK, 2));

    double alone = lossAfterTraining(last, new DjlByHand(last, DjlByHand.Update.IN_PLACE));
    double fused = lossAfterTraining(problem, new DjlByHand(problem, DjlByHand.Update.IN_PLACE, 3));

    assertThat(alone).isLessThan(0.75 * problem.loss(last.start().tensors()));
    assertThat(fused).isCloseTo(alone, within(1e-4));
  }

  private static double lossAfterTraining(Problem problem, Contestant contestant) {
    try {
      contestant.train(2 * problem.minibatches());
      return problem.loss(contestant.parameters());
    } finally {
      contestant.close();
    }
  }

  private static Method seedbed() {
    return method(SeedbedContestant::new);
  }

  private static Method method(Function<Problem, Contestant> maker) {
    return new Method(PeerLibrary.SEEDBED, "", 1, false, true, maker);
  }

  private record Lazy(Contestant contestant) implements Contestant {
    @Override
    public void train(int steps) {
      contestant.train(steps / 2);
    }

    @Override
    public List<Tensor> parameters() {
      return contestant.parameters();
    }
  }
}
