package dev.seedbed.io.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Verdict;
import dev.seedbed.data.InputException;
import dev.seedbed.io.start.Plan;
import dev.seedbed.io.weights.Onnx;
import dev.seedbed.random.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The check of networks that are no chains, on those that PyTorch exported: `networks.py` makes
/// the files, with the loss and the gradients of its float64.
class GraphCheckTest {
  private static final Path FOLDER = Path.of("src/test/resources/networks");

  private static Path file(String name) {
    return (Files.isDirectory(FOLDER) ? FOLDER : Path.of("io").resolve(FOLDER)).resolve(name);
  }

  private static CheckResult.OfGraph run(String name) throws IOException {
    return (CheckResult.OfGraph) SavedCheck.of(file(name + ".onnx")).run();
  }

  private static CheckResult.OfGraph onGivenRows(String name) throws IOException {
    return (CheckResult.OfGraph)
        SavedCheck.of(file(name + ".onnx")).on(file(name + ".npz"), Optional.empty()).run();
  }

  private static LayerReport layer(CheckResult.OfGraph result, String name) {
    return result.diagnosis().layers().stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("dev.seedbed.io.graph.WholeNetworksTest#checked")
  void lossAndWeightGradients_areThoseOfPyTorch(String name) throws IOException {
    CheckResult.OfGraph result = onGivenRows(name);
    JsonNode expected = JsonMapper.shared().readTree(Files.readString(file(name + ".json")));
    double loss = expected.get("loss").asDouble();
    assertThat(result.diagnosis().network().loss()).isCloseTo(loss, within(1e-5 * loss));
    assertThat(result.diagnosis().network().given()).isTrue();
    int compared = 0;
    for (LayerReport layer : result.diagnosis().layers()) {
      JsonNode gradient = expected.get("gradients").get(layer.origin().orElseThrow().weight());
      if (gradient != null && gradient.asDouble() > 1e-6) {
        compared++;
        assertThat(layer.weightGradient())
            .as(layer.name())
            .isCloseTo(gradient.asDouble(), within(1e-4 * gradient.asDouble()));
      }
    }
    assertThat(compared).isPositive();
    // One has weights in the body of a loop, one in a branch that is not taken.
    assertThat(result.verdict())
        .isEqualTo(
            List.of("scripted", "forked").contains(name) ? Verdict.MEASURED : Verdict.HEALTHY);
  }

  /// Without rows, its whole number is 1, and the other branch is taken.
  @Test
  void inputThatDecidesABranch_whatWasTakenIsMeasured_andTheRestSaid() throws IOException {
    CheckResult.OfGraph given = onGivenRows("forked");
    assertThat(layer(given, "wide").activation()).isEqualTo("tanh");
    assertThat(given.notMeasured()).containsExactly("narrow.weight");
    assertThat(given.assumed())
        .containsExactly("node '/If' (If) goes the way that these inputs decide");
    CheckResult.OfGraph made = run("forked");
    assertThat(layer(made, "narrow").activation()).isEqualTo("relu");
    assertThat(made.notMeasured()).containsExactly("wide.weight");
  }

  /// A network for images of any size, but windows of that many pixels.
  private static Path pooled(long window, Path folder) throws IOException {
    return Files.write(
        folder.resolve("pooled.onnx"),
        Onnx.model(
            Onnx.floats("W", new long[] {2, 1, 1, 1}, 0.5f, -0.7f),
            Onnx.input("x", -1, 1, -1, -1),
            Onnx.output("y", -1, 2, -1, -1),
            Onnx.node("Conv", "x,W", "h"),
            Onnx.node(
                "AveragePool",
                "h",
                "y",
                Onnx.attribute("kernel_shape", new long[] {window, window}))));
  }

  @Test
  void usualSizeDoesNotFit_largerOnesAreTried(@TempDir Path folder) throws IOException {
    var result = (CheckResult.OfGraph) SavedCheck.of(pooled(100, folder)).run();
    assertThat(result.assumed())
        .containsExactly("input 'x' is 64x1x128x128 where the file leaves ?x1x?x? open");
  }

  @Test
  void noSizeFits_saysWhatToGive(@TempDir Path folder) throws IOException {
    CheckResult result = SavedCheck.of(pooled(300, folder)).run();
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_RUN);
    assertThat(((CheckResult.OfTensors) result).obstacles())
        .singleElement()
        .asString()
        .endsWith(
            "(AveragePool): a window must fit into the padded array: 300 of 64x2x32x32; nor do larger inputs fit: give other shapes than --input x=64x1x32x32");
  }

  @Test
  void quantisedWeights_areNotLookedAt_andSaid(@TempDir Path folder) throws IOException {
    Path file =
        Files.write(
            folder.resolve("quantised.onnx"),
            Onnx.model(
                Onnx.initializer(
                    Onnx.tensor(
                        "W", 3, new long[] {2, 3}, Onnx.field(9, new byte[] {1, 2, 3, 4, 5, 6}))),
                Onnx.floats("b", new long[] {3}, 0.5f, -0.7f, 1),
                Onnx.input("x", 4, 2),
                Onnx.output("y", 4, 3),
                Onnx.node("DynamicQuantizeLinear", "x", "q,s,z"),
                Onnx.node("MatMulInteger", "q,W", "h"),
                Onnx.node("Cast", "h", "c", Onnx.attribute("to", 1)),
                Onnx.node("Add", "c,b", "y")));
    var result = (CheckResult.OfTensors) SavedCheck.of(file).run();
    assertThat(result.others())
        .extracting(tensor -> tensor.units().tensor().name())
        .containsExactly("W");
    assertThat(result.obstacles())
        .containsExactly(
            "the network has operators that Seedbed does not have: DynamicQuantizeLinear, MatMulInteger; it is quantised: take the network that it was made from");
  }

  @Test
  void networkWithAllItsWeightsInABody_isNotMeasured() throws IOException {
    CheckResult result = SavedCheck.of(file("scanned.onnx")).run();
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_RUN);
    assertThat(((CheckResult.OfTensors) result).obstacles())
        .containsExactly("the network has no operator with weights to measure");
  }

  @Test
  void residualNetwork_layersByPath_activationsKnown_zIsNormalised() throws IOException {
    CheckResult.OfGraph result = run("resnet");
    LayerReport one = layer(result, "3.one");
    assertThat(one.activation()).isEqualTo("relu");
    assertThat(one.z().deviation()).isCloseTo(1, within(1e-3));
    assertThat(one.a().deviation()).isCloseTo(Math.sqrt(0.5 - 0.5 / Math.PI), within(0.02));
    // A join follows, and no function of single elements.
    assertThat(layer(result, "3.two").activation()).isEqualTo("identity");
    assertThat(one.fanIn()).isEqualTo(72);
    assertThat(one.origin().orElseThrow())
        .isEqualTo(new LayerReport.Origin("3.one.weight", "Conv", false));
  }

  @Test
  void biasOfAMatMul_isInZ() throws IOException {
    // The weights are anonymous in the file, and the layer is named by its bias.
    LayerReport up = layer(run("vit"), "blocks.0.up");
    assertThat(up.origin().orElseThrow().operator()).isEqualTo("MatMul");
    assertThat(up.activation()).isEqualTo("gelu");
    assertThat(up.predictedGains().orElseThrow().forward())
        .isCloseTo(up.gains().orElseThrow().forward(), within(0.05));
  }

  /// The network has two layers, each in both directions; the export puts their gates in another
  /// order.
  @Test
  void recurrentNetwork_allTensorsOfWeights() throws IOException {
    assertThat(run("lstm").diagnosis().layers().stream().map(l -> l.origin().orElseThrow()))
        .filteredOn(origin -> origin.operator().equals("LSTM"))
        .extracting(LayerReport.Origin::weight)
        .containsExactlyInAnyOrder(
            "rnn.weight_ih_l0",
            "rnn.weight_hh_l0",
            "rnn.weight_ih_l0_reverse",
            "rnn.weight_hh_l0_reverse",
            "rnn.weight_ih_l1",
            "rnn.weight_hh_l1",
            "rnn.weight_ih_l1_reverse",
            "rnn.weight_hh_l1_reverse");
  }

  @Test
  void inputsOfATable_areDrawnBelowItsLength() throws IOException {
    CheckResult.OfGraph result = run("gpt");
    assertThat(result.diagnosis().network().given()).isFalse();
    assertThat(result.findings())
        .noneMatch(finding -> finding.rule() == Rule.INPUTS || finding.rule() == Rule.NON_FINITE);
    assertThat(layer(result, "wte").origin().orElseThrow().operator()).isEqualTo("Gather");
  }

  @Test
  void healthy_onlyIfAllWeightsWereMeasured() throws IOException {
    CheckResult.OfGraph whole = run("lenet");
    assertThat(whole.verdict()).isEqualTo(Verdict.HEALTHY);
    assertThat(whole.unknown()).contains("4 % had no warning");
    CheckResult.OfGraph loop = run("scripted");
    assertThat(loop.verdict()).isEqualTo(Verdict.MEASURED);
    assertThat(loop.meaning()).contains("not all of it could be measured");
    assertThat(loop.unknown()).startsWith("what happens inside of ");
  }

  @Test
  void output_oneOfSeveral_getsTheLoss() throws IOException {
    SavedCheck check = SavedCheck.of(file("two-heads.onnx"));
    var both = (CheckResult.OfGraph) check.run();
    double sum = 0;
    for (String output : List.of("10", "11")) {
      var request = new CheckRequest(0.01, false, Map.of(), Optional.of(output), false, 1);
      var one = (CheckResult.OfGraph) check.asking(request).run();
      assertThat(one.diagnosis().network().loss()).isLessThan(both.diagnosis().network().loss());
      sum += one.diagnosis().network().loss();
    }
    assertThat(both.diagnosis().network().loss()).isCloseTo(sum, within(1e-9));
  }

  @Test
  void wrongNamesAndShapes_oneLine() {
    SavedCheck check = SavedCheck.of(file("resnet.onnx"));
    assertThatThrownBy(() -> check.asking(shape("pixels", 8, 3, 8, 8)).run())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the network has no input 'pixels'; it has ");
    assertThatThrownBy(() -> check.asking(output("nosuch")).run())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the network has no output 'nosuch'; it has ");
    assertThatThrownBy(() -> check.on(file("gpt.npz"), Optional.empty()).run())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the network has no input");
  }

  private static CheckRequest shape(String input, long... axes) {
    return new CheckRequest(
        0.01,
        false,
        Map.of(input, Arrays.stream(axes).boxed().toList()),
        Optional.empty(),
        false,
        1);
  }

  private static CheckRequest output(String name) {
    return new CheckRequest(0.01, false, Map.of(), Optional.of(name), false, 1);
  }

  @Test
  void threads_changeNoBit() throws IOException {
    SavedCheck check = SavedCheck.of(file("swin.onnx"));
    var two =
        check.asking(new CheckRequest(0.01, false, Map.of(), Optional.empty(), true, 2)).run();
    var one =
        check.asking(new CheckRequest(0.01, false, Map.of(), Optional.empty(), true, 1)).run();
    assertThat(((CheckResult.OfGraph) two).diagnosis())
        .isEqualTo(((CheckResult.OfGraph) one).diagnosis());
    assertThat(two.findings().stream().map(Finding::message))
        .isEqualTo(one.findings().stream().map(Finding::message).toList());
  }

  /// A start by a scheme, checked, repaired, and the copy.
  private static RepairResult repaired(String name, String scheme, Path folder) throws IOException {
    Path bad = folder.resolve("bad.onnx");
    Plan.of(file(name + ".onnx"), scheme, new Seed(0)).write(bad, 1);
    return SavedCheck.of(bad).repair(folder.resolve("good.onnx"));
  }

  private static long faults(CheckResult result) {
    return result.findings().stream()
        .filter(finding -> finding.severity() != Severity.INFO)
        .count();
  }

  @ParameterizedTest
  @CsvSource({
    "resnet, zeros",
    "gpt, zeros",
    "gpt, normal(deviation=2)",
    "unet, normal(deviation=1)"
  })
  void repair_leavesNothing(String name, String scheme, @TempDir Path folder) throws IOException {
    RepairResult result = repaired(name, scheme, folder);
    assertThat(faults(result.before())).isPositive();
    assertThat(faults(result.after())).isZero();
    assertThat(result.changes()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"siamese, normal(deviation=1)", "lstm, he-normal"})
  void repair_isNeverWorse(String name, String scheme, @TempDir Path folder) throws IOException {
    RepairResult result = repaired(name, scheme, folder);
    assertThat(faults(result.after())).isLessThanOrEqualTo(faults(result.before()));
  }
}
