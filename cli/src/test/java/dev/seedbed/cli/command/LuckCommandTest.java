package dev.seedbed.cli.command;

import static dev.seedbed.cli.CommandRunner.runCommand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.seedbed.cli.CommandRunner.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LuckCommandTest {
  private static final Path EXAMPLES = Path.of("examples/luck");

  @TempDir private Path folder = Path.of("");

  /// The text on one line, as wide as it may be.
  private String text(String options, String csv) throws IOException {
    Run run = runCommand("luck " + options, table(csv));
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return run.out().replaceAll("\\s+", " ");
  }

  private Path table(String csv) throws IOException {
    Path file = folder.resolve("results.csv");
    Files.writeString(file, csv);
    return file;
  }

  private static JsonNode json(String options, Path file) throws IOException {
    Run run = runCommand("luck --json " + options, file);
    assertThat(run.err()).isEmpty();
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("docs/schemas/luck.schema.json")))
                .validate(run.out(), InputFormat.JSON))
        .isEmpty();
    return JsonMapper.shared().readTree(run.out());
  }

  /// t₄ = 2.776445; 1 … 5 hundredths have standard deviation 0.0158.
  @Test
  void oneConfiguration_spreadAndNewSeed() throws IOException {
    assertThat(text("", "seed,acc\n0,0.91\n1,0.92\n2,0.93\n3,0.94\n4,0.95\n"))
        .contains("acc (higher is better) of 5 runs; seeds by 'seed'")
        .contains(
            "5 runs: 0.930 ± 0.016 (standard deviation), 0.910 to 0.950. A new seed gives 0.882 to 0.978 (95 %).")
        .contains("The mean is in 0.910 to 0.950 (95 %); the interquartile mean is 0.930")
        .contains("The best, seed 4 with 0.950, is 0.020 better than the mean")
        .contains("Rows are not known, so only seeds are counted");
  }

  @Test
  void oneRun_tiesAndConstants_saidHonestly() throws IOException {
    assertThat(text("", "seed,acc\n3,0.912\n"))
        .contains(
            "1 run (seed 3): 0.912. One run does not say where others lie: run at least 5 seeds.")
        .doesNotContain("Rows are not known");
    assertThat(text("", "seed,acc\n1,0.5\n2,0.5\n3,0.5\n"))
        .contains("3 runs: all 0.5. If more than the seed was to vary, check that it did.");
    assertThat(text("", "model,seed,acc\na,1,0.5\na,2,0.6\nb,1,0.6\nb,2,0.5\n"))
        .contains("a and b are equal on average, paired over 2 seeds.");
    assertThat(text("", "model,seed,acc\na,1,0.5\na,2,0.6\nb,3,0.7\nb,4,0.8\n"))
        .contains(
            "by 2 runs and 2 of the other, not paired; so few runs cannot show more (p = 0.33)");
  }

  /// Student's interval of equal differences has no width: it would say that nothing is left to
  /// chance.
  @Test
  void equalDifferences_noInterval() throws IOException {
    assertThat(text("", "model,seed,acc\na,1,0.5\na,2,0.6\nb,1,0.6\nb,2,0.7\n"))
        .contains("b is better than a by 0.1, paired over 2 seeds, on 2 of them; so few runs");
  }

  /// Losses of a million that differ by hundredths.
  @Test
  void report_scoresFarFrom0_allTheirDigits() throws IOException {
    Path page = folder.resolve("luck.html");
    Path file = table("seed,loss\n0,1000000.01\n1,1000000.02\n2,1000000.03\n");
    assertThat(runCommand("luck --report", page, file).exitCode()).isZero();
    assertThat(Files.readString(page)).contains("1000000.013</td>").doesNotContain("1.000e+06");
  }

  @Test
  void divergedRuns_countedAndNamed() throws IOException {
    assertThat(text("", "seed,loss\n1,0.5\n2,nan\n3,0.6\n4,inf\n5,\n"))
        .contains(
            "2 runs diverged and are left out, which flatters the others: seed 2, seed 4.",
            "1 run is left out for want of a score: seed 5.");
  }

  /// The differences −1, 3, 2, 2, −1, 1 hundredths: 18 of 64 ways to choose their signs have as
  /// large a sum, p = 0.28, and of mean 0.01 and standard deviation 0.01673, ((1.96 +
  /// 0.8416)/0.5976)² + 1.92 = 23.9 seeds would do.
  @Test
  void twoConfigurations_seedsNeeded() throws IOException {
    String table =
        """
        model,1,2,3,4,5,6
        a,0.50,0.50,0.50,0.50,0.50,0.50
        b,0.49,0.53,0.52,0.52,0.49,0.51
        """;
    assertThat(text("--metric acc", table))
        .contains(
            "b is better than a by 0.0100 (95 %: -0.0076 to 0.0276), paired over 6 seeds, on 4 of them")
        .contains(
            "that is not enough to tell them apart (p = 0.28): about 24 seeds of each would be");
    JsonNode comparison = json("--metric acc", table(table)).at("/comparisons/0");
    assertThat(comparison.get("seeds_needed").intValue()).isEqualTo(24);
    assertThat(comparison.get("told_apart").booleanValue()).isFalse();
    assertThat(comparison.get("p").doubleValue()).isCloseTo(18 / 64.0, within(1e-12));
  }

  @Test
  void manyConfigurations_theBestInDetail() throws IOException {
    var table = new StringBuilder("model,seed,acc\n");
    for (int model = 0; model < 7; model++) {
      for (int seed = 0; seed < 3; seed++) {
        table.append("m%d,%d,0.%d%d%n".formatted(model, seed, 5 + model % 5, seed * model));
      }
    }
    String text = text("", table.toString());
    assertThat(text).contains("More of each is in --report and --json.", "11 comparisons more");
    assertThat(text.split("The mean is in", -1)).hasSize(2);
  }

  @Test
  void rowsOfHits_independentErrorsAndLead() throws IOException {
    JsonNode document = json("--rows", EXAMPLES.resolve("hits.csv"));
    assertThat(document.get("metric").stringValue()).isEqualTo("accuracy");
    assertThat(document.get("rows_evaluated").intValue()).isEqualTo(400);
    JsonNode small = document.at("/configurations/0");
    assertThat(small.get("runs")).hasSize(6);
    assertThat(small.at("/independent_errors/rows").intValue()).isEqualTo(400);
    assertThat(small.at("/winner/share_real").doubleValue()).isBetween(0.0, 1.0);
    assertThat(
            runCommand("luck --rows", EXAMPLES.resolve("hits.csv")).out().replaceAll("\\s+", " "))
        .contains("If seeds erred independently on the 400 rows, they would differ by 0.012");
  }

  /// √(0.07/(2·10,000)) = 0.00187; the variance of the scores is 0.00025.
  @Test
  void rowsEvaluated_errorOverTwiceTheRows() throws IOException {
    Path file = table("seed,acc\n0,0.91\n1,0.92\n2,0.93\n3,0.94\n4,0.95\n");
    JsonNode errors =
        json("--rows-evaluated 10000", file).at("/configurations/0/independent_errors");
    assertThat(errors.get("sd").doubleValue()).isCloseTo(Math.sqrt(0.07 / 20_000), within(1e-9));
    assertThat(errors.get("variance_ratio").doubleValue())
        .isCloseTo(0.00025 / 3.5e-6, within(1e-6));
    assertThat(json("", file).at("/configurations/0").has("independent_errors")).isFalse();
    assertThat(text("--rows-evaluated 1000000", Files.readString(file)))
        .contains("(above 99 % of the lead, 95 %: above 99 %)")
        .contains("(7100 times the variance, 95 %: 2600 to 59000, p < 0.0001)");
  }

  @Test
  void report_oneFileThatSaysTheSame() throws IOException {
    Path page = folder.resolve("luck.html");
    Path runs = EXAMPLES.resolve("runs.csv");
    Run run = runCommand("luck --report", page, runs);
    assertThat(run.out()).contains(page + ": open it in a browser");
    assertThat(Files.readString(page))
        .contains("wide is better than narrow by 0.0056")
        .contains(
            "data-kind=\"SeedSpread\"", "data-kind=\"BestOfSeeds\"", "data-kind=\"Differences\"")
        .contains("<code>seedbed luck --report")
        .contains("1 run diverged and is left out");
    assertThat(runCommand("luck --report", page, runs).errors())
        .containsExactly(
            "seedbed: " + page + " exists already: name another file, or say --overwrite");
    assertThat(runCommand("luck --overwrite --report", page, runs).exitCode()).isZero();
    assertThat(runCommand("luck --report", folder, runs).errors())
        .containsExactly("seedbed: " + folder + " is a folder: name a file");
  }

  /// Names from a table are text in the report.
  @Test
  void report_namesFromATable_areText() throws IOException {
    Path page = folder.resolve("luck.html");
    Path file = table("model,seed,acc\n<b>x</b>,1,0.5\n<b>x</b>,2,0.6\ny,1,0.7\ny,2,0.6\n");
    assertThat(runCommand("luck --report", page, file).exitCode()).isZero();
    assertThat(Files.readString(page)).doesNotContain("<b>x").contains("&lt;b&gt;x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --maximize --minimize | only one of --maximize and --minimize can be (see seedbed luck --help)
          --wide --rows         | only one of --wide and --rows can be (see seedbed luck --help)
          --overwrite           | --overwrite needs --report (see seedbed luck --help)
          --rows-evaluated 0    | rows evaluated must be at least 1: 0 (see seedbed luck --help)
          --rows --rows-evaluated 9 | the table has its rows: rows evaluated need not be said (see seedbed luck --help)
          --metric acx          | FILE has no column 'acx': did you mean 'acc'?
          --metric value        | is a high 'value' better, or a low one?; say --maximize if more is better, --minimize if less is
          --configuration mode  | FILE has no column 'mode': did you mean 'model'?
          --configuration value | FILE has several runs of seed '1' of '0.5'; name the column that tells them apart: --configuration COLUMN
          """)
  void wrongOptions_oneLine(String options, String message) throws IOException {
    Path file = table("model,seed,value,acc\na,1,0.5,0.6\na,2,0.5,0.7\nb,1,0.5,0.8\n");
    Run run = runCommand("luck " + options, file);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors())
        .containsExactly("seedbed: " + message.replace("FILE", file.toString()));
  }

  @Test
  void hints_nameOptions() throws IOException {
    Map.of(
            "seed,val_acc,val_loss\n1,0.5,0.6\n2,0.6,0.4\n",
            "say which: --metric COLUMN",
            "1,2,3\n0,1,1\n1,1,0\n",
            "if each row is an example of the evaluation, say --rows; if each is a configuration, --wide",
            "init_seed,model_seed,acc\n1,4,0.5\n2,3,0.6\n",
            "say which: --seed-column COLUMN",
            "0.5,0.6\n0.7,0.8\n",
            "say --header yes, or --header no")
        .forEach((csv, hint) -> {
          try {
            assertThat(runCommand("luck", table(csv)).errors())
                .singleElement()
                .asString()
                .endsWith(hint);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
