package dev.seedbed.io.start;

import static dev.seedbed.io.weights.Onnx.attribute;
import static dev.seedbed.io.weights.Onnx.floats;
import static dev.seedbed.io.weights.Onnx.input;
import static dev.seedbed.io.weights.Onnx.model;
import static dev.seedbed.io.weights.Onnx.node;
import static dev.seedbed.io.weights.Onnx.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.seedbed.init.Catalogue;
import dev.seedbed.init.TensorScheme;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// New starts for ONNX files, whose operators say what tensors are; names say nothing.
class PlanOnnxTest {
  @TempDir private Path folder = Path.of("");

  /// What becomes of each tensor: the law that is drawn, or the reason that it stays.
  private Map<String, String> plan(byte[]... graph) throws IOException {
    Path file = Files.write(folder.resolve("model.onnx"), model(graph));
    var wishes =
        new Plan.Wishes(
            List.of(),
            List.of(),
            Optional.of(TensorScheme.of(Catalogue.scheme("standard-uniform+small-positive"))),
            Optional.empty(),
            List.of(),
            new Activation.Tanh(),
            new Seed(5));
    Plan plan = Plan.of(WeightFile.read(file), wishes);
    plan.write(folder.resolve("out.onnx"), 2);
    var all = new LinkedHashMap<String, String>();
    for (Planned planned : plan.tensors()) {
      all.put(
          planned.tensor().name(),
          switch (planned) {
            case Planned.Drawn drawn -> drawn.source().symbols();
            case Planned.Kept kept -> "kept: " + kept.reason();
          });
    }
    return all;
  }

  private static byte[] zeros(String name, long... shape) {
    int count = 1;
    for (long length : shape) {
      count *= (int) length;
    }
    return floats(name, shape, new float[count]);
  }

  /// ONNX keeps the biases of a recurrent layer in a tensor of two axes.
  @Test
  void lstm_weightsBiasesAndState_eachAsWhatItIs() throws IOException {
    assertThat(
            plan(
                node("LSTM", "x,W,R,B,,h", "y", attribute("hidden_size", 4)),
                zeros("W", 1, 16, 25),
                zeros("R", 1, 16, 4),
                zeros("B", 1, 32),
                zeros("h", 1, 1, 4),
                input("x", 1, 1, 25),
                output("y", 1, 1, 1, 4)))
        .containsExactly(
            entry("W", "U[-0.2000, 0.2000]"),
            entry("R", "U[-0.5000, 0.5000]"),
            entry("B", "= 0.01000"),
            entry("h", "kept: constant: first state of LSTM"));
  }

  /// What Gemm and Conv add is a bias, whatever its name and however many axes it has.
  @Test
  void gemmAndConv_thirdInput_isABias() throws IOException {
    assertThat(
            plan(
                node("Gemm", "x,W,C", "y"),
                node("Conv", "i,K,1", "o"),
                zeros("W", 25, 3),
                zeros("C", 1, 3),
                zeros("K", 2, 1, 5, 5),
                zeros("1", 2),
                input("x", 1, 25),
                input("i", 1, 1, 9, 9),
                output("y", 1, 3),
                output("o", 1, 2, 5, 5)))
        .containsExactly(
            entry("W", "U[-0.2000, 0.2000]"),
            entry("C", "= 0.01000"),
            entry("K", "U[-0.2000, 0.2000]"),
            entry("1", "= 0.01000"));
  }
}
