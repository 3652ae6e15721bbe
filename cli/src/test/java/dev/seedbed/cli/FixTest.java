package dev.seedbed.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.seedbed.cli.CommandRunner.Run;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.WeightFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `check --fix` of networks that PyTorch exported, with one fault each: `fix/faulty_networks.py`
/// made the files. ONNX Runtime says what the repaired ones compute.
class FixTest {
  private static final int ROWS = 64;

  @TempDir private Path folder = Path.of("");

  private static Path file(String name) {
    return resource("fix/" + name + ".onnx");
  }

  private static Path resource(String name) {
    try {
      return Path.of(Objects.requireNonNull(FixTest.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private Path repaired(String name) {
    return folder.resolve(name + "-repaired.onnx");
  }

  private Run fix(String name, String... more) {
    List<String> words =
        List.of("check", file(name).toString(), "--fix", "-o", repaired(name).toString());
    return CommandRunner.run(Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new));
  }

  /// The names of the tensors that another file has other numbers for.
  private static List<String> changed(Path before, Path after) throws IOException {
    var changed = new TreeSet<String>();
    WeightFile old = WeightFile.read(before);
    WeightFile other = WeightFile.read(after);
    for (int i = 0; i < old.tensors().size(); i++) {
      StoredTensor tensor = old.tensors().get(i);
      if (tensor.floatType().isPresent()
          && !Arrays.equals(old.values(tensor), other.values(other.tensors().get(i)))) {
        changed.add(tensor.name());
      }
    }
    return List.copyOf(changed);
  }

  /// What the network gives for standard normal rows.
  private static float[][] outputs(Path model, long... shape) throws OrtException {
    var random = new Random(0);
    float[] x = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b))];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(model.toString());
        OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), shape);
        OrtSession.Result result = session.run(Map.of("x", input))) {
      return (float[][]) result.get(0).getValue();
    }
  }

  /// Root mean square of all outputs, and the standard deviation from row to row.
  private static double[] sizes(float[][] outputs) {
    double squares = 0;
    double variance = 0;
    int units = outputs[0].length;
    for (int j = 0; j < units; j++) {
      double mean = 0;
      double square = 0;
      for (float[] row : outputs) {
        mean += row[j] / outputs.length;
        square += (double) row[j] * row[j] / outputs.length;
      }
      squares += square / units;
      variance += (square - mean * mean) / units;
    }
    return new double[] {Math.sqrt(squares), Math.sqrt(Math.max(0, variance))};
  }

  /// Fault, verdict before, what has other numbers, and whether the fault shows in the outputs: the
  /// same for all rows, not a number, or huge.
  @ParameterizedTest
  @CsvSource({
    "sound, healthy, '', false",
    "gamma_0, errors, '1.weight 4.weight', true",
    "zeros, errors, '0.weight 10.weight 3.weight 8.weight', true",
    "constant, healthy, '', false",
    "times_100, errors, '0.weight 10.weight 3.weight 8.weight', true",
    "tiny, errors, '0.weight 10.weight 3.weight 8.weight', true",
    "biases_10, errors, '8.bias', true",
    "not_a_number, errors, '3.weight 4.weight 8.bias', true",
    "one_seed, healthy, '', false"
  })
  void anyArchitecture_mendedTensorByTensor(
      String fault, String verdict, String changed, boolean shows)
      throws IOException, OrtException {
    Run run = fix(fault);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).startsWith("verdict   " + verdict + " -> healthy: ");
    assertThat(run.out()).doesNotContain("\nleft ");
    assertThat(String.join(" ", changed(file(fault), repaired(fault)))).isEqualTo(changed);

    double[] before = sizes(outputs(file(fault), ROWS, 3, 6, 6));
    double[] after = sizes(outputs(repaired(fault), ROWS, 3, 6, 6));
    assertThat(after[0]).isBetween(0.01, 10.0);
    assertThat(after[1]).isBetween(1e-3, 10.0);
    boolean sound = before[0] < 10 && before[1] > 1e-3;
    assertThat(!sound).isEqualTo(shows);
    assertThat(CommandRunner.run("check", repaired(fault).toString()).exitCode()).isZero();
  }

  private static String ensemble() {
    return resource("ensemble-one-seed.onnx").toString();
  }

  @Test
  void equalNetworksOfAnEnsemble_drawnAgainByTheirLaw() throws IOException {
    Path repaired = folder.resolve("repaired.onnx");
    Run run = CommandRunner.run("check", ensemble(), "--fix", "-o", repaired.toString(), "--json");
    JsonNode json = JsonMapper.shared().readTree(run.out());
    var schemes = new ArrayList<String>();
    json.get("fix")
        .get("repairs")
        .forEach(repair -> schemes.add(repair.get("scheme").stringValue()));
    // PyTorch's default.
    assertThat(schemes).containsOnly("standard-uniform").hasSize(4);
    assertThat(json.get("fix").get("left")).isEmpty();
    assertThat(changed(Path.of(ensemble()), repaired))
        .containsExactly("m.1.0.weight", "m.1.2.weight", "m.2.0.weight", "m.2.2.weight");
  }

  /// The report lists what was drawn anew by tensors.
  @Test
  void equalTensors_reportNamesTheTensors() throws IOException {
    Path page = folder.resolve("page.html");
    String repaired = folder.resolve("repaired.onnx").toString();
    Run run =
        CommandRunner.run(
            "check", ensemble(), "--fix", "-o", repaired, "--report", page.toString(), "--quiet");
    assertThat(run.errors()).isEmpty();
    assertThat(Files.readString(page)).contains("standard-uniform");
  }

  /// Layers that follow each other get other gradients: training tells them apart.
  @Test
  void layersOfOneSeed_information() {
    Run run = CommandRunner.run("check", file("one_seed").toString());
    assertThat(run.out().replaceAll("\\s+", " "))
        .contains("INFO equal-tensors 0.weight: 4 tensors begin with the same numbers")
        .contains("but their gradients differ, so training tells them apart");
  }

  @Test
  void chain_scalesOfNormalisationsAt0_setTo1AndNothingElse() throws IOException, OrtException {
    Run run = fix("chain_gamma_0");
    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(run.out())
        .startsWith("verdict   errors -> healthy: ")
        .contains("repaired  layer1 gamma = 1, layer2 gamma = 1\n");
    assertThat(changed(file("chain_gamma_0"), repaired("chain_gamma_0")))
        .containsExactly("1.weight", "4.weight");
    assertThat(sizes(outputs(file("chain_gamma_0"), ROWS, 6))[1]).isLessThan(1e-6);
    assertThat(sizes(outputs(repaired("chain_gamma_0"), ROWS, 6))[1]).isGreaterThan(0.01);
  }

  /// The last layer alone makes the loss of the start 6.12 where chance is ln 2.
  @Test
  void probabilitiesFarFromChance_lastLayerMendedToo() throws IOException, OrtException {
    Run run = fix("autoencoder", "--json");
    assertThat(run.exitCode()).as(run.out()).isZero();
    JsonNode json = JsonMapper.shared().readTree(run.out());
    assertThat(json.get("fix").get("before").get("findings").toString()).contains("start-loss");
    assertThat(changed(file("autoencoder"), repaired("autoencoder"))).contains("2.weight");
    double loss = json.get("network").get("loss").doubleValue();
    assertThat(loss).isLessThan(1.0);
    // The likelihood of fair coins, of what ONNX Runtime gives.
    double sum = 0;
    float[][] outputs = outputs(repaired("autoencoder"), ROWS, 6);
    for (float[] row : outputs) {
      for (float p : row) {
        sum -= (Math.log(p) + Math.log1p(-p)) / 2 / (ROWS * row.length);
      }
    }
    assertThat(sum).isCloseTo(loss, within(0.1));
  }

  /// A finding that new values cannot repair is named, with what would.
  @Test
  void linearHiddenLayer_leftWithTheReason() {
    Run run =
        CommandRunner.run(
            "check",
            "--layers",
            "6,5,4,3",
            "--activation",
            "identity",
            "--fix",
            "-o",
            folder.resolve("linear.onnx").toString());
    assertThat(run.exitCode()).isEqualTo(10);
    assertThat(run.out())
        .contains("repaired  nothing: new values would be no better")
        .contains("left      architecture layer1: new values cannot repair it; put an activation")
        .doesNotContain("fix: seedbed check");
  }

  /// Half of the draws of such a network are born dead: several are tried.
  @Test
  void narrowRectifiers_drawnUntilTheyLive() {
    for (int seed = 0; seed < 10; seed++) {
      Path out = folder.resolve("narrow" + seed + ".onnx");
      Run run =
          CommandRunner.run(
              "check",
              "--layers",
              "2,4*12,2",
              "--activation",
              "relu",
              "--init",
              "zeros",
              "--seeds",
              seed + ".." + seed,
              "--fix",
              "-o",
              out.toString());
      assertThat(run.out()).as("seed %d", seed).startsWith("verdict   errors -> healthy");
      assertThat(out).exists();
    }
  }
}
