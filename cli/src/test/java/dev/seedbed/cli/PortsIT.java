package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seedbed.cli.CommandRunner.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The ports draw what Java draws: their own tests, and what their page shows beside `init`.
@Tag("exhaustive")
class PortsIT {
  private static final String PAGE = "ports/README.md";
  private static final Path PYTHON_PORT = Path.of("ports/python").toAbsolutePath();
  private static final Path JAVASCRIPT_PORT = Path.of("ports/javascript").toAbsolutePath();

  @TempDir private static Path folder = Path.of("");

  /// The hash of layer1/weight that `init` prints.
  private static String expected = "";

  @BeforeAll
  static void runTheCommandOfThePage() throws IOException {
    String command = Pages.commands(PAGE, "./seedbed init").getFirst();
    String[] arguments =
        command
            .replace("start.safetensors", folder.resolve("start.safetensors").toString())
            .replace("./seedbed ", "")
            .split(" ", -1);
    Run run = CommandRunner.run(arguments);
    var first = JsonMapper.shared().readTree(run.out()).get("tensors").get(0);
    assertThat(first.get("name").stringValue()).isEqualTo("layer1/weight");
    expected = first.get("sha256").stringValue();
  }

  private record Result(int exitCode, String text) {}

  /// Runs a command where a port is.
  ///
  /// @throws IOException if there is no such program
  private static Result run(Path where, List<String> command)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(15, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new Result(process.waitFor(), Files.readString(output, UTF_8));
  }

  /// The first of some programs that can do this.
  private static Optional<String> program(List<String> names, String... proof)
      throws InterruptedException {
    for (String name : names) {
      try {
        var command = Stream.concat(Stream.of(name), Stream.of(proof)).toList();
        if (run(folder, command).exitCode() == 0) {
          return Optional.of(name);
        }
      } catch (IOException e) {
        // There is no such program.
      }
    }
    return Optional.empty();
  }

  private static String python() throws InterruptedException {
    var python = program(List.of("python3", "/usr/bin/python3"), "-c", "import numpy");
    assumeTrue(
        python.isPresent(), "not run for want of NumPy: apt-get install python3 python3-numpy");
    return python.orElseThrow();
  }

  private static String node() throws InterruptedException {
    var node = program(List.of("node"), "--version");
    assumeTrue(node.isPresent(), "not run for want of Node: apt-get install nodejs");
    return node.orElseThrow();
  }

  private static String output(Path where, String... command)
      throws IOException, InterruptedException {
    Result result = run(where, List.of(command));
    assertThat(result.exitCode()).as(result.text()).isZero();
    return result.text();
  }

  @Test
  void python_itsTests() throws IOException, InterruptedException {
    assertThat(output(PYTHON_PORT, python(), "test_seedbed.py")).contains("OK");
  }

  @Test
  void javascript_itsTests() throws IOException, InterruptedException {
    assertThat(output(JAVASCRIPT_PORT, node(), "--test")).containsPattern("fail 0\\b");
  }

  @Test
  void pagesPython_printsWhatInitPrints() throws IOException, InterruptedException {
    String example = Pages.blocks(PAGE, "python").getFirst();
    assertThat(output(PYTHON_PORT, python(), "-c", example)).isEqualToIgnoringNewLines(expected);
  }

  @Test
  void pagesJavaScript_printsWhatInitPrints() throws IOException, InterruptedException {
    String example = Pages.blocks(PAGE, "js").getFirst();
    assertThat(output(JAVASCRIPT_PORT, node(), "--input-type=module", "-e", example))
        .isEqualToIgnoringNewLines(expected);
  }
}
