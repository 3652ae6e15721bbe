package dev.seedbed.io.run;

import dev.seedbed.io.file.AtomicFiles;
import dev.seedbed.io.file.PlainFolder;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialState;
import dev.seedbed.study.TrialStates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// The states of trials as files in a folder, one a trial.
///
/// @param folder is made when it is needed
record Checkpoints(PlainFolder folder, TrialStateFormat format) implements TrialStates {
  /// The names of the files.
  static final Pattern FILES = Pattern.compile("trial-\\d{6,}\\.safetensors");

  private Path file(Trial trial) {
    return folder.file("trial-%06d.safetensors".formatted(trial.number()));
  }

  @Override
  public void save(TrialState state) throws IOException {
    folder.make();
    byte[] bytes = format.encode(state);
    AtomicFiles.writeCache(file(state.trial()), out -> out.write(bytes));
  }

  @Override
  public Optional<TrialState> find(Trial trial) throws IOException {
    Path file = file(trial);
    if (!Files.exists(file) || Files.size(file) > format.largest()) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      // It can be made again.
      return Optional.empty();
    }
    return format.decode(trial, bytes);
  }
}
