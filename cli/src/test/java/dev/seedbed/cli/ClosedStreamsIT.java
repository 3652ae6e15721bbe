package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seedbed.cli.command.CheckCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Standard streams that are closed, full or read no further, by the real program: files are
/// written as with open streams, and only output that is lost is a failure.
class ClosedStreamsIT {
  /// The files that the commands write when all streams are open.
  @TempDir private static Path undisturbed = Path.of("");

  @TempDir private Path folder = Path.of("");

  private static String seedbed(String arguments) {
    return "'%s' %s".formatted(Path.of("seedbed").toAbsolutePath(), arguments);
  }

  private static String train() {
    return seedbed(
        "train '%s' --target species --hidden 4 --epochs 2 --seeds 2 --out run"
            .formatted(Path.of("examples/iris.csv").toAbsolutePath()));
  }

  private static String check() {
    return seedbed("check --layers 4,5,3 --init zeros");
  }

  private static String init() {
    return seedbed("init --layers 4,5,3 --out start.onnx");
  }

  private static String verify() {
    return seedbed("verify '%s' --as glorot-uniform".formatted(undisturbed.resolve("start.onnx")));
  }

  /// More lines than fit into a pipe.
  private static String predict() {
    return seedbed(
        "predict '%s' '%s'".formatted(undisturbed.resolve("run"), undisturbed.resolve("rows.csv")));
  }

  private static String predictToFile() {
    return predict() + " --out answers.csv";
  }

  /// @param err each line once
  private record Result(List<Integer> exitCodes, Set<String> err) {}

  @BeforeAll
  static void runUndisturbed() throws IOException, InterruptedException {
    Files.writeString(
        undisturbed.resolve("rows.csv"),
        "sepal_length,sepal_width,petal_length,petal_width\n" + "5.1,3.5,1.4,0.2\n".repeat(5_000));
    assertThat(run(undisturbed, "%s >/dev/null", List.of(train(), init(), predictToFile())))
        .isEqualTo(new Result(Collections.nCopies(3, 0), Set.of()));
    assertThat(Files.size(undisturbed.resolve("answers.csv"))).isGreaterThan(1 << 16);
  }

  @Test
  void inputClosed_nothingChanges() throws IOException, InterruptedException {
    assertThat(run(folder, "%s <&-", List.of(init(), predictToFile())))
        .isEqualTo(new Result(List.of(0, 0), Set.of()));
    assertSame("start.onnx");
    assertSame("answers.csv");
  }

  @Test
  void errorsClosed_nothingChanges() throws IOException, InterruptedException {
    assertThat(run(folder, "%s 2>&-", List.of(check())))
        .isEqualTo(new Result(List.of(CheckCommand.ERRORS), Set.of()));
  }

  /// The last command has nothing to print.
  @Test
  void outputClosed_exitCode1AndOneLine() throws IOException, InterruptedException {
    assertThat(run(folder, "%s >&-", List.of(check(), verify(), predict(), predictToFile())))
        .isEqualTo(new Result(List.of(1, 1, 1, 0), lost("Bad file descriptor")));
    assertSame("answers.csv");
  }

  @Test
  void allClosed_exitCode1AndFilesWhole() throws IOException, InterruptedException {
    assertThat(run(folder, "%s <&- >&- 2>&-", List.of(train())))
        .isEqualTo(new Result(List.of(1), Set.of()));
    assertRunWhole();
  }

  @Test
  void outputFull_exitCode1AndOneLine() throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/dev/full")), "needs /dev/full");
    assertThat(run(folder, "%s >/dev/full", List.of(train(), init(), predict())))
        .isEqualTo(new Result(List.of(1, 1, 1), lost("No space left on device")));
    assertRunWhole();
    assertSame("start.onnx");
  }

  /// A pipe that nobody reads any more, from the first byte on.
  @Test
  void pipeBroken_nothingChanges() throws IOException, InterruptedException {
    String broken = "exec 4> >(exec true); wait $!; %s >&4";
    assertThat(run(folder, broken, List.of(train(), check(), verify())))
        .isEqualTo(new Result(List.of(0, CheckCommand.ERRORS, 0), Set.of()));
    assertRunWhole();
  }

  /// A pipe whose reader has enough while there is more.
  @Test
  void pipeCutOff_nothingChanges() throws IOException, InterruptedException {
    assertThat(run(folder, "%s | head -n 1", List.of(predict())))
        .isEqualTo(new Result(List.of(0), Set.of()));
    assertThat(run(folder, "%s --json | head -c 10", List.of(check())))
        .isEqualTo(new Result(List.of(CheckCommand.ERRORS), Set.of()));
  }

  private static Set<String> lost(String reason) {
    return Set.of("seedbed: standard output is incomplete: " + reason);
  }

  /// The same files, none of them in the making; those of which each byte is settled are the same.
  private void assertRunWhole() throws IOException {
    assertThat(files(folder.resolve("run"))).isEqualTo(files(undisturbed.resolve("run")));
    for (String file : List.of("model.onnx", "model.safetensors", "trials.csv", "curves.csv")) {
      assertSame("run/" + file);
    }
    assertThat(weights(folder)).isEqualTo(weights(undisturbed));
  }

  private void assertSame(String file) {
    assertThat(folder.resolve(file)).hasSameBinaryContentAs(undisturbed.resolve(file));
  }

  private static List<Path> files(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      return files.map(run::relativize).sorted().toList();
    }
  }

  private static String weights(Path folder) {
    return JsonMapper.shared()
        .readTree(folder.resolve("run/result.json"))
        .get("weights_sha256")
        .asString();
  }

  /// Runs commands one after the other in a shell, of whose output only errors are kept.
  ///
  /// @param streams what becomes of the streams of each
  private static Result run(Path folder, String streams, List<String> commands)
      throws IOException, InterruptedException {
    String script =
        commands.stream()
            .map(command -> streams.formatted(command) + "\necho ${PIPESTATUS[0]} >>codes.txt\n")
            .collect(Collectors.joining());
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder("bash", "-c", script)
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    Path codes = folder.resolve("codes.txt");
    List<Integer> exitCodes = Files.readAllLines(codes).stream().map(Integer::valueOf).toList();
    Set<String> lines = new TreeSet<>(Files.readAllLines(err, UTF_8));
    Files.delete(codes);
    Files.delete(err);
    return new Result(exitCodes, lines);
  }
}
