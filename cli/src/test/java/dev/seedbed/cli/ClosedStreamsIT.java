package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The launcher where standard streams are closed, full, or read no further.
class ClosedStreamsIT {
  private static final String TRAIN =
      "train examples/iris.csv --target species --hidden 3 --seeds 2 --epochs 2 --out ";

  @TempDir private static Path made = Path.of("");
  @TempDir private Path folder = Path.of("");

  private record Ended(int exitCode, List<String> errors) {}

  @BeforeAll
  static void train() throws IOException, InterruptedException {
    Ended ended = run(made, TRAIN + made.resolve("run"), ">/dev/null");
    assertThat(ended).isEqualTo(new Ended(0, List.of()));
  }

  /// Every command, each of which prints.
  static List<String> commands() {
    return List.of(
        "--help",
        "--version",
        "check MODEL",
        "verify MODEL --as glorot-uniform",
        "init --layers 4,3,2 -o OUT/start.onnx",
        "predict MODEL examples/iris.csv",
        "inspect examples/iris.csv",
        "luck RUN/curves.csv",
        "resume RUN",
        "replay RUN",
        "report RUN",
        "schemes",
        "doctor",
        TRAIN + "OUT/run");
  }

  /// Runs a command by bash, which redirects its streams.
  private static Ended run(Path folder, String words, String redirection)
      throws IOException, InterruptedException {
    Path run = made.resolve("run");
    String command =
        words
            .replace("MODEL", run.resolve("model.onnx").toString())
            .replace("RUN", run.toString())
            .replace("OUT", folder.toString());
    Path errors = folder.resolve("errors.txt");
    Process process =
        new ProcessBuilder(
                "bash", "-c", "./seedbed %s %s; exit ${PIPESTATUS[0]}".formatted(command, redirection))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), Files.readAllLines(errors, UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"schemes", "check MODEL", TRAIN + "OUT/run"})
  void print_someCommands_saysWhatIsLost(String command) throws IOException, InterruptedException {
    close(command);
  }

  @ParameterizedTest
  @MethodSource("commands")
  @Tag("exhaustive")
  void print_everyCommand_saysWhatIsLost(String command) throws IOException, InterruptedException {
    close(command);
  }

  private void close(String command) throws IOException, InterruptedException {
    Ended undisturbed = run(attempt("undisturbed"), command, "");
    // A pipe that is closed means that its reader has enough.
    assertThat(run(attempt("pipe"), command, "| head -n 1")).as("pipe").isEqualTo(undisturbed);
    assertThat(run(attempt("in"), command, "<&-")).as("input").isEqualTo(undisturbed);
    assertThat(run(attempt("error"), command, "2>&-").exitCode())
        .as("errors")
        .isEqualTo(undisturbed.exitCode());
    requireLost(run(attempt("full"), command, ">/dev/full"), "No space left on device");
    requireLost(run(attempt("out"), command, ">&-"), "Bad file descriptor");
    assertThat(run(attempt("all"), command, "<&- >&- 2>&-").exitCode()).as("all").isEqualTo(1);
  }

  private Path attempt(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  private static void requireLost(Ended ended, String reason) {
    assertThat(ended.exitCode()).as(reason).isEqualTo(1);
    assertThat(ended.errors())
        .last()
        .isEqualTo("seedbed: standard output is incomplete: " + reason);
  }
}
