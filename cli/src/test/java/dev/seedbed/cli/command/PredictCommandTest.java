package dev.seedbed.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.cli.CommandRunner;
import dev.seedbed.cli.CommandRunner.Run;
import dev.seedbed.data.Column;
import dev.seedbed.io.table.TableFiles;
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
        CommandRunner.run(
            "predict",
            run.resolve("model.onnx").toString(),
            "examples/penguins.csv",
            "--proba",
            "--id",
            "island");
    assertThat(onnx.exitCode()).isZero();
    List<String> lines = onnx.out().lines().toList();
    assertThat(lines).hasSize(345);
    assertThat(lines.getFirst()).isEqualTo("row,island,species,p(Adelie),p(Chinstrap),p(Gentoo)");
    assertThat(lines.get(1)).startsWith("1,Torgersen,Adelie,0.");
    assertThat(onnx.errors()).hasSize(1);
    assertThat(onnx.err())
        .matches(
            "seedbed: accuracy \\d+\\.\\d+ % \\(95 % interval [\\d.]+ to [\\d.]+\\), better than always 'Adelie' "
                + "\\(44\\.19 %, the most frequent of these rows\\), log loss [\\d.]+ on 344 rows with a 'species'\\s*");

    Path file = folder.resolve("answers.csv");
    Run safetensors =
        CommandRunner.run(
            "predict",
            run.resolve("model.safetensors").toString(),
            "examples/penguins.csv",
            "--proba",
            "--id",
            "island",
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
            "seedbed: column 'sex' has texts that the model does not know, such as 'male', in 1 of 4"
                + " rows");
  }

  @Test
  void predict_quantity_oneValueALine() {
    Path run = train("auto-mpg.csv", "mpg");
    Run values =
        CommandRunner.run("predict", run.resolve("model.onnx").toString(), "examples/auto-mpg.csv");
    assertThat(values.out().lines()).hasSize(407).first().isEqualTo("row,mpg");
    assertThat(values.err())
        .matches(
            "seedbed: RMSE [\\d.]+ \\(95 % interval [\\d.]+ to [\\d.]+\\), better than always the mean of the training rows "
                + "\\(7\\.8\\d+\\), R² 0\\.\\d+ on 398 rows with a 'mpg'\\s*");
  }

  /// "1,000" is a thousand in training and ever after; a date is read in the order of the training
  /// rows, though the new ones could be either.
  @Test
  void predict_moneyAndDates_readAsInTraining() throws IOException {
    Path data = folder.resolve("sales.csv");
    var rows = new StringBuilder("sold,price,y\n");
    for (int i = 0; i < 120; i++) {
      int price = 700 + i * 37 % 900;
      rows.append("%02d/%02d/2024".formatted(1 + i * 7 % 28, 1 + i % 12));
      rows.append(",\"%,d\",%d%n".formatted(price, 2 * price));
    }
    Files.writeString(data, rows);
    Path run = folder.resolve("sales");
    assertThat(
            CommandRunner.run(
                    "train",
                    data.toString(),
                    "--target",
                    "y",
                    "--seeds",
                    "2",
                    "--out",
                    run.toString())
                .exitCode())
        .isZero();
    Path asked = folder.resolve("asked.csv");
    Files.writeString(asked, "price,sold\n\"1,300\",05/06/2024\n700,05/06/2024\n");
    Run answers = CommandRunner.run("predict", run.toString(), asked.toString());
    assertThat(answers.exitCode()).isZero();
    List<String> lines = answers.out().lines().toList();
    // Twice the price, within a twentieth.
    assertThat(Double.parseDouble(lines.get(1).split(",", -1)[1])).isBetween(2470.0, 2730.0);
    assertThat(Double.parseDouble(lines.get(2).split(",", -1)[1])).isBetween(1330.0, 1470.0);
    assertThat(answers.errors()).isEmpty();
  }

  /// Names and classes are written as they are, for programs; what people read steers no terminal.
  @Test
  void predict_classesThatSteerTerminals_shownByTheirNumbers() throws IOException {
    String red = "red\u001b[31m";
    String blue = "\u202eblue";
    Path data = folder.resolve("colours.csv");
    Files.writeString(data, "x,colour\n" + "1,%s\n2,%s\n".formatted(red, blue).repeat(20));
    Path run = folder.resolve("colours");
    Run trained =
        CommandRunner.run(
            "train",
            data.toString(),
            "--target",
            "colour",
            "--seeds",
            "1",
            "--out",
            run.toString());
    assertThat(trained.exitCode()).isZero();
    assertThat(trained.out()).doesNotContain("\u001b", "\u202e");
    assertThat(CommandRunner.run("predict", run.toString(), data.toString()).out())
        .contains("," + red + ",", "," + blue + ",");
    System.setProperty("seedbed.terminal.out", "true");
    try {
      assertThat(CommandRunner.run("predict", run.toString(), data.toString(), "--proba").out())
          .contains("red<U+001B>[31m", "<U+202E>blue")
          .doesNotContain("\u001b", "\u202e");
    } finally {
      System.clearProperty("seedbed.terminal.out");
    }
  }

  /// Whatever a class and a column are called, a program reads them back from what was written.
  @Test
  void predict_classesWithQuotesAndLines_areCsv() throws IOException {
    List<String> classes = List.of("a \"quoted\"\nline, and more", "=cmd|' /C calc'!A0\r\n");
    Path data = folder.resolve("classes.csv");
    var rows = new StringBuilder("x,\"the \"\"class\"\",\nas told\"\n");
    for (int i = 0; i < 40; i++) {
      rows.append(i % 2)
          .append(",\"")
          .append(classes.get(i % 2).replace("\"", "\"\""))
          .append("\"\n");
    }
    Files.writeString(data, rows);
    Path run = folder.resolve("classes");
    Run trained =
        CommandRunner.run(
            "train",
            data.toString(),
            "--target",
            "the \"class\",\nas told",
            "--seeds",
            "1",
            "--out",
            run.toString());
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    Path answers = folder.resolve("answers.csv");
    Run asked =
        CommandRunner.run(
            "predict", run.toString(), data.toString(), "--proba", "-o", answers.toString());
    assertThat(asked.exitCode()).as(asked.err()).isZero();
    Column written = TableFiles.read(answers).column("the \"class\",\nas told");
    assertThat(((Column.Texts) written).values())
        .hasSize(40)
        .containsOnly(classes.get(0), classes.get(1).strip());
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
