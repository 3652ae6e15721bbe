package dev.seedbed.io.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.io.Version;
import dev.seedbed.io.document.CheckDocument;
import dev.seedbed.io.document.CurveRow;
import dev.seedbed.io.document.Documents;
import dev.seedbed.io.document.ResultDocument;
import dev.seedbed.io.document.RungRow;
import dev.seedbed.io.document.TrialRow;
import dev.seedbed.io.file.AtomicFiles;
import dev.seedbed.io.file.FileFaults;
import dev.seedbed.io.file.PlainFolder;
import dev.seedbed.io.model.ModelFiles;
import dev.seedbed.io.model.Provenance;
import dev.seedbed.io.tensorboard.TensorBoard;
import dev.seedbed.jvm.Sha256;
import dev.seedbed.study.ActivationCurve;
import dev.seedbed.study.Rung;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialResult;
import dev.seedbed.study.TrialRunner;
import dev.seedbed.study.TrialStates;
import dev.seedbed.train.Epoch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The folder of one run, open for one process at a time. Nothing in it is overwritten silently;
/// whole files appear by atomic rename, the journal grows line by line. What a killed run leaves
/// behind, [#open] takes up again. What others have put there is left alone.
public final class RunFolder implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String JOURNAL = "journal.jsonl";
  private static final String TENSORBOARD = "tensorboard";

  /// The files that a run writes as it goes on and when it ends.
  private static final List<String> OUTPUTS =
      List.of(
          JOURNAL,
          RunRecord.TRIALS,
          RunRecord.CURVES,
          RunRecord.NETWORK,
          RunRecord.WEIGHTS,
          RunRecord.TEST,
          RunRecord.ACTIVATIONS,
          RunRecord.START,
          RunRecord.RESULT,
          RunRecord.REPORT);

  private final PlainFolder folder;
  private final Journal journal;

  private RunFolder(PlainFolder folder) throws IOException {
    this.folder = folder;
    this.journal = new Journal(folder.file(JOURNAL));
  }

  /// Makes `path` a new run folder.
  ///
  /// @throws InputException if it holds anything
  public static RunFolder create(Path path) throws IOException {
    if (path.toString().isEmpty()) {
      throw new InputException("the run folder must have a name");
    }
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new InputException("the run folder must be a folder, not a file: " + path);
    }
    makeFolder(path);
    try (Stream<Path> content = Files.list(path)) {
      if (content.findAny().isPresent()) {
        throw new InputException(
            "the run folder must be empty: " + path, new InputException.Hint.NameAnotherFolder());
      }
    }
    return new RunFolder(PlainFolder.of(path));
  }

  /// Makes the next free run folder `parent/name-1`, `parent/name-2`, …
  public static RunFolder createNext(Path parent, String name) throws IOException {
    makeFolder(parent);
    int number = 1;
    while (true) {
      try {
        return new RunFolder(
            PlainFolder.of(Files.createDirectory(parent.resolve(name + "-" + number))));
      } catch (FileAlreadyExistsException e) {
        number++;
      }
    }
  }

  private static void makeFolder(Path path) throws IOException {
    try {
      Files.createDirectories(path);
    } catch (FileSystemException e) {
      throw new FileSystemException(path.toString(), null, FileFaults.reason(e));
    }
  }

  /// Opens the folder of an earlier run.
  ///
  /// @throws InputException if it is none, if another process is at work on it, or if something
  ///   stands in it where a file or folder of the run must be, such as a link
  public static RunFolder open(Path path) throws IOException {
    PlainFolder folder = RunRecord.of(path).folder();
    // Before anything is changed, and long before the last of them is written.
    OUTPUTS.forEach(folder::file);
    folder.folder(RunRecord.CHECKPOINTS).exists();
    folder.folder(TENSORBOARD).exists();
    return new RunFolder(folder);
  }

  public Path path() {
    return folder.path();
  }

  /// Writes what the run is about to do, and on what machine.
  public void begin(RunSpec run, RunSpec.Tables tables, Dataset dataset) throws IOException {
    write(RunRecord.ENVIRONMENT, environment());
    write(RunRecord.STUDY, run.document(tables, dataset));
    journal.append(event("study_started"));
  }

  /// Notes that the run goes on.
  public void resume() throws IOException {
    journal.append(event("study_started"));
    journal.note(event("study_resumed"));
  }

  /// Notes that the run was interrupted.
  public void interrupted() throws IOException {
    journal.note(event("study_interrupted"));
  }

  /// Where the run keeps its trials from rung to rung.
  public TrialStates states(TrialRunner race) {
    TrialStates states = checkpoints(race.spec());
    PlainFolder events = folder.folder(TENSORBOARD);
    return events.exists() ? new TensorBoard(events, race, states, InstantSource.system()) : states;
  }

  /// From now on the run also writes files for TensorBoard, whoever goes on with it.
  public void addTensorBoard() throws IOException {
    folder.folder(TENSORBOARD).make();
  }

  private Checkpoints checkpoints(StudySpec spec) {
    String study = Sha256.hex(RunRecord.of(path()).studyText().getBytes(UTF_8));
    return new Checkpoints(folder.folder(RunRecord.CHECKPOINTS), new TrialStateFormat(study, spec));
  }

  /// Writes all it hears to the journal, then hands it on.
  public StudyListener journaling(StudyListener next) {
    return new Journaling(journal, next);
  }

  private record Journaling(Journal journal, StudyListener next) implements StudyListener {
    @Override
    public void epochDone(Trial trial, Epoch epoch) {
      next.epochDone(trial, epoch);
    }

    @Override
    public void trialAdvanced(Trial trial, int rung, List<Epoch> epochs) {
      append("trial_advanced", CurveRow.of(trial, rung, epochs));
      next.trialAdvanced(trial, rung, epochs);
    }

    @Override
    public void rungDone(Rung rung) {
      append("rung_done", RungRow.of(rung));
      next.rungDone(rung);
    }

    @Override
    public void trialDone(TrialResult result) {
      append("trial_done", TrialRow.of(result));
      next.trialDone(result);
    }

    private void append(String name, Record content) {
      try {
        journal.append(event(name, content));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Writes what the check of the best network's start has found.
  public void addStart(CheckDocument check) throws IOException {
    write(RunRecord.START, check);
  }

  /// Writes how the activations of the best network were spread.
  public void addActivations(ActivationCurve curve) throws IOException {
    ActivationTable.write(folder.file(RunRecord.ACTIVATIONS), curve);
  }

  /// Writes the result of the run: tables, and the best network if there is one. Removes what was
  /// kept for resuming.
  ///
  /// @param document as `train --json` prints it
  public void finish(Table table, Dataset data, StudyResult result, ResultDocument document)
      throws IOException {
    TrialTables.trials(folder.file(RunRecord.TRIALS), data.target(), result);
    TrialTables.curves(folder.file(RunRecord.CURVES), data.target(), result);
    if (result.winner().isPresent()) {
      var winner = result.winner().get();
      var provenance = Provenance.of(table, winner);
      ModelFiles.write(winner.model(), provenance, folder.file(RunRecord.NETWORK));
      ModelFiles.write(winner.model(), provenance, folder.file(RunRecord.WEIGHTS));
      PredictionTable.write(folder.file(RunRecord.TEST), winner.model(), data);
    }
    journal.append(event("study_done", document.summary()));
    journal.flush();
    write(RunRecord.RESULT, document);
    tidy();
  }

  /// Removes what a run keeps to be able to go on, and the parts of files that it left when it was
  /// killed. Whatever else is there stays.
  public void tidy() throws IOException {
    PlainFolder checkpoints = folder.folder(RunRecord.CHECKPOINTS);
    PlainFolder events = folder.folder(TENSORBOARD);
    checkpoints.removeFiles(Checkpoints.FILES);
    for (PlainFolder written : List.of(folder, checkpoints, events)) {
      written.removeFiles(AtomicFiles.PARTS);
    }
    for (PlainFolder trial : events.folders()) {
      trial.removeFiles(AtomicFiles.PARTS);
    }
    checkpoints.removeIfEmpty();
  }

  private static ObjectNode event(String name) {
    return JSON.createObjectNode().put("event", name);
  }

  private static ObjectNode event(String name, Record content) {
    return event(name).setAll(Documents.tree(content));
  }

  private void write(String file, Record document) throws IOException {
    write(file, Documents.text(document));
  }

  private void write(String file, ObjectNode json) throws IOException {
    write(file, json.toPrettyString());
  }

  private void write(String file, String text) throws IOException {
    byte[] bytes = (text + "\n").getBytes(UTF_8);
    AtomicFiles.write(folder.file(file), out -> out.write(bytes));
  }

  private static ObjectNode environment() {
    return JSON.createObjectNode()
        .put("version", Version.CURRENT)
        .put("java", System.getProperty("java.vm.version"))
        .put("vendor", System.getProperty("java.vm.vendor"))
        .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
        .put("architecture", System.getProperty("os.arch"))
        .put("processors", Runtime.getRuntime().availableProcessors())
        .put("vector_module", ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
