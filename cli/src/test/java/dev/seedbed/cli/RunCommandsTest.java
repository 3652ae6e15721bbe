package dev.seedbed.cli;

import static dev.seedbed.cli.CommandRunner.runCommand;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.seedbed.cli.CommandRunner.Run;
import dev.seedbed.io.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Races: what they leave, in what shape, and `resume` and `replay` of them.
class RunCommandsTest {
  private static final String IRIS = "examples/iris.csv --target species --hidden 7 ";

  @TempDir private Path folder = Path.of("");

  private Path out() {
    return folder.resolve("run");
  }

  private JsonNode train(String arguments) {
    Run run = runCommand("train " + arguments + " --json --out", out());
    assertThat(run.err()).isEmpty();
    return JsonMapper.shared().readTree(run.out());
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(Path.of("docs/schemas/train.schema.json")));
  }

  private static List<String> faults(JsonNode document) throws IOException {
    return schema().validate(document.toString(), InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }

  /// The report that a run draws of what it has in memory is the one that is drawn of its files.
  private void checkReport() throws IOException {
    Path report = out().resolve("report.html");
    String page = Files.readString(report);
    Files.delete(report);
    assertThat(runCommand("report", out()).exitCode()).isZero();
    // Not isEqualTo, which would show both pages.
    assertThat(Files.readString(report).equals(page)).isTrue();
  }

  /// All shapes that the document can have.
  @ParameterizedTest
  @ValueSource(
      strings = {
        IRIS + "--seeds 9 --epochs 9 --halving 2 --smallest-budget 1 --references 2",
        IRIS + "--seeds 3 --epochs 4 --halving off",
        IRIS + "--seeds 1 --epochs 2 --optimizer adamw --schedule cosine --clip 1",
        IRIS + "--seeds 3 --epochs 3 --init glorot-uniform,zeros,orthogonal(gain=1.4)+label-bias",
        IRIS + "--seeds 3 --epochs 3 --vary both --halving off",
        IRIS + "--seeds 4 --epochs 7 --vary order",
        IRIS + "--seeds 4 --epochs 3 --halving off --keep ensemble=3",
        IRIS + "--seeds 4 --epochs 3 --halving off --keep soup",
        "examples/auto-mpg.csv --target mpg --seeds 3 --epochs 3 --hidden 5 --halving off --keep ensemble --refit",
        "examples/auto-mpg.csv --target mpg --seeds 6 --epochs 8 --hidden 5 --references 2",
        "examples/auto-mpg.csv --target mpg --seeds 6 --epochs 8 --hidden none --learning-rate 0.4"
      })
  void json_isAsTheSchemaSays_asAreResultAndReport(String arguments) throws IOException {
    JsonNode document = train(arguments);
    assertThat(faults(document)).isEmpty();
    assertThat(JsonMapper.shared().readTree(out().resolve("result.json"))).isEqualTo(document);
    checkReport();
  }

  /// A run that was killed before its end records it when it is resumed, without being told again.
  @Test
  void record_activations_sameForAnyThreadsAndResumed() throws IOException {
    String study = IRIS + "--seeds 3 --epochs 5 --halving off --record activations";
    train(study + " --threads 1");
    Path file = out().resolve("activations.csv");
    String activations = Files.readString(file);
    // A header, and the start and five epochs of one hidden layer.
    assertThat(activations.lines()).hasSize(1 + 6);
    assertThat(Files.readString(out().resolve("report.html"))).contains("Mean activation");
    Path other = folder.resolve("other");
    assertThat(runCommand("train " + study + " --quiet --threads 2 --out", other).exitCode())
        .isZero();
    assertThat(Files.readString(other.resolve("activations.csv"))).isEqualTo(activations);
    Files.delete(file);
    Files.delete(out().resolve("result.json"));
    assertThat(runCommand("resume --quiet", out()).exitCode()).isZero();
    assertThat(Files.readString(file)).isEqualTo(activations);
    checkReport();
  }

  /// Whoever reads result.json need not know how it was made.
  @Test
  void result_quiet_isTheSame() throws IOException {
    String study = IRIS + "--seeds 2 --epochs 2 --init glorot-uniform,zeros";
    var document = (ObjectNode) train(study);
    Path quiet = folder.resolve("quiet");
    assertThat(runCommand("train " + study + " --quiet --out", quiet).exitCode()).isZero();
    var result = (ObjectNode) JsonMapper.shared().readTree(quiet.resolve("result.json"));
    List<String> ofThisRun = List.of("run", "seconds");
    assertThat(result.remove(ofThisRun)).isEqualTo(document.remove(ofThisRun));
    assertThat(result.get("checks")).hasSize(2);
  }

  @Test
  void json_allDiverged_isAsTheSchemaSays() throws IOException {
    Run run =
        runCommand(
            "train examples/auto-mpg.csv --target mpg --activation identity --seeds 3"
                + " --learning-rate 1e10 --json --out",
            out());
    assertThat(run.exitCode()).isEqualTo(1);
    JsonNode document = JsonMapper.shared().readTree(run.out());
    assertThat(document.has("best")).isFalse();
    assertThat(faults(document)).isEmpty();
    checkReport();
  }

  /// The schema can say no.
  @Test
  void schema_plantedFaults_areFound() throws IOException {
    JsonNode good = train(IRIS + "--seeds 3 --epochs 2 --halving off");
    assertThat(faults(good)).isEmpty();
    for (String missing : List.of("run", "trials", "seed_effect", "seconds")) {
      ObjectNode bad = (ObjectNode) good.deepCopy();
      bad.remove(missing);
      assertThat(faults(bad)).as(missing).isNotEmpty();
    }
    var unknown = (ObjectNode) good.deepCopy();
    unknown.put("luck", 1);
    assertThat(faults(unknown)).isNotEmpty();
    var state = (ObjectNode) good.deepCopy();
    ((ObjectNode) state.get("trials").get(0)).put("state", "stopped");
    assertThat(faults(state)).isNotEmpty();
    var best = (ObjectNode) good.deepCopy();
    ((ObjectNode) best.get("best")).remove("test_accuracy_low");
    assertThat(faults(best)).isNotEmpty();
  }

  @Test
  void halving_stoppedTrials_sayWhy() {
    JsonNode document =
        train(IRIS + "--seeds 12 --epochs 30 --halving 3 --smallest-budget 2 --references 1");
    int stopped = 0;
    for (JsonNode trial : document.get("trials")) {
      if (trial.get("state").stringValue().equals("stopped")) {
        stopped++;
        JsonNode rung = document.get("rungs").get(trial.get("rung").intValue() - 1);
        assertThat(trial.get("epochs")).isEqualTo(rung.get("epochs"));
        assertThat(trial.get("cut")).isEqualTo(rung.get("cut"));
        assertThat(trial.get("validation_loss").doubleValue())
            .isGreaterThan(trial.get("cut").doubleValue());
      }
    }
    assertThat(stopped).isPositive();
    long epochs = 0;
    for (JsonNode trial : document.get("trials")) {
      epochs += trial.get("epochs").longValue();
    }
    assertThat(document.get("epochs").longValue()).isEqualTo(epochs);
  }

  /// Strictly by RFC 4180, with the same number of cells in each line, and numbers that are
  /// numbers.
  @Test
  void tables_openInAnyTool() throws IOException {
    JsonNode document =
        train(
            IRIS
                + "--seeds 6 --epochs 8 --smallest-budget 1 --references 1"
                + " --init glorot-uniform,orthogonal(gain=1.4)+label-bias");
    List<NamedCsvRecord> trials = records("trials.csv");
    assertThat(trials).hasSize(12);
    assertThat(trials.getFirst().getHeader())
        .containsExactly(
            "rank",
            "scheme",
            "seed",
            "order_seed",
            "state",
            "rung",
            "epochs",
            "best_epoch",
            "validation_loss",
            "validation_accuracy",
            "cost",
            "cut");
    for (int i = 0; i < trials.size(); i++) {
      NamedCsvRecord row = trials.get(i);
      JsonNode trial = document.get("trials").get(i);
      assertThat(row.getField("rank")).isEqualTo(Integer.toString(i + 1));
      assertThat(row.getField("scheme")).isEqualTo(trial.get("scheme").stringValue());
      assertThat(row.getField("state")).isEqualTo(trial.get("state").stringValue());
      assertThat(Double.parseDouble(row.getField("validation_loss")))
          .isEqualTo(trial.get("validation_loss").doubleValue());
      assertThat(row.getField("cut").isEmpty()).isEqualTo(!trial.has("cut"));
    }
    List<NamedCsvRecord> curves = records("curves.csv");
    assertThat((long) curves.size()).isEqualTo(document.get("epochs").longValue());
    curves.forEach(
        row -> assertThat(Double.parseDouble(row.getField("training_loss"))).isPositive());
    List<NamedCsvRecord> test = records("test.csv");
    assertThat(test).hasSize(30);
    long right =
        test.stream()
            .filter(row -> row.getField("actual").equals(row.getField("predicted")))
            .count();
    assertThat(right / 30.0).isEqualTo(document.get("best").get("test_accuracy").doubleValue());
    test.forEach(
        row -> assertThat(Double.parseDouble(row.getField("probability"))).isBetween(1 / 3.0, 1.0));
  }

  private List<NamedCsvRecord> records(String file) throws IOException {
    try (var reader = CsvReader.builder().ofNamedCsvRecord(out().resolve(file))) {
      return reader.stream().toList();
    }
  }

  @Test
  void journal_isOneJsonDocumentALine_andAgreesWithTheTables() throws IOException {
    JsonNode document = train(IRIS + "--seeds 6 --epochs 8 --smallest-budget 1 --references 1");
    int epochs = 0;
    int done = 0;
    for (String line : Files.readAllLines(out().resolve("journal.jsonl"))) {
      JsonNode event = JsonMapper.shared().readTree(line);
      switch (event.get("event").stringValue()) {
        case "trial_advanced" -> epochs += event.get("curve").size();
        case "trial_done" -> done++;
        default -> {}
      }
    }
    assertThat(epochs).isEqualTo(document.get("epochs").intValue());
    assertThat(done).isEqualTo(6);
  }

  @Test
  void humans_seeRungsAndWhatLuckDid() {
    Run run = runCommand("train " + IRIS + "--seeds 9 --epochs 40 --out", out());
    assertThat(run.out())
        .contains("keep the best 1/3; the first 5 seeds are never stopped")
        .containsPattern("\nrungs     stopped: \\d+ after epoch 3, ")
        .containsPattern(
            "\none seed  gives 0\\.\\d{4} \\(.* %\\) on average, standard deviation 0\\.\\d{4} \\(.* %\\)")
        .containsPattern("95 % prediction interval for a new seed 0\\.\\d{4} to\\s+0\\.\\d{4} \\(")
        .containsPattern("\nluck      (choosing among |unknown: too few )")
        .containsPattern(
            "test accuracy \\d+\\.\\d\\d % \\(95 % interval \\d+\\.\\d to \\d+\\.\\d\\)");
  }

  @Test
  void humans_severalSchemesAndBothSeeds_seeComparisonsAndFactors() {
    Run run =
        runCommand(
            "train "
                + IRIS
                + "--seeds 3 --epochs 5 --init glorot-uniform,he-normal --vary both --halving off"
                + " --out",
            out());
    assertThat(run.out())
        .contains("2 schemes × 3 × 3 seeds of weights and order")
        .contains("start     glorot-uniform: ", "start     he-normal: ")
        .containsPattern("\nschemes   \\S+ better than \\S+ with probability ")
        .containsPattern("\nfactors   of the variance at their best epochs, ");
  }

  @Test
  void replay_sameBits_saysSo() {
    JsonNode document = train(IRIS + "--seeds 4 --epochs 6");
    Run replay = runCommand("replay", out());
    assertThat(replay.exitCode()).isZero();
    assertThat(replay.out())
        .contains("the same to the bit: " + document.get("weights_sha256").stringValue());
    JsonNode json = JsonMapper.shared().readTree(runCommand("replay --json", out()).out());
    assertThat(json.get("same").booleanValue()).isTrue();
    assertThat(json.get("weights_sha256")).isEqualTo(document.get("weights_sha256"));
  }

  @Test
  void replay_orderVaries_namesIt() {
    JsonNode best = train(IRIS + "--seeds 2 --epochs 3 --vary both --halving off").get("best");
    assertThat(runCommand("replay", out()).out())
        .startsWith(
            "glorot-uniform, seed %s, order %s: trained again"
                .formatted(best.get("seed"), best.get("order_seed")));
  }

  @Test
  void resumeAndReplay_noThreads_exitCode2() {
    for (String command : List.of("resume", "replay")) {
      Run run = runCommand(command + " --threads 0", out());
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.errors())
          .hasSize(1)
          .first()
          .asString()
          .startsWith("seedbed: threads must be at least 1: 0 (see ");
      assertThat(runCommand(command + " --help").out().replaceAll("\\s+", " "))
          .contains("Results do not depend on it.");
    }
  }

  /// Each as if by another's hand: the settings, the result, the model.
  @ParameterizedTest
  @CsvSource({
    "study.json, '\"epochs\" : 6', '\"epochs\" : 5'",
    "study.json, '\"learning_rate\" : 0.01', '\"learning_rate\" : 0.011'",
    "result.json, '\"weights_sha256\" : \"', '\"weights_sha256\" : \"0'"
  })
  void replay_otherBits_exitCode1(String file, String from, String to) throws IOException {
    train(IRIS + "--seeds 4 --epochs 6");
    Path path = out().resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
    Run replay = runCommand("replay", out());
    assertThat(replay.exitCode()).isEqualTo(1);
    assertThat(replay.errors()).hasSize(1).first().asString().startsWith("seedbed: not the same: ");
  }

  @Test
  void resumeAndReplay_whatIsNoRun_exitCode2InOneLine() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    for (String command : List.of("resume", "replay")) {
      Run nowhere = runCommand(command, folder.resolve("nowhere"));
      assertThat(nowhere.exitCode()).isEqualTo(2);
      assertThat(nowhere.errors()).hasSize(1).first().asString().contains("no such run folder: ");
      Run nothing = runCommand(command, empty);
      assertThat(nothing.exitCode()).isEqualTo(2);
      assertThat(nothing.errors()).hasSize(1).first().asString().contains("is no run folder, or");
    }
  }

  /// A run that stands as if it had been killed just before its end.
  private void forgetTheEnd() throws IOException {
    Files.delete(out().resolve("result.json"));
  }

  @Test
  void resume_dataGoneOrChanged_exitCode2() throws IOException {
    Path data = Files.copy(Path.of("examples/iris.csv"), folder.resolve("data.csv"));
    assertThat(
            runCommand("train --target species --epochs 2 --seeds 2 --out", out(), data).exitCode())
        .isZero();
    forgetTheEnd();
    Run unfinished = runCommand("replay", out());
    assertThat(unfinished.exitCode()).isEqualTo(2);
    assertThat(unfinished.err()).contains("the run has not ended; first: seedbed resume ");
    Path moved = Files.move(data, folder.resolve("moved.csv"));
    Run gone = runCommand("resume", out());
    assertThat(gone.exitCode()).isEqualTo(2);
    assertThat(gone.errors())
        .hasSize(1)
        .first()
        .asString()
        .endsWith("name the run's table with --data");
    Files.writeString(moved, Files.readString(moved).replace("5.1", "5.2"));
    Run changed = runCommand("resume", out(), Path.of("--data"), moved);
    assertThat(changed.exitCode()).isEqualTo(2);
    assertThat(changed.err()).contains("is not what the run was begun with: its SHA-256 must be ");
    Run right = runCommand("resume", out(), Path.of("--data"), Path.of("examples/iris.csv"));
    assertThat(right.exitCode()).as(right.err()).isZero();
  }

  @Test
  void resume_withoutJournal_goesOn() throws IOException {
    JsonNode document = train(IRIS + "--seeds 4 --epochs 6");
    forgetTheEnd();
    Path journal = out().resolve("journal.jsonl");
    String whole = Files.readString(journal);
    Files.writeString(journal, whole.replaceFirst("\n", "\n{\n"));
    Run refused = runCommand("resume", out());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errors()).hasSize(1).first().asString().endsWith(": move it away");
    Files.delete(journal);
    Run resume = runCommand("resume --json", out());
    assertThat(resume.exitCode()).as(resume.err()).isZero();
    JsonNode again = JsonMapper.shared().readTree(resume.out());
    assertThat(again.get("trials")).isEqualTo(document.get("trials"));
    assertThat(again.get("weights_sha256")).isEqualTo(document.get("weights_sha256"));
    assertThat(Files.readAllLines(journal)).containsAll(whole.lines().toList());
  }

  /// As where nothing may be written; root may write everywhere, but not into a folder's file.
  @Test
  void resume_journalCannotBeWritten_saysWhy() throws IOException {
    train(IRIS + "--seeds 2 --epochs 2");
    forgetTheEnd();
    Path journal = out().resolve("journal.jsonl");
    Files.delete(journal);
    Files.createDirectory(journal);
    Run resume = runCommand("resume", out());
    assertThat(resume.exitCode()).isEqualTo(2);
    assertThat(resume.errors())
        .singleElement()
        .asString()
        .startsWith("seedbed: " + journal + " must be ");
  }

  /// The arguments: the file, from where on it is lost, and what stands there instead.
  @ParameterizedTest
  @CsvSource({
    "result.json, '\"network\"', ''",
    "result.json, '', '[]'",
    "result.json, '', 'null'",
    "result.json, '\"run\"', '\"best\": {}}'",
    "result.json, '\"run\"', '\"best\": {\"scheme\": \"zeros\"}}'",
    "result.json, '\"run\"', '\"best\": 3}'",
    "study.json, '\"network\"', ''",
    "study.json, '\"data\"', '\"data\": {}}'"
  })
  void replay_damaged_exitCode2InOneLine(String file, String from, String instead)
      throws IOException {
    train(IRIS + "--seeds 2 --epochs 2");
    Path path = out().resolve(file);
    String text = Files.readString(path);
    Files.writeString(path, text.substring(0, text.indexOf(from)) + instead);
    Run replay = runCommand("replay", out());
    assertThat(replay.exitCode()).as(replay.err()).isEqualTo(2);
    assertThat(replay.errors())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("seedbed: " + path + " is damaged: ")
        .doesNotContain("Source");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{\"best\"", "{\"best\": {}}"})
  void resume_endedButDamaged_exitCode2InOneLine(String text) throws IOException {
    train(IRIS + "--seeds 2 --epochs 2");
    Path result = out().resolve("result.json");
    Files.writeString(result, text);
    Run resume = runCommand("resume --quiet", out());
    assertThat(resume.exitCode()).as(resume.err()).isEqualTo(2);
    assertThat(resume.errors())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("seedbed: " + result + " is damaged: ");
  }

  @Test
  void resume_studyWithoutHashOfTheData_exitCode2InOneLine() throws IOException {
    train(IRIS + "--seeds 2 --epochs 2");
    forgetTheEnd();
    Path study = out().resolve("study.json");
    Files.writeString(study, Files.readString(study).replace("sha256", "sha"));
    Run resume = runCommand("resume", out());
    assertThat(resume.exitCode()).as(resume.err()).isEqualTo(2);
    assertThat(resume.errors())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("seedbed: " + study + " is damaged: ");
  }

  /// Killed when all was done but removing what it had kept.
  @Test
  void resume_endedButUntidy_tidies() throws IOException {
    JsonNode document = train(IRIS + "--seeds 2 --epochs 3");
    Path left =
        Files.createDirectory(out().resolve("checkpoints")).resolve("trial-000001.safetensors");
    Files.writeString(left, "torn");
    Path part = out().resolve(".part-0d9a3b0e-3c3f-4a53-9a6e-0e3a2d9f1c11");
    Files.writeString(part, "torn");
    Run resume = runCommand("resume --json", out());
    assertThat(resume.exitCode()).as(resume.err()).isZero();
    assertThat(JsonMapper.shared().readTree(resume.out())).isEqualTo(document);
    assertThat(left.getParent()).doesNotExist();
    assertThat(part).doesNotExist();
  }

  /// The options, and the line that says which network is best.
  @ParameterizedTest
  @CsvSource({
    "'', 'best      seed %s: test accuracy '",
    "--vary both, 'best      seed %s, order %s: test accuracy '",
    "'--init glorot-uniform,he-normal', 'best      %3$s, seed %1$s: test accuracy '"
  })
  void resume_ended_saysWhatIsBest(String arguments, String line) {
    JsonNode best = train(IRIS + "--seeds 2 --epochs 3 --halving off " + arguments).get("best");
    String begin =
        line.formatted(best.get("seed"), best.get("order_seed"), best.get("scheme").stringValue());
    Run resume = runCommand("resume", out());
    assertThat(resume.exitCode()).as(resume.err()).isZero();
    assertThat(resume.out().lines()).hasSize(2).first().asString().startsWith("the run has ended");
    assertThat(resume.out().lines().toList().getLast()).startsWith(begin);
    Run quiet = runCommand("resume --quiet", out());
    assertThat(quiet.out().lines()).hasSize(1).first().asString().startsWith(begin);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resume", "replay"})
  void resultNamesATrialOfNoStudy_refused(String command) throws IOException {
    train(IRIS + "--seeds 2 --epochs 3");
    Path file = out().resolve("result.json");
    var result = (ObjectNode) JsonMapper.shared().readTree(file);
    ((ObjectNode) result.required("best")).put("seed", 2);
    ((ObjectNode) result.required("keep").required("members").required(0)).put("seed", 2);
    Files.writeString(file, result.toString());
    Run run = runCommand(command, out());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors())
        .containsExactly("seedbed: a trial that the run keeps is not one of its study.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--quiet", "--json"})
  void resume_endedWithoutBest_exitCodeOfTrain(String option) throws IOException {
    train(IRIS + "--seeds 2 --epochs 3");
    Path file = out().resolve("result.json");
    var result = (ObjectNode) JsonMapper.shared().readTree(file);
    result.remove(List.of("best", "keep", "weights_sha256"));
    Files.writeString(file, result.toString());
    Run resume = runCommand("resume " + option, out());
    assertThat(resume.exitCode()).isEqualTo(1);
    assertThat(resume.errors())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("seedbed: every trial that was trained to its end diverged: ")
        .endsWith(out().toString());
  }

  private void begunBy(String version) throws IOException {
    Path study = out().resolve("study.json");
    Files.writeString(
        study,
        Files.readString(study)
            .replaceFirst("\"version\" : \"[^\"]+\"", "\"version\" : \"" + version + "\""));
  }

  @Test
  void resume_runOfAnotherVersion_exitCode2() throws IOException {
    train(IRIS + "--seeds 2 --epochs 3");
    forgetTheEnd();
    begunBy("0.0.7");
    Run resume = runCommand("resume", out());
    assertThat(resume.exitCode()).isEqualTo(2);
    assertThat(resume.errors())
        .hasSize(1)
        .first()
        .asString()
        .startsWith(
            "seedbed: the run was begun by Seedbed 0.0.7, this is " + Version.CURRENT + ":");
  }

  @Test
  void replay_runOfAnotherVersion_saysSoIfTheBitsDiffer() throws IOException {
    train(IRIS + "--seeds 2 --epochs 3");
    begunBy("0.0.7");
    assertThat(runCommand("replay", out()).exitCode()).isZero();
    Path study = out().resolve("study.json");
    Files.writeString(study, Files.readString(study).replace("\"epochs\" : 3", "\"epochs\" : 2"));
    Run replay = runCommand("replay", out());
    assertThat(replay.exitCode()).isEqualTo(1);
    assertThat(replay.errors())
        .hasSize(1)
        .first()
        .asString()
        .endsWith("; the run is Seedbed 0.0.7's, this is " + Version.CURRENT);
    begunBy(Version.CURRENT);
    assertThat(runCommand("replay", out()).err()).doesNotContain("Seedbed");
  }

  /// If this machine, or this version, came to something else, that would not go unnoticed.
  @Test
  void resume_journalTellsOtherwise_exitCode1() throws IOException {
    train(IRIS + "--seeds 2 --epochs 3");
    forgetTheEnd();
    Path journal = out().resolve("journal.jsonl");
    Files.writeString(
        journal,
        Files.readString(journal).replaceFirst("\"training_loss\":1", "\"training_loss\":2"));
    Run resume = runCommand("resume", out());
    assertThat(resume.exitCode()).isEqualTo(1);
    assertThat(resume.errors()).hasSize(1).first().asString().contains("tells otherwise of this");
  }

  @Test
  void threads_anyNumber_sameRankingAndHash() throws IOException {
    String study =
        IRIS + "--seeds 12 --epochs 20 --smallest-budget 2 --references 2 --dropout 0.1 --threads ";
    var seen =
        Stream.of("1", "2", "5")
            .map(threads -> {
              Path run = folder.resolve("run" + threads);
              JsonNode document =
                  JsonMapper.shared()
                      .readTree(
                          runCommand("train " + study + threads + " --json --out", run).out());
              return document.get("weights_sha256") + " " + document.get("trials");
            })
            .collect(Collectors.toSet());
    assertThat(seen).hasSize(1);
    assertThat(Set.copyOf(seen)).isNotEmpty();
  }

  /// The arguments, and a part of the one line that tells what is wrong.
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "--halving 1 ~ the halving factor must be at least 2: 1",
        "--halving no ~ 'no' is neither a whole number nor off",
        "--smallest-budget 0 ~ the smallest budget must be at least 1 epoch: 0",
        "--references -1 ~ references must be at least 0: -1",
        "--vary luck ~ 'luck' must be one of init, order, both",
        "--vary both --seeds 2000 ~ a study must have at most 1000000 trials: 4000000",
        "--init he-normal,he-normal ~ schemes must differ from each other: he-normal",
        "--init he-normal,hee-normal ~ 'hee-normal'",
        "--init he-normal, ~ ''"
      })
  void race_noSense_exitCode2(String arguments, String part) {
    Run run = runCommand("train " + IRIS + arguments + " --out", out());
    assertThat(run.exitCode()).as(run.out()).isEqualTo(2);
    assertThat(run.errors()).hasSize(1).first().asString().contains(part);
    assertThat(out()).doesNotExist();
  }
}
