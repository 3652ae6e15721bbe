package dev.seedbed.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.Examples;
import dev.seedbed.data.Dataset;
import dev.seedbed.descent.Evaluation;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.model.Model;
import dev.seedbed.network.Network;
import dev.seedbed.network.Tensor;
import dev.seedbed.random.Seed;
import dev.seedbed.score.Scores;
import dev.seedbed.study.StudyResult.Winner;
import dev.seedbed.train.Score;
import dev.seedbed.train.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a study keeps: the best network, several, or the mean of their weights.
class KeepTest {
  private static final Dataset DATA = Examples.classes(120);
  private static final StudySpec SPEC =
      StudySpec.of(DATA)
          .withHidden(List.of(9))
          .withSeeds(StudySpec.seeds(5))
          .withHalving(Optional.empty())
          .withTraining(TrainingSpec.DEFAULT.withEpochs(6));

  private static StudyResult run(StudySpec spec) throws InterruptedException {
    return Study.run(spec, DATA, TrialExecutor.local(2), StudyListener.NONE);
  }

  private static List<float[]> values(Model model) {
    return model.tensors().stream().map(Tensor::values).toList();
  }

  /// The network that a study of one seed keeps.
  private static Network alone(StudySpec spec, Seed seed) throws InterruptedException {
    return run(spec.withSeeds(List.of(seed))).winner().orElseThrow().model().members().getFirst();
  }

  @Test
  void ensemble_networksOfTheBestTrialsAndTheirTestScore() throws InterruptedException {
    StudyResult result = run(SPEC.withKeep(new Keep.Ensemble(3)));
    Winner winner = result.winner().orElseThrow();
    assertThat(winner.trials()).isEqualTo(result.ranking().subList(0, 3));
    assertThat(winner.trial()).isEqualTo(result.ranking().getFirst());
    var networks = new ArrayList<Network>();
    for (TrialResult trial : winner.trials()) {
      networks.add(alone(SPEC, trial.trial().seed()));
    }
    var expected = new Model(DATA.encoder(), DATA.target(), networks);
    assertThat(values(winner.model())).usingRecursiveComparison().isEqualTo(values(expected));
    assertThat(winner.test())
        .usingRecursiveComparison()
        .isEqualTo(
            Scores.of(
                DATA.target(),
                expected.outputs(DATA.test().inputs()),
                DATA.test().targets(),
                DATA.train().targets()));
    Kept kept = winner.kept();
    assertThat(kept.way()).isEqualTo(new Keep.Ensemble(3));
    assertThat(kept.validation())
        .isEqualTo(Evaluation.of(expected, DATA.validation(), Kernels.best()).score());
    assertThat(kept.alone()).isEqualTo(winner.trial().outcome().best().orElseThrow());
  }

  @Test
  void best_saysWhatAnEnsembleWouldGive() throws InterruptedException {
    Kept best = run(SPEC).winner().orElseThrow().kept();
    Kept ensemble = run(SPEC.withKeep(new Keep.Ensemble(8))).winner().orElseThrow().kept();
    assertThat(best.way()).isEqualTo(new Keep.Best());
    assertThat(best.trials()).hasSize(1);
    assertThat(best.candidates()).isEqualTo(ensemble.candidates());
    assertThat(best.ensemble()).isEqualTo(ensemble.validation());
    assertThat(best.validation()).isEqualTo(best.alone());
  }

  /// Each member is trained again on all rows but those for the test, as the best alone is.
  @Test
  void ensemble_refitted_everyNetworkIs() throws InterruptedException {
    StudySpec spec = SPEC.withSeeds(2).withFinalRows(FinalRows.ALL_BUT_TEST);
    Winner winner = run(spec.withKeep(new Keep.Ensemble(2))).winner().orElseThrow();
    for (int i = 0; i < 2; i++) {
      Network alone = alone(spec, winner.trials().get(i).trial().seed());
      assertThat(values(Model.of(DATA.encoder(), DATA.target(), winner.model().members().get(i))))
          .usingRecursiveComparison()
          .isEqualTo(values(Model.of(DATA.encoder(), DATA.target(), alone)));
    }
  }

  @Test
  void ensemble_ofOne_isTheBest() throws InterruptedException {
    Winner best = run(SPEC).winner().orElseThrow();
    for (Keep one : List.of(new Keep.Ensemble(1), new Keep.Soup(1))) {
      Winner winner = run(SPEC.withKeep(one)).winner().orElseThrow();
      assertThat(values(winner.model())).usingRecursiveComparison().isEqualTo(values(best.model()));
      assertThat(winner.test()).usingRecursiveComparison().isEqualTo(best.test());
    }
  }

  /// Those that were stopped early are no members.
  @Test
  void ensemble_fewerTrainedToTheEnd_takesThese() throws InterruptedException {
    StudyResult result =
        run(
            SPEC.withSeeds(9)
                .withReferences(1)
                .withHalving(Optional.of(new SuccessiveHalving(3, 1)))
                .withKeep(new Keep.Ensemble(9)));
    List<TrialResult> completed = result.ranking().stream().filter(TrialResult::completed).toList();
    assertThat(completed).hasSizeBetween(2, 8);
    assertThat(result.winner().orElseThrow().trials()).isEqualTo(completed);
    assertThat(result.winner().orElseThrow().kept().way())
        .isEqualTo(new Keep.Ensemble(completed.size()));
  }

  private static Evaluation evaluation(double... losses) {
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return new Evaluation(
        new Score.Classification(sum / losses.length, 0.5), losses, new boolean[losses.length]);
  }

  /// Differences 0, 0, 0.4 have the mean 0.133 and the standard error 0.133; a hair more in each
  /// row moves the mean alone.
  @ParameterizedTest
  @CsvSource({"-0.001, true", "0.001, false", "-1, true"})
  void soup_withinOneStandardErrorOfTheEnsemble_isKept(double more, boolean kept) {
    var outcome = new Outcome.Completed(1, new Score.Classification(1, 0.5));
    List<TrialResult> trials =
        SPEC.trials().stream()
            .limit(2)
            .map(trial -> new TrialResult(trial, 0, outcome, List.of()))
            .toList();
    Kept result =
        Kept.of(
            new Keep.Soup(8),
            trials,
            evaluation(2, 2, 2),
            evaluation(0.3, 1, 0.1),
            Optional.of(evaluation(0.3 + more, 1 + more, 0.5 + more)));
    Kept.SoupScore soup = result.soup().orElseThrow();
    assertThat(soup.excess()).isCloseTo(0.4 / 3 + more, within(1e-12));
    assertThat(soup.standardError()).isCloseTo(0.4 / 3, within(1e-12));
    assertThat(result.way()).isEqualTo(kept ? new Keep.Soup(2) : new Keep.Best());
    assertThat(result.trials()).hasSize(kept ? 2 : 1);
    assertThat(result.validation()).isEqualTo(kept ? soup.score() : result.alone());
  }

  /// One row says nothing of the noise.
  @Test
  void soup_singleRow_onlyIfItIsNotWorse() {
    assertThat(Kept.SoupScore.of(evaluation(0.2), evaluation(0.1)).good()).isFalse();
    assertThat(Kept.SoupScore.of(evaluation(0.1), evaluation(0.1)).good()).isTrue();
  }

  @Test
  void members_outOfRangeOrNoSuchWay_refused() {
    assertThatThrownBy(() -> new Keep.Ensemble(0))
        .hasMessage("an ensemble must have 1 to 1000 members: 0");
    assertThatThrownBy(() -> new Keep.Soup(1001))
        .hasMessage("a soup must have 1 to 1000 members: 1001");
    assertThatThrownBy(() -> Keep.named("mean", 2))
        .hasMessage("what is kept must be best, ensemble or soup: 'mean'");
  }
}
