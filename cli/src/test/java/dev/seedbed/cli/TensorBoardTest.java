package dev.seedbed.cli;

import static dev.seedbed.cli.CommandRunner.runCommand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.seedbed.cli.CommandRunner.Run;
import dev.seedbed.io.model.Safetensors;
import dev.seedbed.io.run.RunFolder;
import dev.seedbed.study.Study;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.TrialExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.HistogramProto;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `--tensorboard`: what is in the event files, read by TensorFlow's own classes.
class TensorBoardTest {
  private static final String IRIS = "examples/iris.csv --target species --hidden 7 ";
  private static final String RACE =
      IRIS
          + "--seeds 8 --epochs 9 --halving 2 --smallest-budget 1 --references 2"
          + " --init glorot-uniform,orthogonal(gain=1.4)+label-bias ";

  @TempDir private Path folder = Path.of("");

  private Path out() {
    return folder.resolve("run");
  }

  private ObjectNode train(String arguments, Path out) {
    Run run = runCommand("train " + arguments + " --json --out", out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return (ObjectNode) JsonMapper.shared().readTree(run.out());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /// The rows of `curves.csv`, by the folders of their trials.
  private static Map<String, List<NamedCsvRecord>> curves(Path run) throws IOException {
    var curves = new HashMap<String, List<NamedCsvRecord>>();
    try (var reader = CsvReader.builder().ofNamedCsvRecord(run.resolve("curves.csv"))) {
      for (NamedCsvRecord row : reader) {
        String name = row.getField("scheme") + "-seed" + row.getField("seed");
        curves.computeIfAbsent(name, _ -> new ArrayList<>()).add(row);
      }
    }
    return curves;
  }

  /// The numbers of a column; NaN where it is empty.
  private static List<Float> column(List<NamedCsvRecord> rows, String name) {
    return rows.stream()
        .map(row -> row.getField(name))
        .map(text -> text.isEmpty() ? Float.NaN : (float) Double.parseDouble(text))
        .toList();
  }

  private static List<Long> steps(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  /// Every trial has its folder, and in it every epoch with the numbers of `curves.csv`.
  private static Map<String, EventFiles> assertSameAsCurves(Path run, String metric)
      throws IOException {
    Map<String, List<NamedCsvRecord>> curves = curves(run);
    Path events = run.resolve("tensorboard");
    assertThat(names(events)).containsExactlyInAnyOrderElementsOf(curves.keySet());
    var all = new HashMap<String, EventFiles>();
    for (String trial : curves.keySet()) {
      List<NamedCsvRecord> rows = curves.get(trial);
      EventFiles read = EventFiles.read(events.resolve(trial));
      assertThat(read.scalars()).containsOnlyKeys("loss/training", "loss/validation", metric);
      Map.of(
              "loss/training",
              "training_loss",
              "loss/validation",
              "validation_loss",
              metric,
              "validation_" + metric.replace("/validation", ""))
          .forEach((tag, column) -> {
            var scalars = read.scalars(tag);
            assertThat(scalars).containsOnlyKeys(steps(rows.size()));
            assertThat(scalars.values()).containsExactlyElementsOf(column(rows, column));
          });
      all.put(trial, read);
    }
    return all;
  }

  private static void assertCounts(HistogramProto histogram, double elements) {
    assertThat(histogram.getNum()).isEqualTo(elements);
    assertThat(histogram.getBucketList().stream().mapToDouble(count -> count).sum())
        .isEqualTo(elements);
    assertThat(histogram.getBucketLimitList()).isSorted().hasSameSizeAs(histogram.getBucketList());
    assertThat(histogram.getMin()).isGreaterThanOrEqualTo(histogram.getBucketLimit(0));
    assertThat(histogram.getMax()).isLessThan(histogram.getBucketLimitList().getLast());
  }

  @Test
  void train_race_eventsAreTheCurvesAndTheWeights() throws IOException {
    train(RACE + "--tensorboard", out());
    Map<String, EventFiles> trials = assertSameAsCurves(out(), "accuracy/validation");
    assertThat(trials)
        .hasSize(16)
        .containsKeys("glorot-uniform-seed0", "orthogonal(gain=1.4)+label-bias-seed7");
    // After each of these the trials are kept; the references are never stopped.
    Set<Long> rungs = Set.of(0L, 1L, 2L, 4L, 8L, 9L);
    Map<String, Integer> elements =
        Map.of("layer1/weight", 28, "layer1/bias", 7, "layer2/weight", 21, "layer2/bias", 3);
    trials.forEach((trial, read) -> {
      long epochs = read.scalars("loss/training").lastKey();
      assertThat(read.histograms()).containsOnlyKeys(elements.keySet());
      read.histograms()
          .forEach((tag, histograms) -> {
            assertThat(histograms.keySet()).contains(0L, epochs).isSubsetOf(rungs);
            histograms.values().forEach(one -> assertCounts(one, elements.getOrDefault(tag, 0)));
          });
    });
    assertThat(
            Objects.requireNonNull(trials.get("glorot-uniform-seed0"))
                .histograms("layer1/bias")
                .keySet())
        .isEqualTo(rungs);
    assertThat(trials.values().stream().map(read -> read.histograms("layer1/bias").size()))
        .contains(2, 3, 5);
    assertThat(EventFiles.files(out().resolve("tensorboard/glorot-uniform-seed0")))
        .first()
        .asString()
        .endsWith("/events.out.tfevents.0000000000.seedbed");
    assertThat(out().resolve("checkpoints")).doesNotExist();
  }

  @Test
  void train_quantity_rmse() throws IOException {
    train(
        "examples/auto-mpg.csv --target mpg --hidden 5 --seeds 2 --epochs 3 --tensorboard", out());
    assertSameAsCurves(out(), "rmse/validation");
  }

  @Test
  void train_withAndWithout_comeToTheSame() throws IOException {
    ObjectNode with = train(RACE + "--tensorboard", out());
    Path other = folder.resolve("without");
    ObjectNode without = train(RACE, other);
    assertThat(other.resolve("tensorboard")).doesNotExist();
    List<String> ofThisRun = List.of("run", "seconds");
    assertThat(with.remove(ofThisRun)).isEqualTo(without.remove(ofThisRun));
    assertThat(with.get("weights_sha256").stringValue()).hasSize(64);
    for (String same : List.of("curves.csv", "trials.csv", "study.json")) {
      assertThat(out().resolve(same)).hasSameTextualContentAs(other.resolve(same));
    }
    assertThat(runCommand("replay", out()).exitCode()).isZero();
  }

  /// Losses that are not numbers are told as such; weights that are not are left out.
  @Test
  void train_diverged_canBeRead() throws IOException {
    Run run =
        runCommand(
            "train examples/auto-mpg.csv --target mpg --hidden 5 --activation identity --seeds 2"
                + " --learning-rate 1e10 --tensorboard --out",
            out());
    assertThat(run.exitCode()).isEqualTo(1);
    Path trial = out().resolve("tensorboard/glorot-uniform-seed1");
    EventFiles read = EventFiles.read(trial);
    long last = read.scalars("loss/training").lastKey();
    assertThat(read.scalars("loss/training").get(last)).matches(loss -> !Float.isFinite(loss));
    assertThat(read.histograms("layer1/weight")).containsKey(0L);
    read.histograms()
        .values()
        .forEach(histograms -> histograms.values().forEach(one -> assertCounts(one, one.getNum())));
    assertThat(EventFiles.files(trial)).hasSizeGreaterThan(1);
  }

  /// Whatever the table and its columns are called, nothing appears but in the run's folder.
  @Test
  void train_hostileNames_stayInTheFolder() throws IOException {
    Path data =
        Files.writeString(
            folder.resolve("..%2f..:data.csv"),
            Files.readString(Path.of("examples/iris.csv")).replace("species", "../../../out"));
    Run run =
        runCommand(
            "train --target ../../../out --epochs 2 --init constant(value=../../x) --tensorboard"
                + " --out",
            out(),
            data);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(out()).doesNotExist();
    run =
        runCommand(
            "train --target ../../../out --epochs 2 --seeds 1 --tensorboard --init torch:normal_"
                + " --out",
            out(),
            data);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(names(folder)).containsExactly(data.getFileName().toString(), "run");
    assertThat(names(out().resolve("tensorboard"))).containsExactly("torch_normal_-seed0");
  }

  @Test
  void reader_oneByteFlipped_refuses() throws IOException {
    train(IRIS + "--seeds 1 --epochs 2 --tensorboard", out());
    Path trial = out().resolve("tensorboard/glorot-uniform-seed0");
    byte[] file = Files.readAllBytes(EventFiles.files(trial).getLast());
    assertThat(EventFiles.events(file)).hasSize(4);
    for (int at = 0; at < file.length; at++) {
      byte[] flipped = file.clone();
      flipped[at] ^= 0x10;
      assertThatThrownBy(() -> EventFiles.events(flipped))
          .as("byte %d", at)
          .isInstanceOf(IOException.class);
    }
  }

  private void killedRun(boolean tensorBoard, int epochs) throws IOException {
    try (RunFolder run = RunFolder.create(out())) {
      if (tensorBoard) {
        run.addTensorBoard();
      }
      SmallStudy.begin(run, epochs);
    }
  }

  /// The hash of the best weights, of a run that nothing came in the way of.
  private static String undisturbed() throws InterruptedException {
    StudyResult result =
        Study.run(SmallStudy.STUDY, SmallStudy.DATA, TrialExecutor.local(2), StudyListener.NONE);
    return Safetensors.sha256(result.winner().orElseThrow().model().tensors());
  }

  @Test
  void resume_killedAgainAndAgain_hasAllEpochs() throws IOException, InterruptedException {
    killedRun(true, 15);
    for (int epochs : List.of(3, 9, 0)) {
      try (RunFolder run = RunFolder.open(out())) {
        SmallStudy.goOn(run, epochs);
      }
    }
    // Left by a process that was killed while it wrote.
    Path part =
        out()
            .resolve("tensorboard/glorot-uniform-seed0")
            .resolve(".part-01234567-89ab-cdef-0123-456789abcdef");
    Files.writeString(part, "torn");
    Run resume = runCommand("resume --json", out());
    assertThat(resume.exitCode()).as(resume.err()).isZero();
    assertThat(part).doesNotExist();
    assertThat(assertSameAsCurves(out(), "accuracy/validation")).hasSize(6);
    JsonNode document = JsonMapper.shared().readTree(resume.out());
    assertThat(document.get("weights_sha256").stringValue()).isEqualTo(undisturbed());
  }

  /// Also of what was trained before it was asked for.
  @Test
  void resume_askedForOnlyNow_hasAllEpochs() throws IOException {
    killedRun(false, 30);
    assertThat(out().resolve("tensorboard")).doesNotExist();
    Run resume = runCommand("resume --tensorboard", out());
    assertThat(resume.exitCode()).as(resume.err()).isZero();
    assertThat(assertSameAsCurves(out(), "accuracy/validation")).hasSize(6);
  }

  @Test
  void resume_neverAskedFor_writesNone() throws IOException {
    killedRun(false, 30);
    assertThat(runCommand("resume", out()).exitCode()).isZero();
    assertThat(out().resolve("tensorboard")).doesNotExist();
  }
}
