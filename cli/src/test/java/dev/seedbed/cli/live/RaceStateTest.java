package dev.seedbed.cli.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.init.Catalogue;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.study.Outcome;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialResult;
import dev.seedbed.study.Vary;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.Score;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RaceStateTest {
  private static final Dataset IRIS =
      Dataset.of(TableFiles.read(Path.of("examples/iris.csv")), DataSpec.of("species"));

  private static final int EPOCHS = 10;

  private final StudySpec study =
      StudySpec.of(IRIS)
          .withTraining(StudySpec.of(IRIS).training().withEpochs(EPOCHS))
          .withSeeds(StudySpec.seeds(4))
          .withHalving(Optional.empty());

  private final RaceState state = new RaceState(study);

  private Trial trial(int number) {
    return study.trials().get(number);
  }

  private static Epoch epoch(int number, double loss) {
    return new Epoch(number, loss, new Score.Classification(loss, 0.5), 0);
  }

  private static List<Epoch> epochs(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> epoch(i, 1.0 / i)).toList();
  }

  @Test
  void epochs_areCountedAndNoLongerToCome() {
    epochs(3).forEach(epoch -> state.epochDone(trial(2), epoch));
    RaceState.View look = state.look(5);
    assertThat(look.trained()).isEqualTo(3);
    assertThat(look.toCome()).isEqualTo(4 * EPOCHS - 3);
    assertThat(look.share()).isCloseTo(3.0 / 40, within(1e-12));
    assertThat(look.best()).hasSize(1);
    assertThat(look.best().getFirst().losses()).hasSize(3);
    // Told once more at the end of the stage, as always.
    state.trialAdvanced(trial(2), 1, epochs(3));
    assertThat(state.look(5).toCome()).isEqualTo(4 * EPOCHS - 3);
    assertThat(state.look(5).advanced()).isEqualTo(1);
  }

  /// What an earlier run has done is not trained again, but is done.
  @Test
  void resumed_epochsOfTheEarlierRun_areDoneButNotTrained() {
    state.trialAdvanced(trial(0), 1, epochs(EPOCHS));
    // Taken up from a checkpoint in the middle.
    state.epochDone(trial(1), epoch(7, 0.2));
    RaceState.View look = state.look(5);
    assertThat(look.trained()).isEqualTo(1);
    assertThat(look.toCome()).isEqualTo(2 * EPOCHS + 3);
    assertThat(look.best().get(1).losses()).containsExactly((double) 0.2f);
  }

  @Test
  void ended_isCountedByHow_andDivergedIsNotAmongTheBest() {
    epochs(3).forEach(epoch -> state.epochDone(trial(0), epoch));
    state.epochDone(trial(1), epoch(1, 0.1));
    state.epochDone(trial(1), epoch(2, Double.NaN));
    state.trialDone(new TrialResult(trial(1), 0, new Outcome.Diverged(2), List.of()));
    var stopped = new Outcome.Stopped(1, 0.3, 3, new Score.Classification(1 / 3.0, 0.5));
    state.trialDone(new TrialResult(trial(0), 1, stopped, epochs(3)));
    RaceState.View look = state.look(5);
    assertThat(look.running()).isEqualTo(2);
    assertThat(look.stopped()).isEqualTo(1);
    assertThat(look.diverged()).isEqualTo(1);
    assertThat(look.best()).extracting(LiveTrial.View::trial).containsExactly(trial(0));
    // Taken up again, as those that were kept have diverged.
    state.epochDone(trial(0), epoch(4, 0.2));
    assertThat(state.look(5).running()).isEqualTo(3);
    assertThat(state.look(5).stopped()).isZero();
  }

  @Test
  void best_theLowestLossesFirst() {
    for (int i = 0; i < 4; i++) {
      state.epochDone(trial(i), epoch(1, 4 - i));
    }
    state.epochDone(trial(3), epoch(2, 9));
    assertThat(state.look(3).best())
        .extracting(LiveTrial.View::trial)
        .containsExactly(trial(3), trial(2), trial(1));
  }

  @Test
  void board_narrow_keepsSeedAndLoss() {
    StudySpec both =
        study
            .withVary(Vary.BOTH)
            .withSchemes(List.of(Catalogue.scheme("glorot-uniform"), Catalogue.scheme("zeros")));
    var race = new RaceState(both);
    race.epochDone(both.trials().getFirst(), epoch(1, 0.25));
    var board = new LiveBoard(both, race.look(5).best());
    assertThat(board.text(80).whole()).isTrue();
    assertThat(board.text(80).lines())
        .containsExactly(
            "   seed  order  scheme            loss  accuracy  epoch",
            "1     0      0  glorot-uniform  0.2500   50.00 %      1");
    assertThat(board.text(28).lines())
        .containsExactly("   seed  order    loss", "1     0      0  0.2500");
    assertThat(board.text(18).lines()).containsExactly("   seed    loss", "1     0  0.2500");
    assertThat(board.text(1).whole()).isFalse();
  }
}
