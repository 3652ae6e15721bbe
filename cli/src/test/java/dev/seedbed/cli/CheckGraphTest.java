package dev.seedbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.seedbed.cli.CommandRunner.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `check` of networks that are no chains of dense layers.
class CheckGraphTest {
  private static final String NETWORKS = "io/src/test/resources/networks/";
  private static final String RESNET = NETWORKS + "resnet.onnx";

  @Test
  void nothingFound_healthy_exitCode0() {
    Run run = CommandRunner.run("check", RESNET);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("verdict   healthy: ")
        .contains("3.one", "relu", "8 rows drawn at random", "unknown   whether it trains");
  }

  /// It has weights in the body of a loop.
  @Test
  void notAllMeasured_notHealthy_exitCode12() {
    String model = NETWORKS + "scripted.onnx";
    Run run = CommandRunner.run("check", model);
    assertThat(run.exitCode()).isEqualTo(12);
    assertThat(run.out())
        .startsWith("verdict   measured: the network was run, and nothing was found")
        .contains("unknown   what happens inside of ")
        .doesNotContain("healthy");
    assertThat(CommandRunner.run("check", model, "--allow-not-run").exitCode()).isZero();
  }

  @Test
  void json_isAsTheSchemaSays_andNamesTensorsAndOperators() throws IOException {
    Run run = CommandRunner.run("check", RESNET, "--data", NETWORKS + "resnet.npz", "--json");
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("docs/schemas/check.schema.json")))
                .validate(run.out(), InputFormat.JSON))
        .isEmpty();
    JsonNode json = JsonMapper.shared().readTree(run.out());
    assertThat(json.get("verdict").stringValue()).isEqualTo("healthy");
    assertThat(json.get("rows").get("given").booleanValue()).isTrue();
    JsonNode layer = json.get("layers").get(1);
    assertThat(layer.get("weight").stringValue()).isEqualTo("3.one.weight");
    assertThat(layer.get("operator").stringValue()).isEqualTo("Conv");
    for (String field : new String[] {"z", "a", "gradient", "weight_sd", "weight_gradient_sd"}) {
      assertThat(layer.get(field)).as(field).isNotNull();
    }
    assertThat(json.get("looked_at").get("rules").toString())
        .contains("start-loss", "equal-tensors", "forward-gain", "residual-growth")
        .doesNotContain("gradient-check");
  }

  @Test
  void chain_takesArraysWithTheirTargets() {
    String folder = "examples/networks/";
    Run run =
        CommandRunner.run(
            "check", folder + "digits.onnx", "--data", folder + "digits-raw.npz", "--json");
    assertThat(run.exitCode()).isEqualTo(10);
    assertThat(run.out()).contains("\"inputs\"", "\"count\" : 128");
  }

  @Test
  void chain_takesNoShapes(@TempDir Path folder) {
    String model = folder.resolve("chain.onnx").toString();
    CommandRunner.run("init", "--layers", "20,16,3", "-o", model);
    for (String[] option : new String[][] {{"--input", "x=8x20"}, {"--output", "y"}}) {
      Run run = CommandRunner.run("check", model, option[0], option[1]);
      assertThat(run.exitCode()).as(run.out()).isEqualTo(2);
      assertThat(run.err()).contains("a chain of dense layers has one input and one output");
    }
  }

  @Test
  void report_hasTheChartsThatThereAreNumbersFor(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("check.html");
    CommandRunner.run("check", RESNET, "--report", page.toString());
    assertThat(Files.readString(page))
        .contains(
            "<span class=\"verdict healthy\">Healthy</span>",
            "Back-propagated gradients",
            "8 drawn at random")
        .doesNotContain("Singular values");
  }

  @Test
  void wrongInputs_oneLine_exitCode2() {
    for (String[] wrong :
        new String[][] {
          {"--input", "x", "'x' is not a name and a shape, such as image=8x3x32x32"},
          {"--input", "image=99999999x9x99999999", "input 'image': an array must hold fewer than"},
          {"--input", "nosuch=8x3", "the network has no input 'nosuch'; it has "},
          {"--output", "nosuch", "the network has no output 'nosuch'; it has "},
          {"--data", NETWORKS + "gpt.npz", "the network has no input "},
          {"--data", "examples/iris.csv", "a target column must be named"}
        }) {
      Run run = CommandRunner.run("check", RESNET, wrong[0], wrong[1]);
      assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
      assertThat(run.err()).contains(wrong[2]);
      assertThat(run.err().lines()).hasSizeLessThanOrEqualTo(3);
    }
    Run overfit = CommandRunner.run("check", RESNET, "--overfit");
    assertThat(overfit.exitCode()).isEqualTo(2);
    assertThat(overfit.err()).contains("only chains of dense layers can be asked to learn rows");
    Run run = CommandRunner.run("check", "--layers", "20,16,3", "--input", "x=8x20");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--input and --output are of a MODEL, not of --layers");
  }
}
