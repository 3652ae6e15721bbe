package dev.seedbed.io.tensorboard;

import dev.seedbed.io.file.AtomicFiles;
import dev.seedbed.io.file.PlainFolder;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialRunner;
import dev.seedbed.study.TrialState;
import dev.seedbed.study.TrialStates;
import dev.seedbed.train.Epoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes event files for TensorBoard of all states that it hands on: a folder a trial, and in it a
/// file for the start and one whenever the trial is kept. The name of a file has the epoch of the
/// state, which the file holds the histograms of; its scalars are those of the epochs since the
/// file before. TensorBoard reads them in the order of their names.
///
/// A file appears whole, before the state that it tells of is kept, and is never changed. So if the
/// study is killed and goes on, nothing is missing and nothing is there twice.
public final class TensorBoard implements TrialStates {
  /// By epoch, of which there are less than 10⁹.
  private static final Pattern FILE =
      Pattern.compile("events\\.out\\.tfevents\\.(0\\d{9})\\.seedbed");

  private final PlainFolder folder;
  private final TrialRunner race;
  private final TrialNames names;
  private final TrialStates states;
  private final InstantSource clock;

  /// @param folder that TensorBoard is pointed to, with the folders of the trials in it; made when
  ///   it is needed
  /// @param states where the states are kept
  /// @param clock that events have their time from
  public TensorBoard(
      PlainFolder folder, TrialRunner race, TrialStates states, InstantSource clock) {
    this.folder = folder;
    this.race = race;
    this.names = new TrialNames(race.spec());
    this.states = states;
    this.clock = clock;
  }

  /// Also writes the trial's state, or its start, unless it is written: a study may have begun
  /// without TensorBoard.
  @Override
  public Optional<TrialState> find(Trial trial) throws IOException {
    Optional<TrialState> state = states.find(trial);
    int last = writeStart(trial);
    if (state.isPresent()) {
      write(state.get(), last);
    }
    return state;
  }

  @Override
  public void save(TrialState state) throws IOException {
    write(state, writeStart(state.trial()));
    states.save(state);
  }

  /// Writes the start of a trial that has no file yet.
  ///
  /// @return the last epoch that is in its files
  private int writeStart(Trial trial) throws IOException {
    folder.make();
    OptionalInt last = lastEpoch(folder(trial).make());
    if (last.isPresent()) {
      return last.getAsInt();
    }
    Instant now = clock.instant();
    var start = new EventFile(now);
    start.add(now, 0, race.start(trial));
    write(file(trial, 0), start, now);
    return 0;
  }

  /// Writes what came after the epoch `last`, if anything.
  private void write(TrialState state, int last) throws IOException {
    List<Epoch> curve = state.curve();
    if (curve.size() <= last) {
      return;
    }
    Instant now = clock.instant();
    Instant before = Files.getLastModifiedTime(file(state.trial(), last)).toInstant();
    Instant from = before.isBefore(now) ? before : now;
    List<Epoch> epochs = curve.subList(last, curve.size());
    // When each of them was done is not kept.
    Duration each = Duration.between(from, now).dividedBy(epochs.size());
    var file = new EventFile(from);
    for (int i = 0; i < epochs.size(); i++) {
      file.add(from.plus(each.multipliedBy(i + 1)), epochs.get(i));
    }
    file.add(now, curve.size(), state.snapshot().network());
    write(file(state.trial(), curve.size()), file, now);
  }

  private PlainFolder folder(Trial trial) {
    return folder.folder(names.of(trial));
  }

  private Path file(Trial trial, int epoch) {
    return folder(trial).file("events.out.tfevents.%010d.seedbed".formatted(epoch));
  }

  /// Forced to the disk, as what is lost would not be written again. The times of the next file
  /// begin where this one was written.
  private static void write(Path file, EventFile content, Instant now) throws IOException {
    byte[] bytes = content.toBytes();
    AtomicFiles.write(file, now, out -> out.write(bytes));
  }

  /// The epoch of the last file in `folder`; empty if there is none.
  private static OptionalInt lastEpoch(PlainFolder folder) throws IOException {
    return folder.files(FILE).stream()
        .map(FILE::matcher)
        .filter(Matcher::matches)
        .mapToInt(name -> Integer.parseInt(name.group(1)))
        .max();
  }
}
