package dev.seedbed.io.graph;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Run;
import dev.seedbed.graph.TargetLoss;
import dev.seedbed.io.array.NpyFile;
import dev.seedbed.kernel.Team;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Networks that PyTorch exported, against its gradients in float64: `networks.py` makes the files.
class WholeNetworksTest {
  private static final Path FOLDER = Path.of("src/test/resources/networks");

  static List<String> names() {
    var names = new ArrayList<>(checked());
    names.add("scanned");
    return names;
  }

  /// Those that `check` measures: with weights outside of branches, loops and scans.
  static List<String> checked() {
    return List.of(
        "lenet",
        "resnet",
        "mobilenet",
        "efficientnet",
        "densenet",
        "convnext",
        "unet",
        "generator",
        "discriminator",
        "vit",
        "swin",
        "gpt",
        "bert",
        "t5",
        "lstm",
        "gru",
        "rnn",
        "siamese",
        "two-heads",
        "siren",
        "bag",
        "mlp",
        "scripted",
        "forked");
  }

  @ParameterizedTest
  @MethodSource("names")
  void gradients_areThoseOfPyTorch(String name) throws IOException {
    Graph graph = GraphFiles.read(file(name + ".onnx"));
    Map<String, NdArray> arrays = NpyFile.readArchive(file(name + ".npz"));
    JsonNode expected = JsonMapper.shared().readTree(Files.readString(file(name + ".json")));

    Run run = Run.forBackward(graph, arrays, Team.ALONE, Run.Observer.NONE);
    TargetLoss loss =
        TargetLoss.of(
            run.outputs().getFirst().asFloats(), Objects.requireNonNull(arrays.get("target")));
    var byOutputs = new ArrayList<Optional<FloatArray>>(List.of(Optional.of(loss.gradient())));
    while (byOutputs.size() < graph.outputs().size()) {
      byOutputs.add(Optional.empty());
    }
    run.backward(byOutputs);

    double value = expected.get("loss").asDouble();
    assertEquals(value, loss.value(), 1e-5 * value, "loss");
    var checks = new ArrayList<Executable>();
    double largest =
        expected
            .get("gradients")
            .propertyStream()
            .mapToDouble(it -> it.getValue().asDouble())
            .max()
            .orElseThrow();
    for (var each : expected.get("gradients").properties()) {
      if (graph.tensors().containsKey(each.getKey())) {
        double deviation = each.getValue().asDouble();
        double found = run.gradient(each.getKey()).map(WholeNetworksTest::deviation).orElse(0.0);
        // What is 0 but for rounding, such as the gradient of a bias before a normalisation, is
        // compared to the largest.
        double tolerance = 1e-4 * deviation + 1e-7 * largest;
        checks.add(() -> assertEquals(deviation, found, tolerance, each.getKey()));
      }
    }
    assertAll(checks);
  }

  private static Path file(String name) {
    Path file = FOLDER.resolve(name);
    return Files.exists(file) ? file : Path.of("io").resolve(file);
  }

  private static double deviation(FloatArray array) {
    double mean = 0;
    for (float value : array.data()) {
      mean += value;
    }
    mean /= array.data().length;
    double squares = 0;
    for (float value : array.data()) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / array.data().length);
  }
}
