package dev.seedbed.cli;

import static dev.seedbed.cli.CommandRunner.runCommand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seedbed.cli.CommandRunner.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Pipes, devices and folders where a command reads a file: it waits for nothing, and says so in
/// one line.
class NoFileTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /// FILE is what is no file.
  static List<String> commands() {
    return List.of(
        "luck FILE",
        "luck examples/luck/runs.csv FILE",
        "inspect FILE",
        "train FILE --target y --out OUT",
        "train examples/iris.csv --target species --test FILE --out OUT",
        "predict MODEL FILE -o OUT",
        "check --layers 4,3 --data FILE",
        "check MODEL --data FILE",
        "init --layers 4,3 --data FILE -o OUT.onnx",
        "init MODEL --rules FILE -o OUT.onnx",
        "verify MODEL --rules FILE",
        "verify FILE --as torch",
        "report FILE");
  }

  @TempDir private static Path trained = Path.of("");
  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void train() {
    String words = "train examples/iris.csv --target species --seeds 1 --epochs 1 --quiet --out";
    assertThat(runCommand(words, trained.resolve("run")).exitCode()).isZero();
  }

  private void refuses(String command, Path file, String reason) {
    String out = folder.resolve("out").toString();
    String words =
        command
            .replace("FILE", file.toString())
            .replace("MODEL", trained.resolve("run/model.onnx").toString())
            .replace("OUT", out);
    Run run = assertTimeoutPreemptively(LIMIT, () -> runCommand(words));
    assertThat(run.exitCode()).as(words).isEqualTo(2);
    assertThat(run.out()).as(words).isEmpty();
    assertThat(run.errors()).as(words).hasSize(1);
    assertThat(run.err()).as(words).startsWith("seedbed: ").contains(file.toString(), reason);
    assertThat(folder).as(words).isDirectoryNotContaining("glob:**out*");
  }

  /// Makes a pipe that nobody writes into.
  private static Path pipe(Path file) throws InterruptedException {
    try {
      assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
      return file;
    } catch (IOException e) {
      return abort("there is no mkfifo");
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void pipe_oneLine(String command) throws InterruptedException {
    refuses(command, pipe(folder.resolve("pipe")), "");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void device_oneLine(String command) {
    Path zeros = Path.of("/dev/zero");
    assumeTrue(Files.exists(zeros), "there is no /dev/zero");
    refuses(command, zeros, "");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void emptyFolder_oneLine(String command) throws IOException {
    refuses(command, Files.createDirectory(folder.resolve("empty")), "");
  }

  /// A folder of parts of a table is read, if each part is a file.
  @Test
  void pipeAmongParts_isNoPart() throws IOException, InterruptedException {
    Path parts = Files.createDirectory(folder.resolve("parts"));
    pipe(parts.resolve("part-1.csv"));
    refuses("inspect FILE", parts, "has no file of a table");
  }
}
