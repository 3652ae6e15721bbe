package dev.seedbed.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.cli.CommandRunner;
import dev.seedbed.cli.CommandRunner.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrainCommandTest {
  @TempDir private Path folder = Path.of("");

  private Run train(String... arguments) {
    return CommandRunner.run(
        Stream.concat(Stream.of("train"), Arrays.stream(arguments)).toArray(String[]::new));
  }

  private Path out() {
    return folder.resolve("run");
  }

  /// With no option but the target, as the README promises. The scores are those of the default
  /// split on rows that training never sees; each must also take seconds only.
  @ParameterizedTest
  @CsvSource({
    "iris, species, test_accuracy, 0.90",
    "penguins, species, test_accuracy, 0.96",
    "auto-mpg, mpg, test_r2, 0.80"
  })
  void defaults_exampleData_reachTheirScores(
      String data, String target, String score, double atLeast) {
    assertScore(data, target, score, atLeast);
  }

  /// As the README shows it, which is tried in every build.
  @Test
  @Tag("exhaustive")
  void defaults_digits_reachTheirScore() {
    assertScore("digits", "digit", "test_accuracy", 0.96);
  }

  private void assertScore(String data, String target, String score, double atLeast) {
    Run run =
        train("examples/" + data + ".csv", "--target", target, "--json", "--out", out().toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    JsonNode result = JsonMapper.shared().readTree(run.out());
    System.out.printf(
        "%s: %s %.4f, seed %d, %.1f s%n",
        data,
        score,
        result.get("best").get(score).doubleValue(),
        result.get("best").get("seed").longValue(),
        result.get("seconds").doubleValue());
    assertThat(result.get("best").get(score).doubleValue()).isGreaterThanOrEqualTo(atLeast);
    assertThat(result.get("trials")).hasSize(16);
    assertThat(result.get("seconds").doubleValue()).isLessThan(60);
  }

  @Test
  void json_fieldsOfTheContract_present() {
    Run run =
        train(
            "examples/iris.csv",
            "--target",
            "species",
            "--seeds",
            "3..5",
            "--epochs",
            "3",
            "--hidden",
            "7*2",
            "--activation",
            "relu",
            "--json",
            "--out",
            out().toString());
    JsonNode json = JsonMapper.shared().readTree(run.out());
    assertThat(json.get("run").stringValue()).isEqualTo(out().toString());
    assertThat(json.get("data").toString())
        .startsWith("{\"rows\":150,\"features\":4,\"classes\":3,\"columns\":[");
    assertThat(json.get("network").toString())
        .isEqualTo("{\"layers\":[4,7,7,3],\"activation\":\"relu\",\"parameters\":115}");
    JsonNode trial = json.get("trials").get(0);
    assertThat(trial.propertyNames())
        .contains(
            "scheme", "seed", "state", "rung", "epochs", "validation_loss", "validation_accuracy");
    assertThat(trial.get("scheme").stringValue()).isEqualTo("glorot-uniform");
    assertThat(trial.get("state").stringValue()).isEqualTo("completed");
    assertThat(json.get("best").propertyNames())
        .contains("validation_loss", "validation_accuracy", "test_log_loss", "test_accuracy");
    assertThat(json.get("best").get("seed")).isEqualTo(trial.get("seed"));
    assertThat(json.get("weights_sha256").stringValue()).matches("[0-9a-f]{64}");
    assertThat(json.get("seed_effect").get("schemes").get(0).get("trials").intValue()).isEqualTo(3);
  }

  /// A start that training cannot leave is named before any training is spent on it.
  @Test
  void firstStart_isChecked() {
    String[] study = {
      "examples/iris.csv", "--target", "species", "--seeds", "1", "--epochs", "1", "--hidden", "8*2"
    };
    Run sound = train(with(study, "--out", out() + "1"));
    assertThat(sound.out())
        .containsPattern("\nstart     healthy \\(loss \\d\\.\\d\\d, chance 1\\.10\\)\n\n");
    Run zeros = train(with(study, "--init", "zeros", "--out", out() + "2"));
    assertThat(zeros.out())
        .contains("\nstart     ERROR saddle network: the gradient of every weight is");
    assertThat(zeros.exitCode()).isZero();
    JsonNode check =
        JsonMapper.shared()
            .readTree(train(with(study, "--init", "zeros", "--json", "--out", out() + "3")).out())
            .get("checks")
            .get(0);
    assertThat(check.get("verdict").stringValue()).isEqualTo("errors");
    assertThat(check.get("findings").get(0).get("rule").stringValue()).isEqualTo("saddle");
    assertThat(train(with(study, "--init", "zeros", "--quiet", "--out", out() + "4")).out())
        .doesNotContain("start ", "saddle");
  }

  /// Silent units, and AdamW's steps, which gradients say nothing of.
  @Test
  void firstStart_meantSparse_isNoFault() {
    Run run =
        train(
            "examples/iris.csv",
            "--target",
            "species",
            "--seeds",
            "1",
            "--epochs",
            "1",
            "--activation",
            "sigmoid",
            "--init",
            "glorot-uniform+sparse-bias",
            "--optimizer",
            "adamw",
            "--json",
            "--out",
            out().toString());
    JsonNode findings =
        JsonMapper.shared().readTree(run.out()).get("checks").get(0).get("findings");
    var rules = new ArrayList<String>();
    findings.forEach(finding -> {
      rules.add(finding.get("rule").stringValue());
      if (finding.get("rule").stringValue().equals("sparse-start")) {
        assertThat(finding.get("severity").stringValue()).isEqualTo("info");
      }
    });
    assertThat(rules).contains("sparse-start").doesNotContain("update-ratio");
  }

  @Test
  void runFolder_holdsWhatIsPromised() throws IOException, NoSuchAlgorithmException {
    Run run =
        train(
            "examples/auto-mpg.csv",
            "--target",
            "mpg",
            "--seeds",
            "2",
            "--halving",
            "off",
            "--epochs",
            "4",
            "--json",
            "--out",
            out().toString());
    JsonNode result = JsonMapper.shared().readTree(run.out());
    try (Stream<Path> files = Files.list(out())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "study.json",
              "environment.json",
              "journal.jsonl",
              "trials.csv",
              "curves.csv",
              "report.html",
              "result.json",
              "start.json",
              "test.csv",
              "model.onnx",
              "model.safetensors");
    }
    JsonNode study = JsonMapper.shared().readTree(out().resolve("study.json"));
    assertThat(study.get("data").get("sha256").stringValue()).matches("[0-9a-f]{64}");
    assertThat(study.get("training").get("momentum").doubleValue()).isEqualTo(0.9);
    assertThat(Files.readAllLines(out().resolve("trials.csv")))
        .hasSize(3)
        .first()
        .isEqualTo(
            "rank,scheme,seed,order_seed,state,rung,epochs,best_epoch,validation_loss,validation_rmse,cost,cut");
    assertThat(Files.readAllLines(out().resolve("curves.csv"))).hasSize(1 + 2 * 4);
    var events = new ArrayList<String>();
    for (String line : Files.readAllLines(out().resolve("journal.jsonl"))) {
      events.add(JsonMapper.shared().readTree(line).get("event").stringValue());
    }
    JsonNode last =
        JsonMapper.shared().readTree(Files.readAllLines(out().resolve("journal.jsonl")).getLast());
    assertThat(last.get("best")).isEqualTo(result.get("best"));
    assertThat(last.get("weights_sha256")).isEqualTo(result.get("weights_sha256"));
    assertThat(events)
        .hasSize(6)
        .startsWith("study_started", "trial_advanced")
        .endsWith("study_done")
        .containsOnlyOnce("study_started", "study_done")
        .contains("trial_done");
    assertThat(result.get("weights_sha256").stringValue())
        .isEqualTo(hashBehindHeader(out().resolve("model.safetensors")));
  }

  private static String hashBehindHeader(Path safetensors)
      throws IOException, NoSuchAlgorithmException {
    byte[] bytes = Files.readAllBytes(safetensors);
    int header = (bytes[0] & 0xFF) | (bytes[1] & 0xFF) << 8 | (bytes[2] & 0xFF) << 16;
    byte[] data = Arrays.copyOfRange(bytes, 8 + header, bytes.length);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
  }

  @Test
  void humans_seeDataNetworkLeaderboardAndFiles() {
    Run run =
        train(
            "examples/penguins.csv",
            "--target",
            "species",
            "--seeds",
            "12",
            "--epochs",
            "2",
            "--out",
            out().toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("344 rows, 4 numbers and 2 texts -> species (3 classes)")
        .contains("14-128-3, tanh")
        .contains("rank")
        .contains("  12   ")
        .contains("best      seed ")
        .contains("files     " + out());
  }

  @Test
  void init_otherScheme_isUsedAndRecorded() throws IOException {
    Run run =
        train(
            "examples/iris.csv",
            "--target",
            "species",
            "--init",
            "torch:kaiming_normal_",
            "--seeds",
            "2",
            "--epochs",
            "2",
            "--json",
            "--out",
            out().toString());
    JsonNode json = JsonMapper.shared().readTree(run.out());
    assertThat(json.get("best").get("scheme").stringValue()).isEqualTo("torch:kaiming_normal_");
    assertThat(out().resolve("study.json"))
        .content()
        .contains("\"schemes\" : [ \"torch:kaiming_normal_\" ]");
  }

  /// One row in ten is of the rarer class, which two columns hardly tell.
  private Path rare() throws IOException {
    var rows = new StringBuilder("a,b,fraud\n");
    for (int i = 0; i < 200; i++) {
      rows.append("%d,%d,%s\n".formatted(i * 37 % 101, i * 53 % 97, i % 10 == 0 ? "yes" : "no"));
    }
    return Files.writeString(folder.resolve("rare.csv"), rows);
  }

  @Test
  void scores_rareClass_besideTheBaseline() throws IOException {
    Path table = rare();
    Run run =
        train(
            table.toString(),
            "--target",
            "fraud",
            "--seeds",
            "2",
            "--epochs",
            "2",
            "--out",
            out().toString());
    assertThat(run.out().replaceAll("\\s+", " "))
        .contains("which these rows cannot tell from always 'no' (90.00 %), on 40 rows")
        .contains("scores balanced accuracy 50.00 %, F1 of 'yes' 0.000, ROC AUC ")
        .contains("all 4 rows of 'yes' were missed");
    JsonNode best = JsonMapper.shared().readTree(out().resolve("result.json")).get("best");
    assertThat(best.get("baseline_class").stringValue()).isEqualTo("no");
    assertThat(best.get("baseline_accuracy").doubleValue()).isEqualTo(0.9);
    assertThat(best.get("beats_baseline").stringValue()).isEqualTo("unclear");
    assertThat(best.get("test_f1_class").stringValue()).isEqualTo("yes");
    assertThat(best.get("test_classes").get(1).get("recall").doubleValue()).isZero();
    assertThat(best.get("test_classes").get(1).get("precision").isNull()).isTrue();
  }

  /// No seed changes zeros; six pairs are enough to tell them from any other start.
  @Test
  void schemes_toldApart_noMoreSeedsAskedFor() {
    Run run =
        train(
            "examples/iris.csv",
            "--target",
            "species",
            "--init",
            "glorot-uniform,zeros",
            "--seeds",
            "6",
            "--epochs",
            "3",
            "--halving",
            "off",
            "--out",
            out().toString());
    assertThat(run.out().replaceAll("\\s+", " "))
        .contains("by each of 6 that were trained; the seed changes nothing")
        .contains(
            "schemes glorot-uniform better than zeros with probability 1.00 (95 % interval 0.54 to 1.00), "
                + "p = 0.03 by 6 seeds on these rows: a real difference ensemble");
  }

  /// By time, the last 32 rows have but one class.
  @Test
  void scores_classThatNoRowIsOf_saidAndNoF1() throws IOException {
    Path table = folder.resolve("early.csv");
    var rows = new StringBuilder("t,x,y\n");
    for (int i = 0; i < 80; i++) {
      rows.append("%d,%d,%s%n".formatted(i, i * 37 % 50, i < 10 && i % 2 == 1 ? "b" : "a"));
    }
    Files.writeString(table, rows);
    String[] arguments = {
      table.toString(),
      "--target",
      "y",
      "--split",
      "time=t",
      "--seeds",
      "2",
      "--epochs",
      "2",
      "--out",
      out().toString()
    };
    assertThat(train(with(arguments, "--metric", "f1")).errors())
        .containsExactly(
            "seedbed: trials can be ranked by f1 only where the rarer of two classes has rows to validate by (see seedbed train --help)");
    assertThat(train(arguments).out().replaceAll("\\s+", " "))
        .contains(", no row is of 'b' ")
        .doesNotContain("F1 of 'b'");
  }

  @Test
  void metric_balanced_ranksByItAndIsRecorded() throws IOException {
    Path table = rare();
    Run run =
        train(
            table.toString(),
            "--target",
            "fraud",
            "--seeds",
            "4",
            "--epochs",
            "6",
            "--metric",
            "balanced-accuracy",
            "--class-weights",
            "balanced",
            "--out",
            out().toString());
    assertThat(run.out())
        .contains("all classes weigh the same, ranked by balanced-accuracy")
        .doesNotContain("out of balance")
        .contains("balanced-accuracy   best epoch");
    JsonNode json = JsonMapper.shared().readTree(out().resolve("result.json"));
    assertThat(json.get("training").get("metric").stringValue()).isEqualTo("balanced_accuracy");
    assertThat(json.get("training").get("class_weights").stringValue()).isEqualTo("balanced");
    double before = 0;
    for (JsonNode trial : json.get("trials")) {
      double cost = trial.get("cost").doubleValue();
      assertThat(cost).isGreaterThanOrEqualTo(before).isLessThan(0.6);
      before = cost;
    }
    assertThat(json.get("importance")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "iris.csv | species | --metric=rmse | trials of these data can be ranked by loss, accuracy, balanced-accuracy, f1, auc, not by rmse",
        "iris.csv | species | --metric=auc | trials can be ranked by auc only where there are two classes, and rows of both to validate by",
        "auto-mpg.csv | mpg | --metric=f1 | trials of these data can be ranked by loss, rmse, mae, r2, not by f1",
        "auto-mpg.csv | mpg | --class-weights=balanced | a quantity has no classes to balance: 'mpg'",
        "iris.csv | species | --metric=best | 'best' must be one of loss, accuracy, balanced-accuracy, f1, auc, rmse, mae, r2"
      })
  void metric_thatDoesNotFit_oneLine(String table, String target, String option, String message) {
    Run run = train("examples/" + table, "--target", target, option, "--out", out().toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message).hasLineCount(1);
    assertThat(out()).doesNotExist();
  }

  @Test
  void training_everyOption_isUsedAndRecorded() {
    String[] arguments = {
      "examples/iris.csv", "--target", "species", "--seeds", "2", "--epochs", "4", "--json"
    };
    String usual =
        JsonMapper.shared()
            .readTree(train(with(arguments, "--out", folder.resolve("usual").toString())).out())
            .get("training")
            .toString();
    assertThat(usual)
        .isEqualTo(
            "{\"optimizer\":\"sgd\",\"learning_rate\":0.01,\"momentum\":0.9,\"nesterov\":false,"
                + "\"weight_decay\":0.001,\"schedule\":\"cosine(floor=0)\",\"warm_up\":0,\"clip\":null,"
                + "\"dropout\":0.0,\"minibatch\":16,\"epochs\":4,\"patience\":20,\"metric\":\"loss\","
                + "\"class_weights\":\"none\",\"order_seed\":42}");
    Run run =
        train(
            with(
                arguments,
                "--optimizer",
                "adamw",
                "--beta1",
                "0.8",
                "--schedule",
                "cosine(floor=0.1)",
                "--warm-up",
                "1",
                "--clip",
                "2",
                "--dropout",
                "0.25",
                "--out",
                out().toString()));
    JsonNode training = JsonMapper.shared().readTree(run.out()).get("training");
    assertThat(training.toString())
        .isEqualTo(
            "{\"optimizer\":\"adamw\",\"learning_rate\":0.001,\"beta1\":0.8,\"beta2\":0.999,"
                + "\"epsilon\":1.0E-8,\"weight_decay\":0.01,\"schedule\":\"cosine(floor=0.1)\","
                + "\"warm_up\":1,\"clip\":2.0,\"dropout\":0.25,\"minibatch\":16,\"epochs\":4,"
                + "\"patience\":20,\"metric\":\"loss\",\"class_weights\":\"none\","
                + "\"order_seed\":42}");
    assertThat(JsonMapper.shared().readTree(out().resolve("study.json")).get("training"))
        .isEqualTo(training);
  }

  @Test
  void humans_seeHowItTrains() {
    Run run =
        train(
            "examples/iris.csv",
            "--target",
            "species",
            "--seeds",
            "2",
            "--epochs",
            "3",
            "--nesterov",
            "--schedule",
            "step",
            "--warm-up",
            "1",
            "--clip",
            "2",
            "--dropout",
            "0.25",
            "--out",
            out().toString());
    assertThat(run.out())
        .contains(
            """
            training  SGD, learning rate 0.01, schedule step(every=30,gamma=0.1), Nesterov momentum 0.9, weight
                      decay 0.001, minibatch 16
                      1 epoch of warm-up, gradient clipped to 2, dropout 0.25
            """);
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void quiet_onlyTheResult() {
    Run run =
        train(
            "examples/iris.csv",
            "--target",
            "species",
            "--seeds",
            "2",
            "--epochs",
            "2",
            "--quiet",
            "--out",
            out().toString());
    assertThat(run.out().lines().map(line -> line.split(" ", 2)[0]).filter(name -> !name.isEmpty()))
        .containsExactly("best", "scores", "report", "files", "took");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void diverging_isCountedAndShown() {
    Run run =
        train(
            "examples/auto-mpg.csv",
            "--target",
            "mpg",
            "--activation",
            "identity",
            "--seeds",
            "4",
            "--learning-rate",
            "1e10",
            "--out",
            out().toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("4 of 4 diverged");
    assertThat(run.errors())
        .hasSize(1)
        .first()
        .asString()
        .contains("try a smaller --learning-rate");
    assertThat(out().resolve("trials.csv")).content().contains("diverged");
    assertThat(out().resolve("model.onnx")).doesNotExist();
  }

  /// The arguments, and a part of the one line that tells what is wrong.
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "nosuch.csv --target x ~ no such file: nosuch.csv",
        "core/src --target x ~ core/src has no file of a table; folders within it are not read",
        "examples/iris.csv --target speceis ~ did you mean 'species'?",
        "examples/iris.csv ~ say which column to predict: --target COLUMN",
        "--target x ~ Missing required parameter: 'DATA'",
        "examples/iris.csv --target species --hiden 3 ~ did you mean --hidden? (see seedbed train --help)",
        "examples/iris.csv --target species --hidden 0 ~ is not a list of widths from 1",
        "examples/iris.csv --target species --hidden 4,x ~ is not a list of widths from 1",
        "examples/iris.csv --target species --learning-rate NaN ~ above 0 and finite as a float: NaN",
        "examples/iris.csv --target species --learning-rate fast ~ 'fast' is not a number",
        "examples/iris.csv --target species --momentum 1 ~ momentum must be in [0, 1) as a float: 1.0",
        "examples/iris.csv --target species --optimizer adam ~ 'adam' must be one of sgd, adamw",
        "examples/iris.csv --target species --optimizer adamw --momentum 0.9 ~ --momentum needs --optimizer sgd",
        "examples/iris.csv --target species --optimizer adamw --nesterov ~ --nesterov needs --optimizer sgd",
        "examples/iris.csv --target species --beta1 0.8 ~ --beta1 needs --optimizer adamw",
        "examples/iris.csv --target species --beta2 0.8 ~ --beta2 needs --optimizer adamw",
        "examples/iris.csv --target species --optimizer adamw --beta2 1 ~ beta2 must be in [0, 1) as a float: 1.0",
        "examples/iris.csv --target species --momentum 0 --nesterov ~ Nesterov's momentum must be above 0: 0.0",
        "examples/iris.csv --target species --schedule cosin ~ 'cosin' must be one of constant, step(",
        "examples/iris.csv --target species --schedule step(every=0) ~ every must be at least 1: 0",
        "examples/iris.csv --target species --warm-up -1 ~ the warm-up must be at least 1 epoch: -1",
        "examples/iris.csv --target species --warm-up 9 --epochs 9 ~ the warm-up must be shorter than the 9 epochs",
        "examples/iris.csv --target species --clip 0 ~ the largest norm of the gradient must be above 0: 0.0",
        "examples/iris.csv --target species --clip NaN ~ the largest norm of the gradient must be above 0: NaN",
        "examples/iris.csv --target species --dropout 1 ~ dropout must be in [0, 1) as a float: 1.0",
        "examples/iris.csv --target species --dropout 0.5 --hidden none ~ dropout needs a hidden layer",
        "examples/iris.csv --target species --epochs 0 ~ epochs must be at least 1: 0",
        "examples/iris.csv --target species --threads 0 ~ threads must be at least 1: 0",
        "examples/iris.csv --target species --conf spark.executor.memory=1g ~ --conf needs --master",
        "examples/iris.csv --target species --halving off --references 2 ~ --references needs early stopping",
        "examples/iris.csv --target species --halving off --smallest-budget 3 ~ --smallest-budget needs early stopping",
        "examples/iris.csv --target species --seeds 0 ~ at least one seed",
        "examples/iris.csv --target species --seeds a..b ~ is not a count (32)",
        "examples/iris.csv --target species --seeds 1,1 ~ seeds must differ from each other: 1",
        "examples/iris.csv --target species --activation tahn ~ must be one of identity, tanh",
        "examples/iris.csv --target species --ignore species ~ the target must not be ignored",
        "examples/iris.csv --target species --ignore colour ~ has no column 'colour'",
        "examples/iris.csv --target species --text colour ~ has no column 'colour'",
        "examples/iris.csv --target species --minibatch 1.5 ~ '1.5' is not a whole number",
        "examples/iris.csv --target species --text species --task regression ~ must not be read as text",
        "examples/iris.csv --target species --out examples ~ the run folder must be empty",
        "examples/penguins.csv --target sex --task regression ~ column 'sex' holds texts",
        "examples/auto-mpg.csv --target name ~ a class are needed on average"
      })
  void wrongUse_oneLineAndExitCode2(String arguments, String message) {
    List<String> list = new ArrayList<>(Arrays.asList(arguments.strip().split("\\s+", -1)));
    if (!list.contains("--out")) {
      list.addAll(List.of("--out", out().toString()));
    }
    Run run = train(list.toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("seedbed: ")
        .contains(message);
    assertThat(run.out()).isEmpty();
    assertThat(out()).doesNotExist();
  }

  @Test
  void moreMemoryThanThereIs_oneLine() {
    Run run =
        train(
            "examples/iris.csv",
            "--target",
            "species",
            "--hidden",
            "30000,30000",
            "--seeds",
            "2",
            "--out",
            out().toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors())
        .singleElement()
        .asString()
        .startsWith(
            "seedbed: a trial of 900270003 parameters takes 10.1 GB in a file, and Seedbed writes files of less than 2 GB only");
    assertThat(out()).doesNotExist();
  }

  @Test
  void columnWithAComma_canBeIgnored() throws IOException {
    Path file = folder.resolve("comma.csv");
    Files.writeString(file, "\"a,b\",x,y\n" + "1,2,p\n3,4,q\nz,6,p\n".repeat(10));
    Run run =
        train(
            file.toString(),
            "--target",
            "y",
            "--ignore",
            "\"a,b\"",
            "--epochs",
            "1",
            "--out",
            out().toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("1 number -> y");
  }

  @Test
  void hostileColumnNames_doNotReachTheTerminal() throws IOException {
    Path file = folder.resolve("odd.csv");
    var lines = new StringBuilder("a,\u001B[31mred\u202E\n");
    for (int i = 0; i < 40; i++) {
      lines.append(i).append(i % 2 == 0 ? ",even\n" : ",odd\n");
    }
    Files.writeString(file, lines);
    Run run =
        train(
            file.toString(),
            "--target",
            "\u001B[31mred\u202E",
            "--epochs",
            "1",
            "--out",
            out().toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("<U+001B>[31mred<U+202E>").doesNotContain("\u001B", "\u202E");
    Run wrong = train(file.toString(), "--target", "\u001B[31mre", "--out", out().toString());
    assertThat(wrong.err()).doesNotContain("\u001B");
  }
}
