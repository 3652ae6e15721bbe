package dev.seedbed.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.Examples;
import dev.seedbed.data.Dataset;
import dev.seedbed.init.Catalogue;
import dev.seedbed.network.Tensor;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.Score;
import dev.seedbed.train.Sgd;
import dev.seedbed.train.TrainingSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StudyTest {
  private static final Dataset DATA = Examples.classes(120);
  private static final StudySpec SPEC =
      StudySpec.of(DATA)
          .withHidden(List.of(9))
          .withSeeds(StudySpec.seeds(7))
          .withHalving(Optional.empty())
          .withTraining(TrainingSpec.DEFAULT.withEpochs(6));

  /// Rungs after 1, 3 and 9 of 12 epochs; two of 16 seeds are never stopped.
  private static final StudySpec HALVING =
      SPEC.withSeeds(StudySpec.seeds(16))
          .withReferences(2)
          .withHalving(Optional.of(new SuccessiveHalving(3, 1)))
          .withTraining(TrainingSpec.DEFAULT.withEpochs(12));

  private static StudyResult run(StudySpec spec) throws InterruptedException {
    return Study.run(spec, DATA, TrialExecutor.local(2), StudyListener.NONE);
  }

  @Test
  void run_ranking_isByValidationLossAndTheWinnerIsFirst() throws InterruptedException {
    StudyResult result = run(SPEC);
    assertThat(result.ranking()).extracting(TrialResult::loss).isSorted().doesNotHaveDuplicates();
    assertThat(result.ranking())
        .extracting(TrialResult::trial)
        .containsOnlyOnceElementsOf(SPEC.trials());
    assertThat(result.winner().orElseThrow().trial()).isSameAs(result.ranking().getFirst());
    assertThat(result.rungs()).isEmpty();
  }

  /// Whatever was stopped when, those that were trained to the end did what they do alone.
  @Test
  void run_halving_changesNoTrialOnlyHowFarItComes() throws InterruptedException {
    Map<Integer, List<Epoch>> whole = new HashMap<>();
    run(HALVING.withHalving(Optional.empty()))
        .ranking()
        .forEach(result -> whole.put(result.trial().number(), result.curve()));
    StudyResult result = run(HALVING);
    for (TrialResult trial : result.ranking()) {
      List<Epoch> curve = whole.get(trial.trial().number());
      assertThat(curve).startsWith(trial.curve().toArray(new Epoch[0]));
      switch (trial.outcome()) {
        case Outcome.Completed _ -> assertThat(trial.curve()).hasSameSizeAs(curve);
        case Outcome.Stopped stopped -> {
          assertThat(trial.curve()).hasSize(HALVING.rungs().get(stopped.rung() - 1));
          assertThat(trial.rung()).isEqualTo(stopped.rung());
          assertThat(stopped.validation().loss()).isGreaterThan(stopped.cut());
        }
        case Outcome.Diverged _ -> throw new AssertionError("none diverges here");
      }
    }
    assertThat(result.epochs()).isLessThan(16L * 12);
    assertThat(result.ranking().stream().filter(r -> !r.completed()).count()).isPositive();
  }

  @Test
  void run_references_areTrainedToTheEnd() throws InterruptedException {
    List<Long> completed =
        run(HALVING).ranking().stream()
            .filter(TrialResult::completed)
            .map(result -> result.trial().seed().value())
            .toList();
    assertThat(completed).contains(0L, 1L);
  }

  @Test
  void run_rungs_eachFieldIsWhatTheOneBeforeKept() throws InterruptedException {
    List<Rung> rungs = run(HALVING).rungs();
    assertThat(rungs).extracting(Rung::epochs).containsExactly(1, 3, 9);
    assertThat(rungs.getFirst().places()).hasSize(16);
    for (int i = 1; i < rungs.size(); i++) {
      Rung before = rungs.get(i - 1);
      assertThat((long) rungs.get(i).places().size())
          .isEqualTo(before.count(Rung.Fate.KEPT) + before.count(Rung.Fate.WITHIN_NOISE));
    }
  }

  @Test
  void run_tellsTheListenerOfAllThatHappens() throws InterruptedException {
    var epochs = new AtomicInteger();
    var curves = new ConcurrentHashMap<Trial, List<Epoch>>();
    var results = new ArrayList<TrialResult>();
    var rungs = new ArrayList<Rung>();
    StudyResult result =
        Study.run(
            HALVING,
            DATA,
            TrialExecutor.local(2),
            new StudyListener() {
              @Override
              public void epochDone(Trial trial, Epoch epoch) {
                epochs.incrementAndGet();
              }

              @Override
              public void trialAdvanced(Trial trial, int rung, List<Epoch> some) {
                curves.computeIfAbsent(trial, t -> new ArrayList<>()).addAll(some);
              }

              @Override
              public void rungDone(Rung rung) {
                rungs.add(rung);
              }

              @Override
              public void trialDone(TrialResult done) {
                results.add(done);
              }
            });
    assertThat((long) epochs.get()).isEqualTo(result.epochs());
    assertThat(rungs).isEqualTo(result.rungs());
    assertThat(results).containsExactlyInAnyOrderElementsOf(result.ranking());
    results.forEach(done -> assertThat(curves.get(done.trial())).isEqualTo(done.curve()));
  }

  @Test
  void run_allDiverge_noWinner() throws InterruptedException {
    var spec = HALVING.withTraining(HALVING.training().withOptimizer(new Sgd(1e38, 0.9, 0)));
    StudyResult result = run(spec);
    assertThat(result.winner()).isEmpty();
    assertThat(result.ranking())
        .hasSize(16)
        .allMatch(trial -> trial.outcome() instanceof Outcome.Diverged);
    assertThat(result.seedEffect().schemes().getFirst().diverged()).isEqualTo(16);
    assertThat(result.seedEffect().lead()).isEmpty();
  }

  @Test
  void run_patienceLost_endsATrialBeforeItsRung() throws InterruptedException {
    var spec = HALVING.withTraining(HALVING.training().withEpochs(200).withPatience(2));
    StudyResult result = run(spec);
    assertThat(result.ranking())
        .filteredOn(TrialResult::completed)
        .anyMatch(trial -> trial.curve().size() < 200);
    assertThat(result.winner()).isPresent();
  }

  @Test
  void vary_order_sameStartOtherOrder() throws InterruptedException {
    StudySpec spec = SPEC.withVary(Vary.ORDER).withSeeds(StudySpec.seeds(3));
    assertThat(spec.trials()).extracting(Trial::seed).containsOnly(new Seed(42));
    assertThat(spec.trials())
        .extracting(Trial::order)
        .containsExactly(new Seed(0), new Seed(1), new Seed(2));
    assertThat(run(spec).ranking()).extracting(TrialResult::loss).doesNotHaveDuplicates();
  }

  @Test
  void vary_both_everySeedWithEverySeed() throws InterruptedException {
    StudySpec spec = SPEC.withVary(Vary.BOTH).withSeeds(StudySpec.seeds(3)).withReferences(2);
    assertThat(spec.trials()).hasSize(9).extracting(Trial::number).isSorted();
    assertThat(spec.referenceTrials()).containsExactlyInAnyOrder(0, 4);
    SeedEffect effect = run(spec).seedEffect();
    var factors = effect.schemes().getFirst().factors().orElseThrow();
    assertThat(factors.epochs()).isEmpty();
    // No two of those share a seed.
    assertThat(effect.schemes().getFirst().oneSeed().orElseThrow().count()).isEqualTo(3);
    assertThat(factors.twoWay().first().degrees()).isEqualTo(2);
    double shares =
        factors.twoWay().first().share()
            + factors.twoWay().second().share()
            + factors.twoWay().rest().share();
    assertThat(shares).isBetween(1 - 1e-9, 1 + 1e-9);
  }

  @Test
  void seedEffect_oneSeed_isWhatReferencesCameTo() throws InterruptedException {
    StudyResult result = run(HALVING);
    double[] losses =
        result.ranking().stream()
            .filter(trial -> trial.trial().seed().value() < 2)
            .mapToDouble(TrialResult::loss)
            .toArray();
    var scheme = result.seedEffect().schemes().getFirst();
    assertThat(scheme.oneSeed().orElseThrow().count()).isEqualTo(2);
    assertThat(scheme.oneSeed().orElseThrow().mean())
        .isCloseTo((losses[0] + losses[1]) / 2, within(1e-12));
    assertThat(scheme.trials()).isEqualTo(16);
    double lead = result.seedEffect().lead().orElseThrow().loss().observed();
    assertThat(lead)
        .isCloseTo(
            scheme.oneSeed().orElseThrow().mean() - result.ranking().getFirst().loss(),
            within(1e-12));
  }

  /// A reference that would have been stopped at the first rung, and ends first all the same.
  @Test
  void seedEffect_sparedReferenceThatWins_isARegret() {
    StudySpec spec = HALVING.withSeeds(StudySpec.seeds(3)).withReferences(1);
    List<Trial> trials = spec.trials();
    var rung =
        new Rung(
            1,
            1,
            List.of(
                new Rung.Place(trials.get(1), 0.5, Rung.Fate.KEPT),
                new Rung.Place(trials.get(2), 0.6, Rung.Fate.STOPPED),
                new Rung.Place(trials.get(0), 0.7, Rung.Fate.REFERENCE)),
            0.5,
            0);
    var won = completed(trials.get(0), 0.1);
    var second = completed(trials.get(1), 0.2);
    var stopped =
        new TrialResult(
            trials.get(2),
            1,
            new Outcome.Stopped(1, 0.5, 1, new Score.Classification(0.6, 0.5)),
            List.of());
    SeedEffect.OfScheme effect =
        SeedEffect.of(spec, List.of(won, second, stopped), List.of(rung), NO_ROWS)
            .schemes()
            .getFirst();
    assertThat(effect.spared()).isEqualTo(1);
    assertThat(effect.regrets()).isEqualTo(1);
    assertThat(effect.stopped()).isEqualTo(1);
    var lost = completed(trials.get(0), 0.3);
    assertThat(
            SeedEffect.of(spec, List.of(second, lost, stopped), List.of(rung), NO_ROWS)
                .schemes()
                .getFirst()
                .regrets())
        .isZero();
  }

  private static final RowLosses NO_ROWS =
      new RowLosses(List.of(), new int[0], new double[0][], new int[0][]);

  /// Two seeds on four rows. With two errors on average the lead is told, with fewer it is not.
  @Test
  void seedEffect_tellsOfNewRows_ifSeedsErrOnTwo() {
    StudySpec spec = HALVING.withSeeds(StudySpec.seeds(2)).withHalving(Optional.empty());
    List<TrialResult> ranking =
        List.of(completed(spec.trials().get(1), 0.5), completed(spec.trials().get(0), 0.75));
    double[][] losses = {{0.25, 0, 1.5, 0.25}, {0.25, 1, 1.5, 0.25}};
    int[] rows = {1, 1, 1, 1};
    var twoErrors = new RowLosses(ranking, rows, losses, new int[][] {{1, 1, 0, 1}, {1, 0, 0, 0}});
    SeedEffect effect = SeedEffect.of(spec, ranking, List.of(), twoErrors);
    SeedEffect.Lead lead = effect.lead().orElseThrow();
    assertThat(lead.errors()).hasValue(2);
    assertThat(lead.tells()).isTrue();
    assertThat(lead.loss().observed()).isCloseTo(0.125, within(1e-12));
    // One and three of four rows are wrong, and the winner is half of that ahead of their mean.
    assertThat(lead.metric().orElseThrow().observed()).isCloseTo(0.25, within(1e-12));
    assertThat(effect.luck())
        .startsWith("choosing among 2 seeds gained 25 points of accuracy on the validation rows")
        .contains("on as many new rows expect ");
    var oneAndAHalf =
        new RowLosses(ranking, rows, losses, new int[][] {{1, 1, 0, 1}, {1, 0, 0, 1}});
    SeedEffect unknown = SeedEffect.of(spec, ranking, List.of(), oneAndAHalf);
    assertThat(unknown.lead().orElseThrow().tells()).isFalse();
    assertThat(unknown.luck()).contains("too few validation rows").contains("1.5 of 4");
    var noErrors = new RowLosses(ranking, rows, losses, new int[][] {{1, 1, 1, 1}, {1, 1, 1, 1}});
    assertThat(SeedEffect.of(spec, ranking, List.of(), noErrors).luck()).contains("none of 4");
    double[][] tiny = Arrays.stream(losses).map(StudyTest::billionths).toArray(double[][]::new);
    var small = new RowLosses(ranking, rows, tiny, twoErrors.hits());
    assertThat(SeedEffect.of(spec, ranking, List.of(), small).luck())
        .contains("of loss it gained 1.2e-10, expect ");
    double[][] two = {{0.25, 0}, {0.5, 1}};
    var twoRows = new RowLosses(ranking, new int[] {1, 1}, two, new int[][] {{1, 1}, {1, 0}});
    assertThat(SeedEffect.of(spec, ranking, List.of(), twoRows).luck())
        .isEqualTo(
            "unknown: that takes three validation rows, and seeds that differ on some of them");
  }

  @Test
  void seedEffect_bestOf_neverBelow0() {
    StudySpec spec = HALVING.withSeeds(StudySpec.seeds(2)).withHalving(Optional.empty());
    List<TrialResult> ranking =
        List.of(completed(spec.trials().get(1), 0), completed(spec.trials().get(0), 1));
    var rows = new RowLosses(ranking, new int[] {1}, new double[][] {{0}, {1}}, new int[2][0]);
    SeedEffect effect = SeedEffect.of(spec, ranking, List.of(), rows);
    assertThat(effect.schemes().getFirst().bestOf().getLast().interval().low()).isZero();
  }

  private static double[] billionths(double[] losses) {
    return Arrays.stream(losses).map(loss -> 1e-9 * loss).toArray();
  }

  private static TrialResult completed(Trial trial, double loss) {
    var score = new Score.Classification(loss, 1 - loss);
    return new TrialResult(
        trial, 1, new Outcome.Completed(1, score), List.of(new Epoch(1, loss, score, 0.01)));
  }

  @Test
  void seedEffect_severalSchemes_comparedOverReferences() throws InterruptedException {
    StudySpec spec =
        HALVING
            .withReferences(3)
            .withSchemes(
                List.of(
                    Catalogue.scheme("glorot-uniform"), Catalogue.scheme("normal(deviation=30)")));
    var comparisons = run(spec).seedEffect().comparisons();
    assertThat(comparisons).hasSize(1);
    assertThat(comparisons.getFirst().a()).isEqualTo("glorot-uniform");
    assertThat(comparisons.getFirst().seeds()).isEqualTo(3);
    assertThat(comparisons.getFirst().probability()).isEqualTo(1);
  }

  @Test
  void seedEffect_aSchemeThatAlwaysDiverges_silencesNoOther() throws InterruptedException {
    StudySpec spec =
        HALVING
            .withActivation(new Activation.Relu())
            .withReferences(3)
            .withSchemes(
                List.of(
                    Catalogue.scheme("glorot-uniform"),
                    Catalogue.scheme("normal(deviation=1e30)"),
                    Catalogue.scheme("lecun-normal")));
    var comparisons = run(spec).seedEffect().comparisons();
    assertThat(comparisons).hasSize(1);
    assertThat(comparisons.getFirst().b()).isEqualTo("lecun-normal");
  }

  @Test
  void winner_sameAsTrainedAlone() throws InterruptedException {
    StudyResult result = run(HALVING);
    var winner = result.winner().orElseThrow();
    StudyResult alone =
        run(
            HALVING
                .withHalving(Optional.empty())
                .withSeeds(List.of(winner.trial().trial().seed())));
    assertThat(alone.winner().orElseThrow().model().tensors())
        .extracting(Tensor::values)
        .usingRecursiveComparison()
        .isEqualTo(winner.model().tensors().stream().map(Tensor::values).toList());
  }

  @Test
  void ranking_divergedLast_tiesByLowerSeed() {
    TrialResult late = result(5, 0.5);
    TrialResult early = result(2, 0.5);
    TrialResult best = result(9, 0.1);
    TrialResult diverged = new TrialResult(trial(0), 0, new Outcome.Diverged(1), List.of());
    var results = new ArrayList<>(List.of(diverged, late, early, best));
    results.sort(TrialResult.RANKING);
    assertThat(results).containsExactly(best, early, late, diverged);
  }

  private static Trial trial(int seed) {
    return new Trial(seed, StudySpec.DEFAULT_SCHEME, new Seed(seed), new Seed(42));
  }

  private static TrialResult result(int seed, double loss) {
    var score = new Score.Classification(loss, 0.5);
    return new TrialResult(
        trial(seed), 0, new Outcome.Completed(1, score), List.of(new Epoch(1, loss, score, 0.01)));
  }

  @Test
  void spec_madeTwice_equal() {
    assertThat(StudySpec.of(DATA)).isEqualTo(StudySpec.of(DATA));
    assertThat(StudySpec.of(DATA)).isNotEqualTo(SPEC);
  }

  @ParameterizedTest
  @EnumSource
  void spec_trialCount_asManyAsThereAreTrials(Vary vary) {
    StudySpec spec =
        SPEC.withSeeds(3)
            .withSchemes(List.of(StudySpec.DEFAULT_SCHEME, Catalogue.scheme("he-normal")))
            .withVary(vary);
    assertThat(spec.trials()).hasSize(spec.trialCount());
  }

  @Test
  void spec_noSense_refused() {
    assertThatThrownBy(() -> SPEC.withSeeds(List.of(new Seed(7), new Seed(-3), new Seed(7))))
        .hasMessage("seeds must differ from each other: 7");
    assertThatThrownBy(() -> SPEC.withSeeds(List.of(new Seed(1), new Seed(1))))
        .hasMessageContaining("seeds must differ");
    assertThatThrownBy(() -> SPEC.withSeeds(List.of())).hasMessageContaining("at least one seed");
    assertThatThrownBy(() -> SPEC.withSchemes(List.of()))
        .hasMessageContaining("at least one scheme");
    assertThatThrownBy(
            () -> SPEC.withSchemes(List.of(StudySpec.DEFAULT_SCHEME, StudySpec.DEFAULT_SCHEME)))
        .hasMessage("schemes must differ from each other: glorot-uniform");
    assertThatThrownBy(() -> SPEC.withReferences(-1))
        .hasMessage("references must be at least 0: -1");
    assertThatThrownBy(() -> SPEC.withSeeds(StudySpec.seeds(2000)).withVary(Vary.BOTH))
        .hasMessage("a study must have at most 1000000 trials: 4000000");
  }
}
