package dev.seedbed.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.Examples;
import dev.seedbed.data.Dataset;
import dev.seedbed.descent.Snapshot;
import dev.seedbed.network.Network;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.Score;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Studies whose losses are given, not trained: what becomes of trials by their losses.
class ScriptedStudyTest {
  private static final Dataset DATA = Examples.classes(60);

  /// Rungs after 1 and 2 of 4 epochs.
  private static StudySpec spec(int seeds, int references) {
    StudySpec spec = StudySpec.of(DATA).withHidden(List.of(3)).withSeeds(StudySpec.seeds(seeds));
    return spec.withTraining(spec.training().withEpochs(4))
        .withHalving(Optional.of(new SuccessiveHalving(2, 1)))
        .withReferences(references);
  }

  /// The losses of a trial's epochs are those of a row; NaN is where it diverges.
  private record Scripted(double[]... losses) implements TrialExecutor {
    @Override
    public void advance(
        TrialRunner race, List<Trial> trials, int budget, TrialStates states, Listener listener)
        throws IOException {
      for (Trial trial : trials) {
        var curve = new ArrayList<Epoch>();
        double[] script = losses[trial.number()];
        for (int i = 0; i < budget && (i == 0 || !Double.isNaN(script[i - 1])); i++) {
          var score = new Score.Classification(script[i], 0.5);
          curve.add(new Epoch(i + 1, 1, score, 0));
        }
        Network network = Network.zeros(race.spec().network());
        var snapshot =
            new Snapshot(
                curve.size(),
                curve.size(),
                0,
                0,
                !curve.getLast().finite(),
                network,
                network,
                List.of(network));
        var state = new TrialState(trial, curve, snapshot);
        states.save(state);
        listener.advanced(state);
      }
    }
  }

  private static StudyResult run(StudySpec spec, double[]... losses)
      throws IOException, InterruptedException {
    return Study.run(spec, DATA, new Scripted(losses), TrialStates.inMemory(), StudyListener.NONE);
  }

  private static final double NAN = Double.NaN;

  @Test
  void run_bestImproves_othersStoppedAtTheirRungs() throws IOException, InterruptedException {
    StudyResult result =
        run(
            spec(4, 0),
            new double[] {4, 3, 2, 1},
            new double[] {5, 4, 3, 2},
            new double[] {6, 0, 0, 0},
            new double[] {7, 0, 0, 0});
    assertThat(result.ranking()).extracting(r -> r.trial().number()).containsExactly(0, 1, 2, 3);
    assertThat(result.ranking().get(1).outcome())
        .isEqualTo(new Outcome.Stopped(2, 3, 2, new Score.Classification(4, 0.5)));
    assertThat(result.ranking().get(3).outcome())
        .isEqualTo(new Outcome.Stopped(1, 5, 1, new Score.Classification(7, 0.5)));
    assertThat(result.epochs()).isEqualTo(4 + 2 + 1 + 1);
  }

  /// The two that were kept diverge after the cut: those that they beat are taken up again.
  @Test
  void run_allThatWereKeptDiverge_theStoppedAreTakenUpAgain()
      throws IOException, InterruptedException {
    StudyResult result =
        run(
            spec(4, 0),
            new double[] {1, 0.9, NAN},
            new double[] {2, 0.8, NAN},
            new double[] {3, 2, 1, 0.7},
            new double[] {4, 3, NAN});
    assertThat(result.winner().orElseThrow().trial().trial().number()).isEqualTo(2);
    assertThat(result.ranking()).extracting(r -> r.trial().number()).containsExactly(2, 3, 0, 1);
    assertThat(result.ranking().get(1).outcome()).isInstanceOf(Outcome.Stopped.class);
  }

  /// A reference ends, but badly; the stopped ones before it are taken up until the best of all is
  /// one that was trained to its end.
  @Test
  void run_keptDivergeAndAReferenceIsBad_noStoppedTrialBeforeTheWinner()
      throws IOException, InterruptedException {
    StudyResult result =
        run(
            spec(4, 1),
            new double[] {9, 9, 9, 9},
            new double[] {1, 0.9, NAN},
            new double[] {2, NAN},
            new double[] {3, 2, 1, NAN});
    assertThat(result.winner().orElseThrow().trial().trial().number()).isZero();
    assertThat(result.ranking())
        .filteredOn(r -> r.outcome() instanceof Outcome.Diverged)
        .hasSize(3);
  }

  /// At the third rung nobody is left but references that would have been stopped at the first.
  @Test
  void run_onlySparedReferencesAreLeft_theRaceGoesOnAmongThem()
      throws IOException, InterruptedException {
    StudySpec spec = spec(4, 2);
    StudyResult result =
        run(
            spec.withTraining(spec.training().withEpochs(6)),
            new double[] {8, 7, 6, 5, 4, 3},
            new double[] {9, 8, 7, 6, 5, 4},
            new double[] {1, NAN},
            new double[] {2, NAN});
    assertThat(result.winner().orElseThrow().trial().trial().number()).isZero();
    assertThat(result.rungs().get(1).places())
        .extracting(Rung.Place::fate)
        .containsOnly(Rung.Fate.ENDED);
    assertThat(result.rungs().get(2).places())
        .extracting(Rung.Place::fate)
        .containsExactly(Rung.Fate.KEPT, Rung.Fate.REFERENCE);
  }

  @Test
  void seedEffect_regret_isHowMuchStoppingWouldHaveLost() throws IOException, InterruptedException {
    StudyResult result =
        run(
            spec(4, 1),
            new double[] {9, 8, 1, 0.5},
            new double[] {1, 1, 1, 0.8},
            new double[] {2, 2, 2, 2},
            new double[] {3, 3, 3, 3});
    SeedEffect.OfScheme scheme = result.seedEffect().schemes().getFirst();
    assertThat(scheme.spared()).isEqualTo(1);
    assertThat(scheme.regrets()).isEqualTo(1);
    assertThat(scheme.regret()).isEqualTo(0.8 - 0.5);
    assertThat(result.winner().orElseThrow().trial().trial().number()).isZero();
  }
}
