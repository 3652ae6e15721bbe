package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The launcher at the root of the repository, run as a user would, on the jars of this build.
class LauncherIT {
  @TempDir private Path folder = Path.of("");

  private record Result(int exitCode, String out, String err) {}

  private Result run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("./seedbed"));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Result(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  @Test
  void train_digits_printsTheStoryAndNoWarning() throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    Result result =
        run(
            "train",
            "examples/digits.csv",
            "--target",
            "digit",
            "--seeds",
            "3",
            "--epochs",
            "3",
            "--out",
            run.toString());
    assertThat(result.exitCode()).isZero();
    // On a slow machine a line says now and then how far the study is.
    assertThat(result.err().lines().filter(line -> !line.contains(" epochs, "))).isEmpty();
    assertThat(result.out()).contains("1,797 rows", "rank", "best      seed", run.toString());
    assertThat(run.resolve("model.onnx")).exists();
  }

  /// What decompresses it uses memory in a way that the JVM warns of.
  @ParameterizedTest
  @ValueSource(strings = {"zstd", "lz4", "snappy"})
  void inspect_packedParquet_nothingOnStandardError(String name)
      throws IOException, InterruptedException {
    Result result =
        run("inspect", "io/src/test/resources/dev/seedbed/io/table/" + name + ".parquet");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("1,000 rows");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void wrongUse_oneLineOnStandardError() throws IOException, InterruptedException {
    for (String[] arguments :
        new String[][] {
          {"train", "nosuch.csv", "--target", "digit"},
          {"train", "examples/digits.csv", "--target", "digits"},
          {"train", "examples/digits.csv", "--target", "digit", "--hidden", "0"},
          {"check"},
          {"check", "nosuch.onnx"},
          {"trian"},
          {}
        }) {
      Result result = run(arguments);
      assertThat(result.exitCode()).isEqualTo(2);
      assertThat(result.err().lines()).hasSize(1).first().asString().startsWith("seedbed: ");
      assertThat(result.out()).isEmpty();
    }
  }

  @Test
  void help_namesTheCommands() throws IOException, InterruptedException {
    Result result = run("--help");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("train", "check", "predict", "Exit codes");
    assertThat(run("train", "--help").out())
        .contains("--learning-rate", "--seeds", "Default: 0.01");
    assertThat(run("--version").out()).startsWith("seedbed 0.");
  }

  /// Where standard output is full, as /dev/full always is.
  @Test
  void outputLost_exitCode1AndOneLine() throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/dev/full")), "needs /dev/full");
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder("./seedbed", "--help")
            .redirectOutput(Path.of("/dev/full").toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(Files.readAllLines(err)).hasSize(1).first().asString().contains("incomplete");
  }

  @Test
  void readerThatHasEnough_noMessage() throws IOException, InterruptedException {
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder("bash", "-c", "./seedbed train --help | head -n 1")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(err).isEmptyFile();
  }

  /// Names that are not ASCII, in an environment that says nothing of the encoding.
  @Test
  void noLocale_namesAreUnderstood() throws IOException, InterruptedException {
    Path data =
        Files.writeString(folder.resolve("data.csv"), "größe,y\n" + "1,a\n2,b\n".repeat(10));
    Path script = folder.resolve("script.sh");
    Files.writeString(
        script,
        "mv %s '%s/größe.csv' && ./seedbed train '%s/größe.csv' --target y --text größe --quiet --out %s/run"
            .formatted(data, folder, folder, folder));
    var builder = new ProcessBuilder("bash", script.toString());
    List.of("LANG", "LC_ALL", "LC_CTYPE").forEach(builder.environment()::remove);
    Path err = folder.resolve("err.txt");
    Process process =
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(err.toFile()).start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(err).isEmptyFile();
    assertThat(process.exitValue()).isZero();
  }

  /// Many tiny trials, so that the interrupt is likely to come in the middle of a journal entry.
  @Test
  void interrupted_exitCode130AndTheJournalStays() throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    Process process =
        new ProcessBuilder(
                "./seedbed",
                "train",
                "examples/iris.csv",
                "--target",
                "species",
                "--hidden",
                "1",
                "--epochs",
                "1",
                "--seeds",
                "500000",
                "--out",
                run.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(folder.resolve("err.txt").toFile())
            .start();
    Path journal = run.resolve("journal.jsonl");
    try {
      for (int i = 0; i < 600 && !(Files.exists(journal) && Files.size(journal) > 200); i++) {
        Thread.sleep(100);
      }
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readAllLines(journal)).hasSizeGreaterThan(1).last().asString().endsWith("}");
    assertThat(folder.resolve("err.txt")).content().startsWith("seedbed: interrupted;");
  }
}
