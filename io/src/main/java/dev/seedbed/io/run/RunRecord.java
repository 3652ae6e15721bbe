package dev.seedbed.io.run;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.io.document.CheckDocument;
import dev.seedbed.io.document.Documents;
import dev.seedbed.io.document.KeptPart;
import dev.seedbed.io.document.ResultDocument;
import dev.seedbed.io.document.StudyDocument;
import dev.seedbed.io.file.AtomicFiles;
import dev.seedbed.io.file.PlainFolder;
import dev.seedbed.io.file.StoredJson;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// What the folder of an earlier run says of it. Only reads, and follows no link in the folder.
public record RunRecord(PlainFolder folder) {
  static final String WEIGHTS = "model.safetensors";
  static final String NETWORK = "model.onnx";
  static final String TRIALS = "trials.csv";
  static final String CURVES = "curves.csv";
  public static final String REPORT = "report.html";
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
    var folder = PlainFolder.of(path);
    if (!folder.exists()) {
      throw new InputException("no such run folder: " + path);
    }
    if (folder.find(STUDY).isEmpty()) {
      throw new InputException(
          "%s is no run folder, or its run ended before it began: it has no %s"
              .formatted(path, STUDY));
    }
    return new RunRecord(folder);
  }

  /// The model that a user names: a file, or the best network of a run folder.
  public static Path model(Path given) {
    var folder = PlainFolder.of(given);
    return folder.exists() ? folder.file(NETWORK) : given;
  }

  public Path path() {
    return folder.path();
  }

  /// Where the report is, or can be written.
  public Path report() {
    return folder.file(REPORT);
  }

  /// The file of the best network's weights; it need not exist.
  public Path weights() {
    return folder.file(WEIGHTS);
  }

  /// What the run does, as `study.json` says.
  ///
  /// @throws InputException if that is damaged
  public StudyDocument study() {
    return study(document -> {
      RunSpec.of(document);
      return document;
    });
  }

  /// What the run does.
  ///
  /// @throws InputException if `study.json` is damaged
  public RunSpec specification() {
    return study(RunSpec::of);
  }

  private <T> T study(Function<StudyDocument, T> reading) {
    return Documents.read(studyFile(), studyText(), StudyDocument.class, reading);
  }

  /// The version of Seedbed that began the run.
  ///
  /// @throws InputException if `study.json` does not say so
  public String version() {
    return Documents.read(studyFile(), studyText(), Begun.class).version();
  }

  /// All that is read of the `study.json` of another version.
  record Begun(String version) {}

  /// The table of every epoch of every trial.
  public Path curves() {
    return folder.file(CURVES);
  }

  /// The table of what the best network says of the test rows; empty if there is none.
  public Optional<Path> test() {
    return folder.find(TEST);
  }

  /// The table of how the activations of the best network were spread; empty if the run did not
  /// record it.
  public Optional<Path> activations() {
    return folder.find(ACTIVATIONS);
  }

  private String studyFile() {
    return path().resolve(STUDY).toString();
  }

  String studyText() {
    return StoredJson.text(folder.file(STUDY));
  }

  /// Refuses tables that are not those that the run was begun with.
  public void check(RunSpec.Tables tables) {
    StudyDocument.Data data = study().data();
    check(tables.table(), data.sha256());
    tables.test().ifPresent(test -> check(test, data.split().test().orElseThrow().sha256()));
  }

  private static void check(Table table, String hash) {
    if (!table.sha256().equals(hash)) {
      throw new InputException(
          "%s is not what the run was begun with: its SHA-256 must be %s: %s"
              .formatted(table.name(), hash, table.sha256()));
    }
  }

  /// Refuses a network that does not fit the data.
  public void check(StudySpec study, Dataset data) {
    try {
      new TrialRunner(study, data);
    } catch (IllegalArgumentException e) {
      throw new InputException("%s is damaged: %s".formatted(studyFile(), e.getMessage()));
    }
  }

  /// Whether there is anything left of what the run kept to be able to go on, or of a file that was
  /// being written when a process was killed.
  public boolean untidy() throws IOException {
    return folder.folder(CHECKPOINTS).isReal() || !folder.files(AtomicFiles.PARTS).isEmpty();
  }

  /// The trials of the study whose networks a result says are kept, the best first.
  ///
  /// @throws InputException if one is not of the study
  public List<Trial> trials(KeptPart keep) {
    List<Trial> all = specification().study().trials();
    return keep.members().stream().map(member -> trial(all, member)).toList();
  }

  private static Trial trial(List<Trial> all, KeptPart.Member member) {
    return all.stream()
        .filter(member::is)
        .findFirst()
        .orElseThrow(
            () -> new InputException("a trial that the run keeps is not one of its study.json"));
  }

  /// What the run found; empty if it has not ended.
  ///
  /// @throws InputException if that is damaged
  public Optional<ResultDocument> result() {
    return folder
        .find(RESULT)
        .map(file -> Documents.read(file.toString(), StoredJson.text(file), ResultDocument.class));
  }

  /// What `reading` takes from the check of the best network's start; empty if there is no best
  /// network.
  ///
  /// @throws InputException likewise
  public <T> Optional<T> start(Function<CheckDocument, T> reading) {
    return folder
        .find(START)
        .map(file ->
            Documents.read(file.toString(), StoredJson.text(file), CheckDocument.class, reading));
  }

  /// What `reading` takes from what is known of the machine; empty if nothing is.
  ///
  /// @throws InputException likewise
  public <T> Optional<T> environment(Function<JsonNode, T> reading) {
    return read(ENVIRONMENT, reading);
  }

  private <T> Optional<T> read(String name, Function<JsonNode, T> reading) {
    return folder
        .find(name)
        .map(file -> StoredJson.read(file.toString(), StoredJson.text(file), reading));
  }
}
