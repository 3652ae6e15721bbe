package dev.seedbed.cli;

import static dev.seedbed.cli.CommandRunner.runCommand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.seedbed.cli.CommandRunner.Run;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Run folders in which something else stands than a run has left: nothing outside is touched,
/// nothing that is not the run's is lost, and all that is said is one line.
class HostileRunTest {
  /// Words of Java, of its libraries, and of the program's inside.
  private static final Pattern INTERNAL =
      Pattern.compile(
          "dev\\.seedbed|java\\.|jackson|Exception|Source:|Node'|No enum|REDACTED|null|\\.part-|`|internal error");

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private static Path whole = Path.of("");
  @TempDir private Path folder = Path.of("");

  private Path run = Path.of("");
  private Path outside = Path.of("");

  /// A run with all that can be in its folder.
  @BeforeAll
  static void train() {
    Run trained =
        runCommand(
            "train examples/iris.csv --target species --hidden 3 --seeds 2 --epochs 2 --record activations"
                + " --tensorboard --quiet --out",
            whole.resolve("run"));
    assertThat(trained.exitCode()).as(trained.err()).isZero();
  }

  @BeforeEach
  void copy() throws IOException {
    run = folder.resolve("run");
    copyTree(whole.resolve("run"), run);
    outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("thesis.tex"), "the only copy, no line break at its end");
    Files.writeString(outside.resolve("trial-000000.safetensors"), "precious");
    Files.writeString(outside.resolve(".part-0d9a3b0e-3c3f-4a53-9a6e-0e3a2d9f1c11"), "precious");
    Files.writeString(
        outside.resolve("events.jsonl"), "{\"event\":\"study_started\"}\n{\"event\":\"tr");
    Files.createDirectory(outside.resolve("below"));
    Files.writeString(outside.resolve("below").resolve("x"), "precious");
  }

  static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(
            file,
            to.resolve(from.relativize(file).toString()),
            StandardCopyOption.COPY_ATTRIBUTES,
            LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /// What is below a folder, with the content of files and the targets of links.
  private static Map<String, String> tree(Path top) throws IOException {
    var tree = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(top)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String content = "";
        if (Files.isSymbolicLink(file)) {
          content = Files.readSymbolicLink(file).toString();
        } else if (Files.isRegularFile(file)) {
          content = Files.readString(file, StandardCharsets.ISO_8859_1);
        }
        tree.put(top.relativize(file).toString(), content);
      }
    }
    return tree;
  }

  private static void remove(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path done, IOException e) throws IOException {
            Files.delete(done);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static List<Run> commands(Path run) {
    return commands(run, "resume --quiet", "replay", "report", "predict", "check");
  }

  /// The commands on the run, each of which must end in time and say no more than one line of its
  /// own.
  static List<Run> commands(Path run, String... commands) {
    var runs = new ArrayList<Run>();
    for (String command : commands) {
      Path[] paths =
          command.equals("predict")
              ? new Path[] {run, Path.of("examples/iris.csv")}
              : new Path[] {run};
      Run done = assertTimeoutPreemptively(LIMIT, () -> runCommand(command, paths), command);
      assertThat(done.exitCode()).as("%s: %s", command, done.err()).isIn(0, 1, 2, 10, 11);
      assertThat(done.errors()).as(command).hasSizeLessThanOrEqualTo(1);
      assertThat(done.err()).as(command).doesNotContainPattern(INTERNAL).hasSizeLessThan(1500);
      if (done.exitCode() == 0) {
        // The score, where the answers are known.
        assertThat(done.errors())
            .as(command)
            .allMatch(line -> command.equals("predict") && line.startsWith("seedbed: accuracy "));
      }
      runs.add(done);
    }
    return runs;
  }

  private void forgetTheEnd() throws IOException {
    Files.delete(run.resolve("result.json"));
  }

  /// What a run folder may hold, and what must not stand there in its place.
  static List<String> places() {
    return List.of(
        "journal.jsonl",
        "study.json",
        "result.json",
        "start.json",
        "environment.json",
        "trials.csv",
        "curves.csv",
        "test.csv",
        "activations.csv",
        "model.onnx",
        "model.safetensors",
        "report.html",
        "checkpoints",
        "checkpoints/trial-000000.safetensors",
        "tensorboard",
        "tensorboard/glorot-uniform-seed0");
  }

  private static boolean isFolder(String place) {
    return !place.contains(".");
  }

  private Path cleared(String place) throws IOException {
    Path path = run.resolve(place);
    remove(path);
    Files.createDirectories(path.getParent());
    return path;
  }

  private void resumeIsRefused(String place) throws IOException {
    Map<String, String> before = tree(run);
    Run resume = assertTimeoutPreemptively(LIMIT, () -> runCommand("resume --quiet", run));
    assertThat(resume.exitCode()).as(resume.err()).isEqualTo(2);
    assertThat(resume.errors())
        .hasSize(1)
        .first()
        .asString()
        .matches(
            "seedbed: \\Q%s\\E must be a (regular file|folder), not a .*: replace it or move it away"
                .formatted(run.resolve(place)));
    if (!place.contains("/")) {
      assertThat(tree(run)).as("refused before anything is changed").isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void link_notFollowed(String place) throws IOException {
    assertNotFollowed(place, List.of(isFolder(place) ? "" : "thesis.tex"));
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @MethodSource("places")
  void link_toAnything_notFollowed(String place) throws IOException {
    assertNotFollowed(place, List.of("", "thesis.tex", "events.jsonl", "nothing"));
  }

  private void assertNotFollowed(String place, List<String> targets) throws IOException {
    Path link = cleared(place);
    Map<String, String> before = tree(outside);
    for (String target : targets) {
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, outside.resolve(target));
      commands(run);
      assertThat(tree(outside)).isEqualTo(before);
      assertThat(link).isSymbolicLink();
    }
    if (!place.equals("result.json")) {
      Files.deleteIfExists(run.resolve("result.json"));
      // Not needed to go on, and not written anew.
      if (!place.equals("environment.json")) {
        resumeIsRefused(place);
      }
    }
    commands(run);
    assertThat(tree(outside)).isEqualTo(before);
  }

  /// A pipe that nobody writes into would be waited for without an end.
  @ParameterizedTest
  @MethodSource("places")
  void pipe_notOpened(String place) throws IOException, InterruptedException {
    Path pipe = cleared(place);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    commands(run);
    if (!place.equals("result.json") && !place.equals("environment.json")) {
      forgetTheEnd();
      resumeIsRefused(place);
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void folderOrFile_inPlaceOfTheOther_refused(String place) throws IOException {
    Path path = cleared(place);
    if (isFolder(place)) {
      Files.writeString(path, "mine");
    } else {
      Files.createDirectory(path);
      Files.writeString(path.resolve("mine"), "mine");
    }
    commands(run);
    if (!place.equals("result.json") && !place.equals("environment.json")) {
      forgetTheEnd();
      resumeIsRefused(place);
    }
  }

  @Test
  void journal_hardLink_notWritten() throws IOException {
    Path journal = cleared("journal.jsonl");
    forgetTheEnd();
    for (String name : List.of("thesis.tex", "events.jsonl")) {
      Files.deleteIfExists(journal);
      Map<String, String> before = tree(outside);
      Files.createLink(journal, outside.resolve(name));
      commands(run);
      assertThat(tree(outside)).isEqualTo(before);
    }
  }

  /// What others have put there stays, and stops nothing.
  @Test
  void resume_foreignThings_leftAlone() throws IOException {
    forgetTheEnd();
    Path checkpoints = Files.createDirectory(run.resolve("checkpoints"));
    for (Path place : List.of(run, checkpoints, run.resolve("tensorboard"))) {
      Files.writeString(place.resolve("notes.txt"), "mine");
      Path below = Files.createDirectory(place.resolve("mine"));
      Files.writeString(below.resolve(".part-0d9a3b0e-3c3f-4a53-9a6e-0e3a2d9f1c12.txt"), "mine");
      Files.createSymbolicLink(below.resolve("trial-000001.safetensors"), outside);
      Files.createSymbolicLink(place.resolve("elsewhere"), outside);
      Files.createSymbolicLink(place.resolve("nowhere"), outside.resolve("nothing"));
      Files.createDirectory(
          place.resolve("locked"),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("-wx------")));
      Path part =
          Files.createDirectory(place.resolve(".part-0d9a3b0e-3c3f-4a53-9a6e-0e3a2d9f1c13"));
      Files.writeString(part.resolve("mine"), "mine");
    }
    Path left = Files.writeString(checkpoints.resolve("trial-000001.safetensors"), "torn");
    Path torn =
        Files.writeString(run.resolve(".part-0d9a3b0e-3c3f-4a53-9a6e-0e3a2d9f1c11"), "torn");
    Map<String, String> before = tree(run);
    Map<String, String> beforeOutside = tree(outside);

    Run resume = runCommand("resume --quiet", run);

    assertThat(resume.exitCode()).as(resume.err()).isZero();
    assertThat(resume.err()).isEmpty();
    assertThat(tree(outside)).isEqualTo(beforeOutside);
    assertThat(left).doesNotExist();
    assertThat(torn).doesNotExist();
    Map<String, String> after = tree(run);
    before.forEach((name, content) -> {
      if (content.equals("mine") || content.startsWith(outside.toString())) {
        assertThat(after).containsEntry(name, content);
      }
    });
    assertThat(runCommand("resume --quiet", run).out()).startsWith("best ");
  }

  /// The folder's own name is the user's business.
  @Test
  void resume_folderNamedByALink_goesOn() throws IOException {
    forgetTheEnd();
    Path link = Files.createSymbolicLink(folder.resolve("link"), run);
    Run resume = runCommand("resume --quiet", link);
    assertThat(resume.exitCode()).as(resume.err()).isZero();
    assertThat(run.resolve("result.json")).exists();
  }

  @Test
  void hugeFiles_oneLine() throws IOException {
    for (String name : List.of("study.json", "result.json", "start.json", "journal.jsonl")) {
      Path file = run.resolve(name);
      byte[] good = Files.readAllBytes(file);
      try (var out = new RandomAccessFile(file.toFile(), "rw")) {
        // Without taking room on the disk.
        out.setLength(40L << 30);
      }
      if (name.equals("journal.jsonl")) {
        Files.delete(run.resolve("result.json"));
      }
      List<Run> runs = commands(run);
      assertThat(runs.stream().map(Run::err))
          .as(name)
          .anyMatch(err ->
              err.contains(file + " cannot be read: its 42,949,672,960 bytes take about ")
                  || err.contains(file + ": line "));
      Files.write(file, good);
    }
  }
}
