package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The promise: the same weights, bit for bit, from JVMs of their own with other vector widths,
/// other compilers, without the vector module, and with other numbers of threads.
class SameBitsTest {
  /// With vectors from the first step on, which the small studies here would not see otherwise.
  private static final List<String> VECTOR =
      List.of("--add-modules", "jdk.incubator.vector", "-Dseedbed.vectors=always");

  /// What each program prints in the usual setting.
  private static final Map<Class<?>, String> EXPECTED = new HashMap<>();

  @TempDir private Path folder = Path.of("");

  @Test
  void train_threadsVectorsAndNone_sameHashAndLosses() throws IOException, InterruptedException {
    sameIn(FEW, Studies.class);
  }

  @Test
  void draw_threadsVectorsAndNone_sameNumbers() throws IOException, InterruptedException {
    sameIn(FEW, Draws.class);
  }

  @Test
  void runGraphs_threadsVectorsAndNone_sameOutputsAndGradients()
      throws IOException, InterruptedException {
    sameIn(FEW, GraphRuns.class);
  }

  @Test
  @Tag("exhaustive")
  void train_anyMachineLikeSetting_sameHashAndLosses() throws IOException, InterruptedException {
    sameIn(more(), Studies.class);
  }

  @Test
  @Tag("exhaustive")
  void draw_anyMachineLikeSetting_sameNumbers() throws IOException, InterruptedException {
    sameIn(more(), Draws.class);
  }

  @Test
  @Tag("exhaustive")
  void runGraphs_anyMachineLikeSetting_sameOutputsAndGradients()
      throws IOException, InterruptedException {
    sameIn(more(), GraphRuns.class);
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
            List.of(
                "train",
                "examples/iris.csv",
                "--target",
                "species",
                "--seeds",
                "2",
                "--epochs",
                "2",
                "--quiet",
                "--out",
                out));
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

  /// A JVM as another machine might have it.
  private record Setting(String threads, List<String> flags) {}

  private static final Setting USUAL = new Setting("1", VECTOR);

  /// Those that take other ways through the code: two threads on narrower vectors, and none.
  private static final List<Setting> FEW =
      List.of(new Setting("2", with("-XX:MaxVectorSize=16")), new Setting("2", List.of()));

  /// Those that the few leave out.
  private static List<Setting> more() {
    var settings = new ArrayList<Setting>();
    settings.add(new Setting("3", VECTOR));
    // As by default, in plain Java at first.
    settings.add(new Setting("2", VECTOR.subList(0, 2)));
    settings.add(new Setting("2", with("-XX:TieredStopAtLevel=1")));
    if (System.getProperty("os.arch").equals("amd64")) {
      settings.add(new Setting("2", with("-XX:UseAVX=2")));
      settings.add(new Setting("2", with("-XX:UseAVX=1")));
    }
    return settings;
  }

  private static List<String> with(String flag) {
    var flags = new ArrayList<>(VECTOR);
    flags.add(flag);
    return flags;
  }

  private void sameIn(List<Setting> settings, Class<?> program)
      throws IOException, InterruptedException {
    String expected = EXPECTED.get(program);
    if (expected == null) {
      expected = output(USUAL, program);
      EXPECTED.put(program, expected);
    }
    assertThat(expected).matches("(?s)[0-9a-f]{64}.*");
    for (Setting setting : settings) {
      assertThat(output(setting, program)).as("%s", setting).isEqualTo(expected);
    }
  }

  /// What a JVM with that setting prints.
  private String output(Setting setting, Class<?> program)
      throws IOException, InterruptedException {
    String runs = Files.createTempDirectory(folder, "runs").toString();
    Process process =
        new ProcessBuilder(command(setting.flags(), program, List.of(setting.threads(), runs)))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as("%s", setting).isZero();
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
