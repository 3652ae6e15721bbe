package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The promise: the same weights, bit for bit, from JVMs of their own with other vector widths,
/// other compilers, without the vector module, and with other numbers of threads.
class SameBitsTest {
  /// With vectors from the first step on, which the small studies here would not see otherwise.
  private static final List<String> VECTOR =
      List.of("--add-modules", "jdk.incubator.vector", "-Dseedbed.vectors=always");

  @TempDir private Path folder = Path.of("");

  @Test
  void train_anyMachineLikeSetting_sameHashAndLosses() throws IOException, InterruptedException {
    sameInAllSettings((threads, flags) -> {
      String runs = Files.createTempDirectory(folder, "runs").toString();
      return java(flags, Studies.class, List.of(threads, runs));
    });
  }

  @Test
  void draw_anyMachineLikeSetting_sameNumbers() throws IOException, InterruptedException {
    sameInAllSettings((threads, flags) -> java(flags, Draws.class, List.of(threads)));
  }

  /// Without the launcher nobody adds the module: one line says how, and all else works.
  @Test
  void train_noVectorModule_saidInOneLine() throws IOException, InterruptedException {
    Path errors = folder.resolve("errors");
    String out = folder.resolve("run").toString();
    var command =
        command(
            List.of(),
            Seedbed.class,
            List.of("train", "examples/iris.csv", "--target", "species", "--quiet", "--out", out));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(Files.readAllLines(errors))
        .containsExactly(
            "seedbed: no vector module, so training is slower; "
                + "start java with --add-modules jdk.incubator.vector");
  }

  /// What a JVM of its own with these flags prints.
  private interface Run {
    String output(String threads, List<String> flags) throws IOException, InterruptedException;
  }

  private static void sameInAllSettings(Run run) throws IOException, InterruptedException {
    String expected = run.output("1", VECTOR);
    assertThat(expected).matches("(?s)[0-9a-f]{64}.*");
    var outputs = new HashMap<String, String>();
    outputs.put("again", run.output("1", VECTOR));
    outputs.put("2 threads", run.output("2", VECTOR));
    outputs.put("3 threads", run.output("3", VECTOR));
    outputs.put("as by default, in plain Java at first", run.output("2", VECTOR.subList(0, 2)));
    outputs.put("no vector module", run.output("2", List.of()));
    outputs.put("first compiler only", run.output("2", with("-XX:TieredStopAtLevel=1")));
    outputs.put("vectors of 16 bytes", run.output("2", with("-XX:MaxVectorSize=16")));
    if (System.getProperty("os.arch").equals("amd64")) {
      outputs.put("AVX2", run.output("2", with("-XX:UseAVX=2")));
      outputs.put("AVX", run.output("2", with("-XX:UseAVX=1")));
      outputs.put("SSE", run.output("2", with("-XX:UseAVX=0")));
    }
    assertThat(outputs).allSatisfy((setting, output) -> assertThat(output).isEqualTo(expected));
  }

  private static List<String> with(String flag) {
    var flags = new ArrayList<>(VECTOR);
    flags.add(flag);
    return flags;
  }

  private static String java(List<String> flags, Class<?> program, List<String> arguments)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(flags, program, arguments))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as("%s", flags).isZero();
    return out;
  }

  private static List<String> command(
      List<String> flags, Class<?> program, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(arguments);
    return command;
  }
}
