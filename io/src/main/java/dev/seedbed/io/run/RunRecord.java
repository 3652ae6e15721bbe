package dev.seedbed.io.run;

import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.io.InputFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// What the folder of an earlier run says of it. Only reads.
public record RunRecord(Path path) {
  static final String STUDY = "study.json";
  static final String RESULT = "result.json";
  static final String START = "start.json";
  static final String TEST = "test.csv";
  static final String ACTIVATIONS = "activations.csv";
  static final String ENVIRONMENT = "environment.json";
  static final String CHECKPOINTS = "checkpoints";

  /// The record in that folder.
  ///
  /// @throws InputException if it is no run folder
  public static RunRecord of(Path path) {
    if (!Files.isDirectory(path)) {
      throw new InputException("no such run folder: " + path);
    }
    if (!Files.exists(path.resolve(STUDY))) {
      throw new InputException(
          "%s is no run folder, or its run ended before it began: it has no %s"
              .formatted(path, STUDY));
    }
    return new RunRecord(path);
  }

  /// What the run does.
  public RunSpec specification() {
    return RunSpecJson.read(studyFile(), study());
  }

  /// The version of Seedbed that began the run.
  ///
  /// @throws InputException if `study.json` is damaged
  public String version() {
    return RunSpecJson.version(studyFile(), study());
  }

  /// The table of every epoch of every trial.
  public Path curves() {
    return path.resolve("curves.csv");
  }

  /// The table of what the best network says of the test rows; empty if there is none.
  public Optional<Path> test() {
    return Optional.of(path.resolve(TEST)).filter(Files::exists);
  }

  /// The table of how the activations of the best network were spread; empty if the run did not
  /// record it.
  public Optional<Path> activations() {
    return Optional.of(path.resolve(ACTIVATIONS)).filter(Files::exists);
  }

  private String studyFile() {
    return path.resolve(STUDY).toString();
  }

  String study() {
    return InputFiles.read(path.resolve(STUDY), Files::readString);
  }

  /// Refuses a table that is not the one that the run was begun with.
  public void check(Table table) {
    String hash = RunSpecJson.dataHash(studyFile(), study());
    if (!table.sha256().equals(hash)) {
      throw new InputException(
          "%s is not what the run was begun with: its SHA-256 must be %s: %s"
              .formatted(table.name(), hash, table.sha256()));
    }
  }

  /// Whether there is anything left of what the run kept to be able to go on.
  public boolean untidy() {
    return Files.exists(path.resolve(CHECKPOINTS));
  }

  /// What the run came to; empty if it has not ended.
  ///
  /// @throws InputException if that is damaged
  public Optional<JsonNode> result() {
    return result(json -> json);
  }

  /// What `reading` takes from what the run came to; empty if it has not ended.
  ///
  /// @throws InputException if that is damaged, or `reading` misses something in it
  public <T> Optional<T> result(Function<JsonNode, T> reading) {
    return read(RESULT, reading);
  }

  /// What `reading` takes from the check of the best network's start; empty if there is no best
  /// network.
  ///
  /// @throws InputException likewise
  public <T> Optional<T> start(Function<JsonNode, T> reading) {
    return read(START, reading);
  }

  /// What `reading` takes from all that was settled before the run began.
  ///
  /// @throws InputException likewise
  public <T> T settings(Function<JsonNode, T> reading) {
    return StoredJson.read(studyFile(), study(), reading);
  }

  /// What `reading` takes from what is known of the machine; empty if nothing is.
  ///
  /// @throws InputException likewise
  public <T> Optional<T> environment(Function<JsonNode, T> reading) {
    return read(ENVIRONMENT, reading);
  }

  private <T> Optional<T> read(String name, Function<JsonNode, T> reading) {
    Path file = path.resolve(name);
    return Files.exists(file)
        ? Optional.of(
            StoredJson.read(
                file.toString(), InputFiles.<String>read(file, Files::readString), reading))
        : Optional.empty();
  }
}
