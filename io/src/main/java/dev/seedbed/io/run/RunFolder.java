package dev.seedbed.io.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.io.AtomicFiles;
import dev.seedbed.io.Version;
import dev.seedbed.io.model.ModelFiles;
import dev.seedbed.io.model.Provenance;
import dev.seedbed.study.Outcome;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.TrialResult;
import dev.seedbed.train.Epoch;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The folder of one run. Nothing in it is overwritten; whole files appear by atomic rename, the
/// journal grows line by line.
public final class RunFolder implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path path;
  private final Journal journal;

  private RunFolder(Path path) throws IOException {
    this.path = path;
    this.journal = new Journal(path.resolve("journal.jsonl"));
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
            "the run folder must be empty: " + path + "; name another with --out");
      }
    }
    return new RunFolder(path);
  }

  /// Makes the next free run folder `parent/name-1`, `parent/name-2`, …
  public static RunFolder createNext(Path parent, String name) throws IOException {
    makeFolder(parent);
    int number = 1;
    while (true) {
      try {
        return new RunFolder(Files.createDirectory(parent.resolve(name + "-" + number)));
      } catch (FileAlreadyExistsException e) {
        number++;
      }
    }
  }

  private static void makeFolder(Path path) throws IOException {
    try {
      Files.createDirectories(path);
    } catch (FileSystemException e) {
      String reason = Objects.requireNonNullElse(e.getReason(), "no folder can be made there");
      throw new FileSystemException(path.toString(), null, reason + "; name another with --out");
    }
  }

  public Path path() {
    return path;
  }

  /// Writes what the run is about to do, and on what machine.
  public void begin(ObjectNode specification) throws IOException {
    write("study.json", specification);
    write("environment.json", environment());
    journal.append(event("study_started"));
  }

  /// Notes that a trial has ended.
  public void trialDone(TrialResult result) throws IOException {
    journal.append(event("trial_done").setAll(StudyJson.trial(result)));
  }

  /// Writes what the run came to: tables, and the best network if there is one.
  public void finish(Table table, Dataset data, StudyResult result) throws IOException {
    List<String> scoreNames = StudyJson.scoreNames(data.target());
    writeTable("trials.csv", trialsHeader(scoreNames), trials(result));
    writeTable("curves.csv", curvesHeader(scoreNames), curves(result));
    if (result.winner().isPresent()) {
      var winner = result.winner().get();
      var provenance = Provenance.of(table, winner.trial().trial());
      ModelFiles.write(winner.model(), provenance, path.resolve("model.onnx"));
      ModelFiles.write(winner.model(), provenance, path.resolve("model.safetensors"));
    }
    journal.append(event("study_done").setAll(StudyJson.outcome(result)));
  }

  private static ObjectNode event(String name) {
    return JSON.createObjectNode().put("event", name);
  }

  private void write(String file, ObjectNode json) throws IOException {
    byte[] text = (json.toPrettyString() + "\n").getBytes(UTF_8);
    AtomicFiles.write(path.resolve(file), out -> out.write(text));
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

  private static List<String> trialsHeader(List<String> scoreNames) {
    var header =
        new ArrayList<>(List.of("rank", "scheme", "seed", "state", "epochs", "best_epoch"));
    header.addAll(scoreNames);
    return header;
  }

  private static Stream<List<String>> trials(StudyResult result) {
    var rank = new int[1];
    return result.ranking().stream()
        .map(trial -> {
          var row = new ArrayList<String>();
          row.add(Integer.toString(++rank[0]));
          row.add(trial.trial().scheme().name());
          row.add(Long.toString(trial.trial().seed().value()));
          row.add(StudyJson.state(trial.outcome()));
          row.add(Integer.toString(trial.curve().size()));
          switch (trial.outcome()) {
            case Outcome.Completed completed -> {
              row.add(Integer.toString(completed.bestEpoch()));
              row.addAll(StudyJson.scoreValues(completed.validation()));
            }
            case Outcome.Diverged _ -> row.addAll(List.of("", "", ""));
          }
          return row;
        });
  }

  private static List<String> curvesHeader(List<String> scoreNames) {
    var header = new ArrayList<>(List.of("scheme", "seed", "epoch", "training_loss"));
    header.addAll(scoreNames);
    return header;
  }

  private static Stream<List<String>> curves(StudyResult result) {
    return result.ranking().stream()
        .sorted(Comparator.comparingLong(trial -> trial.trial().seed().value()))
        .flatMap(trial -> trial.curve().stream().map(epoch -> curveRow(trial, epoch)));
  }

  private static List<String> curveRow(TrialResult trial, Epoch epoch) {
    var row = new ArrayList<String>();
    row.add(trial.trial().scheme().name());
    row.add(Long.toString(trial.trial().seed().value()));
    row.add(Integer.toString(epoch.number()));
    row.add(Double.toString(epoch.trainingLoss()));
    row.addAll(StudyJson.scoreValues(epoch.validation()));
    return row;
  }

  private void writeTable(String file, List<String> header, Stream<List<String>> rows)
      throws IOException {
    AtomicFiles.write(
        path.resolve(file),
        out -> {
          var csv =
              CsvWriter.builder()
                  .lineDelimiter(LineDelimiter.LF)
                  .build(new OutputStreamWriter(out, UTF_8));
          csv.writeRecord(header);
          rows.forEach(csv::writeRecord);
          csv.flush();
        });
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
