package dev.seedbed.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.cli.CommandRunner;
import dev.seedbed.cli.CommandRunner.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {
  @TempDir private Path folder = Path.of("");

  private Path train(String data, String target) {
    Path run = folder.resolve("run");
    assertThat(
            CommandRunner.run(
                    "train",
                    "examples/" + data,
                    "--target",
                    target,
                    "--seeds",
                    "1",
                    "--epochs",
                    "5",
                    "--quiet",
                    "--out",
                    run.toString())
                .exitCode())
        .isZero();
    return run;
  }

  @Test
  void predict_bothFormats_sameLines() throws IOException {
    Path run = train("penguins.csv", "species");
    Run onnx =
        CommandRunner.run("predict", run.resolve("model.onnx").toString(), "examples/penguins.csv");
    assertThat(onnx.exitCode()).isZero();
    List<String> lines = onnx.out().lines().toList();
    assertThat(lines).hasSize(345);
    assertThat(lines.getFirst()).isEqualTo("species,p(Adelie),p(Chinstrap),p(Gentoo)");
    assertThat(lines.get(1)).startsWith("Adelie,0.");

    Path file = folder.resolve("answers.csv");
    Run safetensors =
        CommandRunner.run(
            "predict",
            run.resolve("model.safetensors").toString(),
            "examples/penguins.csv",
            "-o",
            file.toString());
    assertThat(safetensors.out()).isEmpty();
    assertThat(file).content().isEqualTo(onnx.out());
  }

  @Test
  void predict_oddTables_answersEveryRowAndSaysWhatIsUnknown() throws IOException {
    Path run = train("penguins.csv", "species");
    Path data = folder.resolve("data.csv");
    Files.writeString(
        data,
        """
        remark,sex,island,body_mass_g,flipper_length_mm,beak_depth_mm,beak_length_mm
        1,male,Biscoe,3750,181,18.7,39.1
        2,,,,,,
        3,FEMALE,Dream,3800,186,17.4,39.5
        text,MALE,Dream,3800,186,17.4,39.5
        """);
    Run answers = CommandRunner.run("predict", run.toString(), data.toString());
    assertThat(answers.exitCode()).isZero();
    assertThat(answers.out().lines()).hasSize(5);
    assertThat(answers.errors())
        .containsExactly(
            "seedbed: column 'sex' has texts that the model has not seen, such as 'male', in 1 of 4"
                + " rows");
  }

  @Test
  void predict_quantity_oneValueALine() {
    Path run = train("auto-mpg.csv", "mpg");
    Run values =
        CommandRunner.run("predict", run.resolve("model.onnx").toString(), "examples/auto-mpg.csv");
    assertThat(values.out().lines()).hasSize(407).first().isEqualTo("mpg");
  }

  @Test
  void predict_wrongFiles_oneLineAndExitCode2() throws IOException {
    Path model = train("auto-mpg.csv", "mpg").resolve("model.onnx");
    assertThat(error(model.toString(), "examples/iris.csv"))
        .contains("iris.csv has no column 'acceleration', 'cylinders', 'displacement'");
    assertThat(error("examples/iris.csv", "examples/iris.csv")).contains("must end in .onnx");
    assertThat(error("nosuch.onnx", "examples/iris.csv")).contains("no such file: nosuch.onnx");
    Path used = Files.createFile(folder.resolve("used"));
    assertThat(
            CommandRunner.run(
                    "predict", model.toString(), "examples/auto-mpg.csv", "-o", used.toString())
                .err())
        .contains("exists already");
    Path data = folder.resolve("data.csv");
    Files.writeString(
        data,
        """
        cylinders,displacement,horsepower,weight,acceleration,model_year,origin
        8,307,many,3504,12,1970,USA
        """);
    assertThat(error(model.toString(), data.toString()))
        .contains("line 2, column 'horsepower': 'many' is not a number");
  }

  private static String error(String... arguments) {
    Run run = CommandRunner.run("predict", arguments[0], arguments[1]);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).hasSize(1);
    assertThat(run.out()).isEmpty();
    return run.err();
  }
}
