package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.cli.CommandRunner.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Commands on a disk that fails at any of the changes they make: full, read-only, without renames,
/// or cut off with the process.
class FaultsTest {
  private static final String STUDY =
      "train examples/iris.csv --target species --hidden 3 --seeds 4 --epochs 4 --halving 2"
          + " --smallest-budget 1 --references 1 --threads 1 --record activations --tensorboard"
          + " --quiet --out RUN";

  /// Of each fault, spread over the run.
  private static final int POINTS = 6;

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
  /// @param run the path that RUN in the command stands for
  private static Run run(Faults faults, String command, Path run) {
    var files = new FaultyFiles(faults);
    return CommandRunner.run(
        text -> files.path(Path.of(text)), command.replace("RUN", run.toString()).split(" "));
  }

  /// The files of a run, without what depends on the clock and on where the run is.
  private static Map<String, Object> content(Path run) throws IOException {
    var content = new TreeMap<String, Object>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = run.relativize(file).toString();
        if (name.startsWith("tensorboard") && !name.contains(".part-")) {
          content.put(name, EventFiles.read(file.getParent()).scalars());
        } else if (name.equals("journal.jsonl")) {
          content.put(name, events(file));
        } else if (name.endsWith(".json")) {
          content.put(name, timeless(JsonMapper.shared().readTree(file)));
        } else if (name.equals("report.html")) {
          content.put(
              name, Files.readString(file).replace(run.toString(), "RUN").replaceAll("[0-9.]+ s\\b", "SECONDS"));
        } else if (!name.startsWith("checkpoints")) {
          content.put(name, new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
        }
      }
    }
    return content;
  }

  private static List<String> events(Path journal) throws IOException {
    return Files.readString(journal, UTF_8)
        .lines()
        .filter(line -> !line.contains("study_resumed") && !line.contains("study_interrupted"))
        .map(line -> line.replaceAll("\"(seconds|run)\":(\"[^\"]*\"|[0-9.E-]+)", "\"$1\":0"))
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
    var random = new Random(24); System.err.println(changes + " changes");
    for (Faults.Kind kind : Faults.Kind.values()) {
      for (int i = 0; i < POINTS; i++) {
        try { failAndGoOn(kind, (i * changes + random.nextInt(changes)) / POINTS); } catch (AssertionError e) {String m=String.valueOf(e.getMessage()); System.err.println("BAD " + m.substring(0, Math.min(m.length(), 700)));}
      }
    }
  }

  @Test
  @Tag("exhaustive")
  void train_atEveryChange_oneLineAndGoesOn() throws IOException {
    for (Faults.Kind kind : Faults.Kind.values()) {
      for (int change = 0; change < changes; change+= (change == 0 ? 122 : change==122? 1 : 31*2)) {
        try { failAndGoOn(kind, change); } catch (AssertionError e) {String m=String.valueOf(e.getMessage()); System.err.println("BAD " + m.substring(0, Math.min(m.length(), 700)));}
      }
    }
  }

  private void failAndGoOn(Faults.Kind kind, int change) throws IOException {
    String name = kind + "-" + change;
    Path run = folder.resolve(name);
    Path foreign = run.resolve("notes.txt");
    var faults = new Faults(kind, change);
    Run ended = run(faults, STUDY, run);
    if (ended.exitCode() == 0) {
      // Nothing failed, or nothing that matters: folders are made by a second attempt.
      assertThat(ended.err()).as(name).isEmpty();
    } else {
      assertThat(ended.err()).as(name).hasLineCount(1).startsWith("seedbed: ");
      if (!kind.kills()) {
        assertThat(ended.exitCode()).as(name + ended.err()).isEqualTo(1);
        assertThat(ended.err()).as(name).doesNotContain("internal error");
      }
      if (kind != Faults.Kind.READ_ONLY && !kind.kills()) {
        assertThat(parts(run)).as(name).isEmpty();
      }
      if (kind == Faults.Kind.POWER_CUT) {
        faults.cutPower();
      } else if (Files.exists(run)) {
        requireWhole(run, name);
      }
    }
    if (Files.exists(run)) {
      Files.writeString(foreign, FOREIGN);
    }
    Run resumed = run(Faults.none(), "resume --quiet RUN", run);
    if (resumed.err().contains("no such run folder") || resumed.err().contains("is no run folder")) {
      assertThat(run.resolve("study.json")).doesNotExist();
      return;
    }
    assertThat(resumed.exitCode()).as(name + resumed.err() + ended.err()).isZero();
    assertThat(foreign).hasContent(FOREIGN);
    Files.delete(foreign);
    if (!Files.exists(run.resolve("report.html"))) {
      Run report = run(Faults.none(), "report RUN", run);
      assertThat(report.exitCode()).as(name + report.err()).isZero();
    }
    requireSame(run, name);
    assertThat(parts(run)).as(name).isEmpty();
    assertThat(run.resolve("checkpoints")).as(name).doesNotExist();
    Run replayed = run(Faults.none(), "replay --quiet RUN", run);
    assertThat(replayed.exitCode()).as(name + replayed.err()).isZero();
  }

  /// Every file under its final name is what it is in the end. The journal grows, and so do the
  /// folders of TensorBoard, whose files have been read by now with all their checksums.
  private static void requireWhole(Path run, String name) throws IOException {
    content(run).forEach((file, content) -> {
      if (!file.equals("journal.jsonl")
          && !file.startsWith("tensorboard")
          && !file.contains(".part-")) {
        assertThat(content).as("%s: %s", name, file).isEqualTo(expected.get(file));
      }
    });
  }

  private static void requireSame(Path run, String name) throws IOException {
    Map<String, Object> content = content(run);
    assertThat(content.keySet()).as(name).isSubsetOf(expected.keySet()); assertThat(expected.keySet()).as(name).isSubsetOf(content.keySet());
    content.forEach((file, actual) ->
        assertThat(actual).as("%s: %s", name, file).isEqualTo(expected.get(file)));
  }

  private static List<Path> parts(Path folder) throws IOException {
    var parts = new ArrayList<Path>();
    if (!Files.exists(folder)) {
      return parts;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.filter(file -> file.getFileName().toString().contains(".part-")).forEach(parts::add);
    }
    return parts;
  }
}
