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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The promise: the same weights, bit for bit, from JVMs of their own with other vector widths,
/// other compilers, without the vector module, and with other numbers of threads.
class SameBitsTest {
  /// With vectors from the first step on, which the small studies here would not see otherwise.
  private static final List<String> VECTOR =
      List.of("--add-modules", "jdk.incubator.vector", "-Dseedbed.vectors=always");

  /// One trial so large that several threads share it; two steps, as without FMA instructions the
  /// JVM computes each in software.
  private static final List<String> LARGE =
      List.of(
          "iris.csv",
          "--target",
          "species",
          "--hidden",
          "300,200",
          "--minibatch",
          "45",
          "--seeds",
          "1",
          "--epochs",
          "1");

  @TempDir private Path folder = Path.of("");

  private static final List<String> CLASSES =
      List.of("penguins.csv", "--target", "species", "--hidden", "37,20", "--activation", "gelu");

  private static final List<String> QUANTITY =
      List.of("auto-mpg.csv", "--target", "mpg", "--hidden", "19", "--activation", "softplus");

  private static final List<String> EVERYTHING =
      List.of(
          "iris.csv",
          "--target",
          "species",
          "--hidden",
          "37,20",
          "--optimizer",
          "adamw",
          "--learning-rate",
          "0.01",
          "--schedule",
          "cosine",
          "--warm-up",
          "1",
          "--clip",
          "0.5",
          "--dropout",
          "0.2",
          "--minibatch",
          "7");

  @Test
  void train_anyMachineLikeSetting_sameHashAndLosses() throws IOException, InterruptedException {
    for (List<String> study : List.of(CLASSES, QUANTITY, EVERYTHING, LARGE)) {
      sameInAllSettings((threads, flags) -> train(study, threads, flags));
    }
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
    outputs.put("vectors when they are faster", run.output("2", VECTOR.subList(0, 2)));
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

  /// The hash of the best weights, and how each trial ended.
  private String train(List<String> study, String threads, List<String> flags)
      throws IOException, InterruptedException {
    var arguments = new ArrayList<>(List.of("train", "examples/" + study.getFirst()));
    arguments.addAll(study.subList(1, study.size()));
    if (!study.contains("--seeds")) {
      arguments.addAll(List.of("--seeds", "4", "--epochs", "3"));
    }
    arguments.addAll(List.of("--threads", threads, "--json", "--out"));
    arguments.add(folder.resolve("run-" + System.nanoTime()).toString());
    JsonNode json = JsonMapper.shared().readTree(java(flags, Seedbed.class, arguments));
    return json.get("weights_sha256").stringValue() + json.get("trials");
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
