package dev.seedbed.cli.command;

import static dev.seedbed.cli.CommandRunner.runCommand;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.seedbed.cli.CommandRunner.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VerifyCommandTest {
  @TempDir private Path folder = Path.of("");

  /// A network drawn by that scheme.
  private Path start(String name, String scheme) {
    Path file = folder.resolve(name);
    Run run = runCommand("init --layers 300,200,100,10 --seed 3 --init " + scheme + " --out", file);
    assertThat(run.err()).isEmpty();
    return file;
  }

  private static JsonNode json(String options, Path file) throws IOException {
    Run run = runCommand("verify --json " + options, file);
    assertThat(run.err()).isEmpty();
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("docs/schemas/verify.schema.json")))
                .validate(run.out(), InputFormat.JSON))
        .isEmpty();
    return JsonMapper.shared().readTree(run.out());
  }

  private static String text(Run run) {
    assertThat(run.err()).isEmpty();
    return run.out().replaceAll("\\s+", " ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"torch", "keras", "he-normal", "glorot-uniform", "orthogonal"})
  void ownDraw_asMeant(String scheme) {
    for (String format : List.of("safetensors", "onnx")) {
      Run run = runCommand("verify --as " + scheme, start("start." + format, scheme));
      assertThat(text(run)).contains("all 6 tested tensors are as meant");
      assertThat(run.exitCode()).isZero();
    }
  }

  @Test
  void anotherScheme_namedForAllTensorsAtOnce() throws IOException {
    Path file = start("start.safetensors", "glorot-normal");
    Run run = runCommand("verify --as he-normal", file);
    assertThat(run.exitCode()).isEqualTo(11);
    assertThat(text(run))
        .contains(
            "verdict 2 tensors are not as meant, 4 are",
            "layer1/weight: standard deviation 0.06",
            "a variance 1.667 times too small: fits glorot-normal, N(0, 0.06325²), the default of DL4J",
            "Promised: he-normal, N(0, 0.08165²)",
            "likewise layer2/weight");
    JsonNode found = json("--as he-normal", file);
    assertThat(found.get("verdict").stringValue()).isEqualTo("errors");
    assertThat(found.get("findings")).hasSize(2);
    JsonNode first = found.get("findings").get(0);
    assertThat(first.get("instead").get("scheme").stringValue()).isEqualTo("glorot-normal");
    assertThat(first.get("message").stringValue()).contains("glorot-normal");
  }

  @Test
  void rules_fileAndOptions_uncoveredIsSaid() throws IOException {
    Path file = start("start.safetensors", "he-normal");
    Path rules = Files.writeString(folder.resolve("rules"), "# all\n\n*weight = he-normal\n");
    Run run = runCommand("verify --rule head*=zeros --rules " + rules, file);
    assertThat(run.exitCode()).isZero();
    assertThat(text(run))
        .contains(
            "meant the rules",
            "note rule 'head*=zeros' fits no tensor",
            "no rule covers 3 parameters: layer1/bias, layer2/bias, layer3/bias");
    assertThat(runCommand("verify --strict --rules " + rules, file).exitCode()).isEqualTo(11);
    JsonNode found = json("--strict --rule head*=zeros --rules " + rules, file);
    assertThat(found.get("unmatched_rules").get(0).stringValue()).isEqualTo("head*=zeros");
    assertThat(found.get("findings").get(0).get("fault").stringValue()).isEqualTo("no-rule");
    Files.writeString(rules, "*weight=he-normal\nbias zeros\n");
    assertThat(runCommand("verify --rules " + rules, file).err())
        .contains("rules:2: a rule is written GLOB=SCHEME");
  }

  @Test
  void otherFiles_likeEqualFrom() throws IOException {
    Path file = start("start.safetensors", "he-normal");
    Path other = folder.resolve("other.safetensors");
    runCommand("init --layers 300,200,100,10 --seed 4 --init he-normal --out", other);
    assertThat(runCommand("verify --like " + other, file).exitCode()).isZero();
    assertThat(runCommand("verify --equal " + file, file).exitCode()).isZero();
    Run unequal = runCommand("verify --equal " + other, file);
    assertThat(unequal.exitCode()).isEqualTo(11);
    assertThat(text(unequal))
        .contains(
            "layer1/weight: all 60,000 elements differ, by up to 0.",
            ", and follow one law: drawn from another seed");
    Run untouched = runCommand("verify --from " + file, file);
    assertThat(untouched.exitCode()).isEqualTo(10);
    assertThat(text(untouched))
        .contains("warning layer1/weight: it is to the bit what it was before");
    assertThat(json("--from " + other, file).get("findings").get(0).get("fault").stringValue())
        .isEqualTo("still-a-start");
  }

  /// NumPy's archives do not say how axes are ordered.
  @Test
  void orderOfAxesUnsaid_noted() throws IOException {
    Path file = Path.of("io/src/test/resources/dev/seedbed/io/weights/stored.npz");
    assertThat(text(runCommand("verify --as torch", file))).contains("taken as PyTorch's");
    assertThat(json("--as keras", file).get("axes").stringValue()).contains("those of keras");
  }

  @Test
  void report_onePageWithCharts() throws IOException {
    Path page = folder.resolve("report.html");
    Path file = start("start.safetensors", "glorot-normal");
    assertThat(text(runCommand("verify --as he-normal --report " + page, file)))
        .contains("report.html: open it in a browser");
    assertThat(Files.readString(page))
        .contains("2 tensors are not as meant, 4 are", "WeightLaws", "ScaleRatios");
    assertThat(runCommand("verify --as he-normal --report " + page, file).err())
        .contains("exists already");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "`` ~ say what was meant: --as RECIPE",
        "--like x --equal y ~ only one of --like, --equal and --from",
        "--like x --as torch ~ --as, --rule and --rules say what was meant",
        "--as torc ~ no family, library or scheme 'torc': did you mean 'torch'?",
        "--as gpt2 ~ has a name of the family gpt2",
        "--as lsuv ~ lsuv needs a whole network",
        "--as torch --alpha 0 ~ alpha must be in (0, 1): 0",
        "--as orthogonl ~ did you mean 'orthogonal'?",
        "--as torch --overwrite ~ --overwrite needs --report",
        "--equal x --strict ~ --strict is about rules",
        "--from x --activation tanh ~ --activation is about rules"
      })
  void wrongUsage_oneLine(String options, String message) {
    Run run = runCommand("verify " + options, start("start.safetensors", "torch"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message);
  }

  @Test
  void init_byTheRecipeThatVerifyKnows() throws IOException {
    Path file = start("start.safetensors", "zeros");
    Path out = folder.resolve("torch.safetensors");
    Run run = runCommand("init --as torch --out " + out, file);
    assertThat(run.err()).isEmpty();
    assertThat(runCommand("verify --as torch", out).exitCode()).isZero();
    assertThat(runCommand("init --as torch --init zeros --overwrite --out " + out, file).err())
        .contains("--as torch draws all tensors: leave --init out");
  }
}
