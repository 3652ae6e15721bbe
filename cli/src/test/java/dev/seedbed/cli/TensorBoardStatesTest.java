package dev.seedbed.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.descent.Snapshot;
import dev.seedbed.init.Catalogue;
import dev.seedbed.io.file.PlainFolder;
import dev.seedbed.io.tensorboard.TensorBoard;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Network;
import dev.seedbed.network.Tensor;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialState;
import dev.seedbed.study.TrialStates;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The event files of one trial, whenever it is kept.
class TensorBoardStatesTest {
  @TempDir private Path folder = Path.of("");

  private static TrialState advance(Optional<TrialState> from, int epochs) {
    Trial trial = SmallStudy.STUDY.trials().get(1);
    return SmallStudy.RACE.advance(trial, from, epochs, Team.ALONE, (_, _, _) -> true);
  }

  /// As if the validation loss had grown since.
  private static TrialState withBest(Network best, TrialState state) {
    Snapshot now = state.snapshot();
    var snapshot =
        new Snapshot(
            now.epoch(),
            now.bestEpoch(),
            now.bestCost(),
            now.bestLoss(),
            now.diverged(),
            now.network(),
            best,
            now.memory());
    return new TrialState(state.trial(), state.curve(), snapshot);
  }

  private TensorBoard tensorBoard(TrialStates states, Instant now) {
    return new TensorBoard(
        PlainFolder.of(folder), SmallStudy.RACE, states, InstantSource.fixed(now));
  }

  private Path trial() {
    return folder.resolve("glorot-uniform-seed1");
  }

  private static List<Double> extremes(Network network) {
    return network.tensors().stream()
        .map(Tensor::values)
        .flatMap(values -> Stream.of(min(values), -min(negated(values))))
        .toList();
  }

  private static double min(float[] values) {
    double min = values[0];
    for (float value : values) {
      min = Math.min(min, value);
    }
    return min;
  }

  private static float[] negated(float[] values) {
    float[] negated = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      negated[i] = -values[i];
    }
    return negated;
  }

  private static List<Double> extremes(EventFiles read, long step) {
    return Stream.of("layer1/weight", "layer1/bias", "layer2/weight", "layer2/bias")
        .map(tag -> read.histograms(tag).get(step))
        .flatMap(histogram -> Stream.of(histogram.getMin(), histogram.getMax()))
        .toList();
  }

  @Test
  void save_histograms_areOfTheNetworkAtThatEpoch() throws IOException {
    TrialState three = advance(Optional.empty(), 3);
    TrialState five = withBest(three.snapshot().network(), advance(Optional.of(three), 5));
    TensorBoard tensorBoard = tensorBoard(TrialStates.inMemory(), Instant.now());
    tensorBoard.save(three);
    tensorBoard.save(five);
    EventFiles read = EventFiles.read(trial());
    Network start =
        Catalogue.scheme("glorot-uniform").draw(SmallStudy.STUDY.network(), three.trial().seed());
    assertThat(extremes(read, 0)).isEqualTo(extremes(start));
    assertThat(extremes(read, 3)).isEqualTo(extremes(three.snapshot().network()));
    assertThat(extremes(read, 5)).isEqualTo(extremes(five.snapshot().network()));
    assertThat(tensorBoard.find(three.trial())).contains(five);
  }

  /// From when the file before was written to now.
  @Test
  void save_times_areSpread() throws IOException {
    Trial trial = SmallStudy.STUDY.trials().get(1);
    Instant begin = Instant.ofEpochSecond(1_800_000_000);
    assertThat(tensorBoard(TrialStates.inMemory(), begin).find(trial)).isEmpty();
    tensorBoard(TrialStates.inMemory(), begin.plusSeconds(40)).save(advance(Optional.empty(), 4));
    var times = new ArrayList<Double>();
    for (var event : EventFiles.events(Files.readAllBytes(EventFiles.files(trial()).getLast()))) {
      times.add(event.getWallTime() - 1.8e9);
    }
    assertThat(times).containsExactly(0.0, 10.0, 20.0, 30.0, 40.0, 40.0);
    EventFiles.read(trial());
    // A clock that was put back.
    tensorBoard(TrialStates.inMemory(), begin).save(advance(Optional.empty(), 5));
    for (var event : EventFiles.events(Files.readAllBytes(EventFiles.files(trial()).getLast()))) {
      assertThat(event.getWallTime()).isEqualTo(1.8e9);
    }
  }

  /// The times of the next file begin there, also if the process is killed as soon as a file is
  /// there.
  @Test
  void save_killedAtAnyChange_filesHaveTheTimeOfTheirEvents() throws IOException {
    Instant now = Instant.ofEpochSecond(1_800_000_000);
    TrialState four = advance(Optional.empty(), 4);
    int change = 0;
    var found = new ArrayList<Path>();
    for (boolean killed = true; killed; change++) {
      var files = new FaultyFiles(new Faults(Faults.Kind.DEATH, change));
      Path run = Files.createDirectory(folder.resolve("run" + change));
      var tensorBoard =
          new TensorBoard(
              PlainFolder.of(files.path(run)),
              SmallStudy.RACE,
              TrialStates.inMemory(),
              InstantSource.fixed(now));
      try {
        tensorBoard.save(four);
        killed = false;
      } catch (FileSystemException e) {
        assertThat(e).hasMessageContaining("killed");
      }
      Path trial = run.resolve("glorot-uniform-seed1");
      if (Files.exists(trial)) {
        found.addAll(EventFiles.files(trial));
      }
    }
    assertThat(change).isGreaterThan(10);
    assertThat(found)
        .hasSizeGreaterThan(2)
        .allSatisfy(
            file -> assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.from(now)));
  }

  /// Killed between the event file and what is kept: the trial is trained again, and kept at other
  /// epochs.
  @Test
  void save_stateLost_everyEpochOnce() throws IOException {
    TrialStates lost =
        new TrialStates() {
          @Override
          public Optional<TrialState> find(Trial trial) {
            return Optional.empty();
          }

          @Override
          public void save(TrialState state) throws IOException {
            throw new IOException("killed");
          }
        };
    TrialState four = advance(Optional.empty(), 4);
    assertThatThrownBy(() -> tensorBoard(lost, Instant.now()).save(four)).hasMessage("killed");
    List<Path> files = EventFiles.files(trial());
    assertThat(files).hasSize(2);
    TrialStates states = TrialStates.inMemory();
    TensorBoard again = tensorBoard(states, Instant.now());
    assertThat(again.find(four.trial())).isEmpty();
    TrialState three = advance(Optional.empty(), 3);
    again.save(three);
    assertThat(states.find(four.trial())).contains(three);
    assertThat(EventFiles.files(trial())).isEqualTo(files);
    again.save(advance(Optional.of(three), 6));
    EventFiles read = EventFiles.read(trial());
    assertThat(read.scalars("loss/training"))
        .containsOnlyKeys(LongStream.rangeClosed(1, 6).boxed().toList());
    assertThat(read.histograms("layer1/bias")).containsOnlyKeys(0L, 4L, 6L);
  }
}
