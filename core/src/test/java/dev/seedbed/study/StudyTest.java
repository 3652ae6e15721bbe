package dev.seedbed.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.Examples;
import dev.seedbed.data.Dataset;
import dev.seedbed.network.Tensor;
import dev.seedbed.random.Seed;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.Score;
import dev.seedbed.train.Sgd;
import dev.seedbed.train.TrainingSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class StudyTest {
  private static final Dataset DATA = Examples.classes(120);
  private static final StudySpec SPEC =
      StudySpec.of(DATA)
          .withHidden(List.of(9))
          .withSeeds(StudySpec.seeds(7))
          .withTraining(TrainingSpec.DEFAULT.withEpochs(6));

  /// Runs the trials on the calling thread, in an order that chance decides.
  private static TrialExecutor shuffled(long seed) {
    return new TrialExecutor() {
      @Override
      public <R> void run(List<Trial> trials, Function<Trial, R> work, Consumer<R> results) {
        var order = new ArrayList<>(trials);
        Collections.shuffle(order, new Random(seed));
        order.forEach(trial -> results.accept(work.apply(trial)));
      }
    };
  }

  private static StudyResult run(TrialExecutor executor) throws InterruptedException {
    return Study.run(SPEC, DATA, executor, StudyListener.NONE);
  }

  private static List<Object> bits(StudyResult result) {
    var bits = new ArrayList<Object>();
    for (TrialResult trial : result.ranking()) {
      bits.add(trial.trial().seed());
      bits.add(trial.outcome());
      bits.add(trial.curve());
    }
    var winner = result.winner().orElseThrow();
    bits.add(winner.test());
    winner.model().network().tensors().stream().map(Tensor::values).forEach(bits::add);
    return bits;
  }

  @Test
  void run_anyExecutor_sameBits() throws InterruptedException {
    List<Object> expected = bits(run(TrialExecutor.local(1)));
    var executors =
        List.of(TrialExecutor.local(2), TrialExecutor.local(5), shuffled(1), shuffled(2));
    for (TrialExecutor executor : executors) {
      assertThat(bits(run(executor))).usingRecursiveComparison().isEqualTo(expected);
    }
  }

  @Test
  void run_ranking_isByValidationLossAndTheWinnerIsFirst() throws InterruptedException {
    StudyResult result = run(TrialExecutor.local(2));
    assertThat(result.ranking()).extracting(TrialResult::loss).isSorted().doesNotHaveDuplicates();
    assertThat(result.ranking())
        .extracting(TrialResult::trial)
        .containsOnlyOnceElementsOf(SPEC.trials());
    assertThat(result.winner().orElseThrow().trial()).isSameAs(result.ranking().getFirst());
  }

  @Test
  void run_tellsTheListenerOfEveryEpochAndTrial() throws InterruptedException {
    var epochs = new AtomicInteger();
    var trials = ConcurrentHashMap.<Trial>newKeySet();
    Study.run(
        SPEC,
        DATA,
        TrialExecutor.local(2),
        new StudyListener() {
          @Override
          public void epochDone(Trial trial, Epoch epoch) {
            epochs.incrementAndGet();
          }

          @Override
          public void trialDone(TrialResult result) {
            trials.add(result.trial());
          }
        });
    assertThat(epochs).hasValue(7 * 6);
    assertThat(trials).hasSize(7);
  }

  @Test
  void run_allDiverge_noWinner() throws InterruptedException {
    var spec = SPEC.withTraining(SPEC.training().withOptimizer(new Sgd(1e38, 0.9, 0)));
    StudyResult result = Study.run(spec, DATA, TrialExecutor.local(2), StudyListener.NONE);
    assertThat(result.winner()).isEmpty();
    assertThat(result.ranking())
        .hasSize(7)
        .allMatch(trial -> trial.outcome() instanceof Outcome.Diverged);
  }

  @Test
  void ranking_divergedLast_tiesByLowerSeed() {
    TrialResult late = result(5, 0.5);
    TrialResult early = result(2, 0.5);
    TrialResult best = result(9, 0.1);
    TrialResult diverged = new TrialResult(trial(0), new Outcome.Diverged(1), List.of());
    var results = new ArrayList<>(List.of(diverged, late, early, best));
    results.sort(TrialResult.RANKING);
    assertThat(results).containsExactly(best, early, late, diverged);
  }

  private static Trial trial(long seed) {
    return new Trial(SPEC.scheme(), new Seed(seed));
  }

  private static TrialResult result(long seed, double loss) {
    var score = new Score.Classification(loss, 0.5);
    return new TrialResult(trial(seed), new Outcome.Completed(1, score), List.of());
  }

  @Test
  void local_noTrialsOrAFailure_returnsOrTellsIt() throws InterruptedException {
    TrialExecutor.local(3).run(List.of(), trial -> trial, trial -> {});
    assertThatThrownBy(() ->
            TrialExecutor.local(2)
                .run(
                    SPEC.trials(),
                    trial -> {
                      throw new ArithmeticException("of the trial");
                    },
                    trial -> {}))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("of the trial");
  }

  @Test
  void spec_madeTwice_equal() {
    assertThat(StudySpec.of(DATA)).isEqualTo(StudySpec.of(DATA));
    assertThat(StudySpec.of(DATA)).isNotEqualTo(SPEC);
  }

  @Test
  void spec_sameSeedTwice_refused() {
    assertThatThrownBy(() -> SPEC.withSeeds(List.of(new Seed(1), new Seed(1))))
        .hasMessageContaining("seeds must differ");
    assertThatThrownBy(() -> SPEC.withSeeds(List.of())).hasMessageContaining("at least one seed");
  }
}
