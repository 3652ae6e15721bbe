package dev.seedbed.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.init.Catalogue;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.study.Rung;
import dev.seedbed.study.Study;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.SuccessiveHalving;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialExecutor;
import dev.seedbed.study.TrialResult;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.TrainingSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The epochs that are planned, against studies where no trial runs out of patience.
class EpochPlanTest {
  private static final int EPOCHS = 9;

  private static final Dataset IRIS =
      Dataset.of(TableFiles.read(Path.of("examples/iris.csv")), DataSpec.of("species"));

  private static StudySpec study() {
    return StudySpec.of(IRIS)
        .withHidden(List.of(4))
        .withTraining(TrainingSpec.DEFAULT.withEpochs(EPOCHS).withPatience(EPOCHS))
        .withSeeds(StudySpec.seeds(9))
        .withHalving(Optional.of(new SuccessiveHalving(3, 1)))
        .withReferences(0);
  }

  private static long planned(StudySpec spec) {
    return new RaceState(spec).look(1).toCome();
  }

  private static StudyResult run(StudySpec spec, StudyListener listener)
      throws InterruptedException {
    return Study.run(spec, IRIS, TrialExecutor.local(2), listener);
  }

  @Test
  void noHalving_everyTrialToTheEnd() throws InterruptedException {
    StudySpec spec = study().withHalving(Optional.empty());
    assertThat(planned(spec)).isEqualTo(9 * EPOCHS);
    assertThat(run(spec, StudyListener.NONE).epochs()).isEqualTo(9 * EPOCHS);
  }

  @Test
  void allAreReferences_everyTrialToTheEnd() throws InterruptedException {
    StudySpec spec = study().withReferences(9);
    assertThat(planned(spec)).isEqualTo(9 * EPOCHS);
    assertThat(run(spec, StudyListener.NONE).epochs()).isEqualTo(9 * EPOCHS);
  }

  /// Rungs after 1 and 3 epochs: 9 trials for 1, 3 for 2 more, 1 for 6 more. With 3 references, of
  /// which one is expected among the 3 best: 5 for 2 more; and then the best, those 2 and the
  /// third, which is as likely as not to be the best.
  @Test
  void survivors_asHalvingLeavesThem() {
    assertThat(planned(study())).isEqualTo(9 + 3 * 2 + 6);
    assertThat(planned(study().withReferences(3))).isEqualTo(9 + 5 * 2 + 4 * 6);
  }

  /// Zeros learn so much worse that noise saves none of them.
  @Test
  void oneSurvivor_asManyAsTheStudyTrained() throws InterruptedException {
    StudySpec spec =
        study()
            .withSeeds(StudySpec.seeds(1))
            .withHalving(Optional.of(new SuccessiveHalving(2, 3)))
            .withSchemes(List.of(Catalogue.scheme("glorot-uniform"), Catalogue.scheme("zeros")));
    assertThat(run(spec, StudyListener.NONE).epochs())
        .isEqualTo(2 * 3 + 3 + 3)
        .isEqualTo(planned(spec));
  }

  /// After the last rung it is known who trains on.
  @Test
  void afterTheLastRung_exact_andNothingLeftAtTheEnd() throws InterruptedException {
    StudySpec spec = study().withReferences(2);
    var state = new RaceState(spec);
    var totals = new ArrayList<Long>();
    var listener =
        new StudyListener() {
          @Override
          public void trialAdvanced(Trial trial, int rung, List<Epoch> epochs) {
            // Not when they are done: other threads train on while this one looks.
            epochs.forEach(epoch -> state.epochDone(trial, epoch));
            state.trialAdvanced(trial, rung, epochs);
            RaceState.View look = state.look(1);
            totals.add(look.trained() + look.toCome());
          }

          @Override
          public void rungDone(Rung rung) {
            state.rungDone(rung);
          }

          @Override
          public void trialDone(TrialResult result) {
            state.trialDone(result);
          }
        };
    StudyResult result = run(spec, listener);
    assertThat(totals.getLast()).isEqualTo(result.epochs());
    // The first to come to its end does so in the last stage, when all is known.
    long survivors = result.ranking().stream().filter(TrialResult::completed).count();
    assertThat(totals.subList(totals.size() - (int) survivors, totals.size()))
        .containsOnly(result.epochs());
    RaceState.View end = state.look(9);
    assertThat(end.toCome()).isZero();
    assertThat(end.running()).isZero();
    assertThat(end.stopped()).isEqualTo(9 - (int) survivors);
    assertThat(end.trained()).isEqualTo(result.epochs());
    assertThat(end.best().getFirst().trial()).isEqualTo(result.ranking().getFirst().trial());
  }

  @Test
  void pace_firstOverAllThenOverTheLastSeconds() {
    var pace = new Pace();
    assertThat(pace.rate()).isZero();
    pace.update(1, 0);
    pace.update(2, 200);
    // Too early to say.
    assertThat(pace.rate()).isZero();
    pace.update(4, 400);
    assertThat(pace.rate()).isEqualTo(100);
    for (int second = 5; second <= 60; second++) {
      pace.update(second, 400 + (second - 4) * 1000L);
    }
    assertThat(pace.rate()).isBetween(999.0, 1000.0);
    pace.update(80, 56_400);
    assertThat(pace.rate()).isZero();
  }
}
