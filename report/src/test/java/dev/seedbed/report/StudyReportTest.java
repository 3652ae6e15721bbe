package dev.seedbed.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.data.InputException;
import dev.seedbed.io.run.RunRecord;
import dev.seedbed.study.StudySpec;
import dev.seedbed.train.Sgd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StudyReportTest {
  @TempDir private static Path trained = Path.of("");
  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void train() throws IOException, InterruptedException {
    Runs.run(trained.resolve("run"), UnaryOperator.identity());
  }

  /// A copy of the study that was trained once, to do with as one likes.
  private RunRecord usual() throws IOException {
    Path from = trained.resolve("run");
    Path run = folder.resolve("run");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, run.resolve(from.relativize(file)));
      }
    }
    return RunRecord.of(run);
  }

  private String report() throws IOException {
    return Files.readString(StudyReport.write(usual()));
  }

  private String report(UnaryOperator<StudySpec> change) throws IOException, InterruptedException {
    RunRecord run = Runs.run(folder.resolve("run"), change);
    return Files.readString(StudyReport.write(run));
  }

  @Test
  void write_answerComesFirst() throws IOException {
    String html = report();
    assertThat(html.indexOf("is best: test accuracy "))
        .isPositive()
        .isLessThan(html.indexOf("<strong>Did the seed matter?</strong>"));
    assertThat(html.indexOf("Did the seed matter?")).isLessThan(html.indexOf("Learning curves"));
    assertThat(html)
        .contains("What the seeds gave", "The best of several seeds", "Schemes compared")
        .contains("Trials side by side", "seedbed replay ");
  }

  /// Without a network, and without any script that is not in the page.
  @Test
  void write_policy_allowsItsTwoScriptsAlone() throws IOException, NoSuchAlgorithmException {
    String html = report();
    var policy = Pattern.compile("Security-Policy\" content=\"([^\"]*)\"").matcher(html);
    assertThat(policy.find()).isTrue();
    assertThat(policy.group(1)).startsWith("default-src 'none'; script-src 'sha256-");
    var scripts = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(html);
    int count = 0;
    while (scripts.find()) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(scripts.group(1).getBytes(UTF_8));
      assertThat(policy.group(1))
          .contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
      count++;
    }
    assertThat(count).isEqualTo(2);
    assertThat(html).doesNotContain("<link", "src=\"http", "@import");
  }

  @Test
  void write_hostileNames_stayText() throws IOException {
    String html = report();
    assertThat(words(html))
        .doesNotContain("<script>alert", "<img", "\u2028", "\u202e", "\u001b", "<b>data")
        .contains("&lt;/script&gt;&lt;script&gt;alert(1)")
        .contains("&lt;b&gt;data.csv")
        .contains("&lt;U+202E&gt;");
  }

  /// A page without the two scripts, which are ECharts' own words and ours.
  private static String words(String html) {
    return html.replaceAll("(?s)<script>.*?</script>", "");
  }

  /// Each of a kind that the script has a function for.
  @Test
  void write_islands_areJson() throws IOException {
    String html = report();
    var islands =
        Pattern.compile(
                "data-chart=\"([a-z-]+)-plot\" data-kind=\"([A-Za-z]+)\">(.*?)</script>",
                Pattern.DOTALL)
            .matcher(html);
    var found = new TreeMap<String, JsonNode>();
    while (islands.find()) {
      assertThat(html).as(islands.group(1)).contains("  " + islands.group(2) + "(data) {");
      found.put(islands.group(1), JsonMapper.shared().readTree(islands.group(3)));
    }
    assertThat(found).hasSize(17).allSatisfy((_, island) -> assertThat(island.isObject()).isTrue());
    // Names are values in them and never keys, which could be those of JavaScript's objects.
    assertThat(requireNonNull(found.get("importance")).findValuesAsString("name"))
        .containsExactlyInAnyOrder(Runs.PROTOTYPE, Runs.FORMULA);
    assertThat(
            requireNonNull(found.get("confusion"))
                .get("classes")
                .valueStream()
                .map(JsonNode::asString))
        .contains(Runs.CONSTRUCTOR);
    assertThat(words(html)).contains(Runs.PROTOTYPE, "=cmd|&#39; /C calc&#39;!A0");
  }

  /// One seed: nothing to compare, and no curve of best-of-k.
  @Test
  void write_oneTrial_leavesOutWhatSaysNothing() throws IOException, InterruptedException {
    String html =
        report(study ->
            study
                .withSeeds(StudySpec.seeds(1))
                .withSchemes(study.schemes().subList(0, 1))
                .withHalving(Optional.empty()));
    assertThat(html)
        .contains("Learning curves")
        .doesNotContain("The best of several seeds", "Schemes compared");
  }

  @Test
  void write_allDiverged_saysSo() throws IOException, InterruptedException {
    String html =
        report(study -> study.withTraining(study.training().withOptimizer(new Sgd(1e38, 0.9, 0))));
    assertThat(html)
        .contains("<h1>Every trial that was trained to its end diverged</h1>", "24 diverged")
        .doesNotContain("What the seeds gave");
  }

  @Test
  void write_64Seeds_staysSmall() throws IOException, InterruptedException {
    RunRecord run = Runs.run(folder.resolve("run"), study -> study.withSeeds(StudySpec.seeds(64)));
    assertThat(Files.size(StudyReport.write(run))).isLessThan(2_000_000);
  }

  /// 1,000 trials, all to the end.
  @Tag("exhaustive")
  @Test
  void write_manyTrials_staysSmall() throws IOException, InterruptedException {
    RunRecord run =
        Runs.run(
            folder.resolve("run"),
            study ->
                study
                    .withSeeds(StudySpec.seeds(500))
                    .withTraining(study.training().withEpochs(60).withPatience(60))
                    .withHalving(Optional.empty()));
    long start = System.nanoTime();
    Path file = StudyReport.write(run);
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(Files.size(file)).isLessThan(6_000_000);
    // One is wanted, and what it takes (bench/RESULTS.md); a machine may have other things to do.
    assertThat(seconds).isLessThan(5);
    assertThat(Files.readString(file)).contains("Points were left out; all are in curves.csv.");
  }

  /// A network that overflows on a row has no prediction for it.
  @Test
  void write_predictionThatIsNotFinite_leftOut() throws IOException, InterruptedException {
    RunRecord run = Runs.quantity(folder.resolve("run"));
    Path test = run.path().resolve("test.csv");
    Files.writeString(test, Files.readString(test).replaceFirst(",[^,\n]+\n([^\n]+\n)$", ",\n$1"));
    assertThat(Files.readString(StudyReport.write(run)))
        .contains("1 rows are left out, for which the network overflows.");
  }

  /// Runs of before there was anything but curves and results.
  @Test
  void write_runWithoutTestAndStart_leavesThemOut() throws IOException {
    RunRecord run = usual();
    for (String file : List.of("test.csv", "start.json", "activations.csv")) {
      Files.delete(run.path().resolve(file));
    }
    Path study = run.path().resolve("study.json");
    Files.writeString(study, Files.readString(study).replaceFirst(",\\s*\"recorded\" : \\[ ]", ""));
    assertThat(Files.readString(study)).doesNotContain("recorded");
    assertThat(Files.readString(StudyReport.write(run)))
        .contains("Learning curves")
        .doesNotContain("Confusion matrix", "The start of the best network");
  }

  /// A curve is found by what it is of, wherever it stands.
  @Test
  void write_linesOfCurvesInAnotherOrder_sameReport() throws IOException {
    RunRecord run = usual();
    String page = Files.readString(StudyReport.write(run));
    List<String> lines = Files.readAllLines(run.curves());
    var turned = new ArrayList<>(List.of(lines.getFirst()));
    lines.stream()
        .skip(1)
        .collect(
            Collectors.groupingBy(
                line -> line.split(",", -1)[1], TreeMap::new, Collectors.toList()))
        .descendingMap()
        .values()
        .forEach(turned::addAll);
    Files.write(run.curves(), turned);
    assertThat(Files.readString(StudyReport.write(run))).isEqualTo(page);
  }

  @Test
  void write_runThatHasNotEnded_refused() throws IOException {
    RunRecord run = usual();
    Files.delete(run.path().resolve("result.json"));
    assertThatThrownBy(() -> StudyReport.write(run))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the run has not ended");
  }

  /// Files that parse, but lack what they must have.
  @ParameterizedTest
  @CsvSource({
    "result.json, {}",
    "result.json, '{\"trials\":[{}],\"seed_effect\":{\"schemes\":[{}]}}'",
    "start.json, {}",
    "result.json, '{\"trials\":[],\"seed_effect\":{\"schemes\":[],\"comparisons\":[]},\"rungs\":[]}'",
    "curves.csv, '0,1,2\n'",
    "start.json, '{\"findings\":[{\"rule\":\"no-such\"}],\"layers\":[]}'",
    "start.json, '{\"verdict\":\"healthy\",\"findings\":[],\"layers\":[],\"tensors\":[],\"not_propagated\":[]}'",
    "study.json, '{'",
    "environment.json, '['",
    "test.csv, 'actual\na\n'",
    "curves.csv, 'scheme,seed\na,1\n'",
    "curves.csv, 'epoch,validation_loss\none,2\n'",
    "curves.csv, 'epoch,validation_loss\n1,0.5\n'"
  })
  void write_damagedFile_refused(String file, String content) throws IOException {
    RunRecord run = usual();
    Files.writeString(run.path().resolve(file), content);
    assertThatThrownBy(() -> StudyReport.write(run))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(" is damaged: ");
  }
}
