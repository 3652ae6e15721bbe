package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.cli.CommandRunner.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Commands on a disk that fails at any of the changes they make to it: full, read-only, without
/// renames, or cut off with the process or the power.
class FaultsTest {
  /// Rungs, references, activations and TensorBoard: all files that a run can have.
  private static final String STUDY =
      "train examples/iris.csv --target species --hidden 3 --seeds 4 --epochs 4 --halving 2"
          + " --smallest-budget 1 --references 1 --threads 1 --record activations --tensorboard"
          + " --quiet --out RUN";

  /// Each kind of fault, at changes all over the run.
  private static final int POINTS = 2;

  private static final String FOREIGN = "the only copy";

  @TempDir private static Path undisturbed = Path.of("");
  private static Map<String, Object> expected = Map.of();
  private static int changes;

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void runUndisturbed() throws IOException {
    Path run = undisturbed.resolve("run");
    Faults none = Faults.none();
    Run ended = run(none, STUDY, run);
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    expected = content(run);
    changes = none.changes().size();
  }

  /// Runs a command on files that fail.
  ///
  /// @param out the path that RUN in the command stands for
  private static Run run(Faults faults, String command, Path out) {
    var files = new FaultyFiles(faults);
    return CommandRunner.run(
        text -> files.path(Path.of(text)), command.replace("RUN", out.toString()).split(" "));
  }

  private static List<Path> files(Path top) throws IOException {
    if (!Files.exists(top)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(top)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /// The parts of files, and the folders of parts.
  private static List<Path> parts(Path top) throws IOException {
    if (!Files.exists(top)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(top)) {
      return files.filter(file -> file.toString().contains(".part-")).toList();
    }
  }

  /// The files of a run under their final names, without what depends on the clock and on where the
  /// run is. Those of TensorBoard count as what they show of a trial, as a trial may have been
  /// saved between two rungs as well.
  private static Map<String, Object> content(Path run) throws IOException {
    var content = new TreeMap<String, Object>();
    for (Path file : files(run)) {
      String name = run.relativize(file).toString();
      if (name.contains(".part-") || name.startsWith("checkpoints")) {
        continue;
      }
      if (name.startsWith("tensorboard")) {
        Path events = Objects.requireNonNull(file.getParent());
        content.put(run.relativize(events).toString(), EventFiles.read(events).scalars());
      } else if (name.equals("journal.jsonl")) {
        content.put(name, events(file));
      } else if (name.endsWith(".json")) {
        content.put(name, timeless(JsonMapper.shared().readTree(file)));
      } else {
        // How long it took, and where it is, stand in the report.
        content.put(
            name,
            Files.readString(file, ISO_8859_1)
                .replace(run.toString(), "RUN")
                .replaceAll("[0-9.]+ s\\b", "SECONDS"));
      }
    }
    return content;
  }

  private static List<String> events(Path journal) throws IOException {
    return Files.readString(journal, UTF_8)
        .lines()
        .filter(line -> !line.contains("study_resumed") && !line.contains("study_interrupted"))
        .sorted()
        .toList();
  }

  private static JsonNode timeless(JsonNode json) {
    if (json instanceof ObjectNode object) {
      object.remove(List.of("seconds", "run"));
    }
    return json;
  }

  @Test
  void train_atSomeChanges_oneLineAndGoesOn() throws IOException {
    var random = new Random(24);
    for (Faults.Kind kind : Faults.Kind.values()) {
      for (int i = 0; i < POINTS; i++) {
        failAndGoOn(kind, (i * changes + random.nextInt(changes)) / POINTS);
      }
    }
  }

  /// A death at each; the other faults take turns.
  @Test
  @Tag("exhaustive")
  void train_diesAtEveryChange_oneLineAndGoesOn() throws IOException {
    List<Faults.Kind> others =
        Arrays.stream(Faults.Kind.values()).filter(kind -> kind != Faults.Kind.DEATH).toList();
    for (int change = 0; change < changes; change++) {
      failAndGoOn(Faults.Kind.DEATH, change);
      failAndGoOn(others.get(change % others.size()), change);
    }
  }

  @Test
  @Tag("measurement")
  void train_anyFaultAtEveryChange_oneLineAndGoesOn() throws IOException {
    for (Faults.Kind kind : Faults.Kind.values()) {
      for (int change = 0; change < changes; change++) {
        failAndGoOn(kind, change);
      }
    }
  }

  private void failAndGoOn(Faults.Kind kind, int change) throws IOException {
    String name = kind + "-" + change;
    Path run = folder.resolve(name);
    var faults = new Faults(kind, change);
    Run ended = run(faults, STUDY, run);
    requireOneLineOrSuccess(ended, kind, name);
    if (kind == Faults.Kind.POWER_CUT) {
      faults.cutPower();
    } else {
      requireWhole(run, name);
    }
    if (kind.leavesNothing()) {
      assertThat(parts(run)).as(name).isEmpty();
    }
    if (!Files.exists(run.resolve("study.json"))) {
      // It was cut off before it began.
      assertThat(run(Faults.none(), "resume --quiet RUN", run).exitCode()).as(name).isEqualTo(2);
      return;
    }
    Path foreign = Files.writeString(run.resolve("notes.txt"), FOREIGN);
    Run resumed = run(Faults.none(), "resume --quiet RUN", run);
    assertThat(resumed.exitCode()).as(name + resumed.err()).isZero();
    assertThat(foreign).as(name).hasContent(FOREIGN);
    Files.delete(foreign);
    // If it had ended but for its report, there was nothing to resume.
    Run report = run(Faults.none(), "report RUN", run);
    assertThat(report.exitCode()).as(name + report.err()).isZero();
    requireSame(run, name);
    assertThat(parts(run)).as(name).isEmpty();
    assertThat(run.resolve("checkpoints")).as(name).doesNotExist();
    Run replayed = run(Faults.none(), "replay --quiet RUN", run);
    assertThat(replayed.exitCode()).as(name + replayed.err()).isZero();
  }

  /// A fault that does not matter is none: a folder is made by a second attempt.
  private static void requireOneLineOrSuccess(Run ended, Faults.Kind kind, String name) {
    if (ended.exitCode() == 0) {
      assertThat(ended.err()).as(name).isEmpty();
      return;
    }
    assertThat(ended.err()).as(name).hasLineCount(1).startsWith("seedbed: ");
    assertThat(ended.exitCode()).as(name).isEqualTo(1);
    if (!kind.kills()) {
      assertThat(ended.err()).as(name).doesNotContain("internal error").contains(kind.reason());
    }
  }

  /// Every file is what it is in the end. The journal grows, and so do the folders of TensorBoard,
  /// whose files have been read by now with all their checksums.
  private static void requireWhole(Path run, String name) throws IOException {
    content(run)
        .forEach((file, content) -> {
          if (!file.equals("journal.jsonl") && !file.startsWith("tensorboard")) {
            assertThat(content).as("%s: %s", name, file).isEqualTo(expected.get(file));
          }
        });
  }

  private static void requireSame(Path run, String name) throws IOException {
    Map<String, Object> content = content(run);
    assertThat(content.keySet()).as(name).isEqualTo(expected.keySet());
    content.forEach((file, actual) ->
        assertThat(actual).as("%s: %s", name, file).isEqualTo(expected.get(file)));
  }

  /// Two files of weights with one index, which are written as one set.
  private static Path shards(Path folder) throws IOException {
    for (String tensor : List.of("a", "b")) {
      var bytes = new ByteArrayOutputStream();
      byte[] header =
          "{\"%s.weight\":{\"dtype\":\"F32\",\"shape\":[4,4],\"data_offsets\":[0,64]}}"
              .formatted(tensor)
              .getBytes(UTF_8);
      bytes.write(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
      bytes.write(header);
      bytes.write(new byte[64]);
      Files.write(folder.resolve(tensor + ".safetensors"), bytes.toByteArray());
    }
    return Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"metadata\":{\"total_size\":128},\"weight_map\":{\"a.weight\":\"a.safetensors\",\"b.weight\":\"b.safetensors\"}}");
  }

  /// The commands that write something else than a run.
  static List<String> commands() {
    return List.of(
        "init --layers 4,3,2 --overwrite -o RUN/start.onnx",
        "init --layers 4,3,2 --overwrite -o RUN/start.safetensors",
        "init MODEL --init he-normal --overwrite -o RUN/drawn.onnx",
        "init SHARDS --init he-normal --overwrite -o RUN/drawn.safetensors.index.json",
        "check --layers 4,8,3 --overwrite --report RUN/check.html",
        "check MODEL --fix --overwrite -o RUN/repaired.onnx",
        "verify MODEL --as glorot-uniform --overwrite --report RUN/verify.html",
        "predict MODEL examples/iris.csv -o RUN/answers.csv",
        "luck examples/luck/hits.csv --rows --overwrite --report RUN/luck.html");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void write_fullDiskOrDeath_wholeOrNothing(String command) throws IOException {
    failAtEveryChange(command, Faults.Kind.DISK_FULL, Faults.Kind.DEATH_IN_A_WRITE);
  }

  @ParameterizedTest
  @MethodSource("commands")
  @Tag("measurement")
  void write_anyFault_wholeOrNothing(String command) throws IOException {
    failAtEveryChange(command, Faults.Kind.values());
  }

  /// Files are there whole or not at all, and another attempt makes them.
  private void failAtEveryChange(String words, Faults.Kind... kinds) throws IOException {
    Path shards = shards(Files.createDirectory(folder.resolve("shards")));
    String command =
        words
            .replace("MODEL", undisturbed.resolve("run").resolve("model.onnx").toString())
            .replace("SHARDS", shards.toString());
    Path whole = Files.createDirectory(folder.resolve("whole"));
    Faults none = Faults.none();
    Run undisturbedRun = run(none, command, whole);
    Map<String, Object> after = bytes(whole);
    assertThat(after).as(undisturbedRun.err()).isNotEmpty();
    for (Faults.Kind kind : kinds) {
      for (int change = 0; change < none.changes().size(); change++) {
        String name = "%s: %s-%d".formatted(words, kind, change);
        Path out = Files.createDirectory(folder.resolve(kind + "-" + change));
        Path foreign = Files.writeString(out.resolve("notes.txt"), FOREIGN);
        Run ended = run(new Faults(kind, change), command, out);
        if (ended.exitCode() == undisturbedRun.exitCode()) {
          assertThat(ended.err()).as(name).isEqualTo(undisturbedRun.err());
        } else {
          assertThat(ended.exitCode()).as(name).isEqualTo(1);
          assertThat(ended.err())
              .as(name)
              .hasLineCount(1)
              .startsWith("seedbed: cannot write ")
              .contains(kind.reason());
        }
        if (kind.leavesNothing()) {
          assertThat(parts(out)).as(name).isEmpty();
        }
        assertThat(foreign).as(name).hasContent(FOREIGN);
        Files.delete(foreign);
        bytes(out)
            .forEach((file, content) ->
                assertThat(content).as("%s: %s", name, file).isEqualTo(after.get(file)));
        // Not every command replaces a file that is there.
        if (!bytes(out).equals(after)) {
          Run again = run(Faults.none(), command, out);
          assertThat(again.exitCode()).as(name + again.err()).isEqualTo(undisturbedRun.exitCode());
        }
        assertThat(bytes(out)).as(name).isEqualTo(after);
      }
    }
  }

  private static Map<String, Object> bytes(Path folder) throws IOException {
    var bytes = new TreeMap<String, Object>();
    for (Path file : files(folder)) {
      String name = folder.relativize(file).toString();
      if (!name.contains(".part-")) {
        bytes.put(name, Files.readString(file, ISO_8859_1).replace(folder.toString(), "RUN"));
      }
    }
    return bytes;
  }
}
