package dev.seedbed.io.check;

import static dev.seedbed.io.weights.Onnx.input;
import static dev.seedbed.io.weights.Onnx.model;
import static dev.seedbed.io.weights.Onnx.node;
import static dev.seedbed.io.weights.Onnx.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.seedbed.check.result.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Graphs that cannot be run, or not be measured: `check` says so in one line.
class HostileCheckTest {
  @TempDir private Path folder;

  private CheckResult check(byte[]... graph) throws IOException {
    Path file = Files.write(folder.resolve("model.onnx"), model(graph));
    return assertTimeout(Duration.ofSeconds(20), () -> SavedCheck.of(file).run());
  }

  /// Why a network was not run.
  private String obstacle(byte[]... graph) throws IOException {
    CheckResult result = check(graph);
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_RUN);
    assertThat(((CheckResult.OfTensors) result).obstacles()).hasSize(1);
    return ((CheckResult.OfTensors) result).obstacles().getFirst();
  }

  @ParameterizedTest
  @CsvSource({"MatMul, 1", "Gemm, 1", "Conv, 1", "LSTM, 1", "Gather, 1"})
  void missingInput(String operator, int missing) throws IOException {
    assertThat(obstacle(input("x", 2, 4), node(operator, "x", "y"), output("y")))
        .isEqualTo("node 'y' (%s): input %d is missing".formatted(operator, missing));
  }

  @Test
  void noWeights() throws IOException {
    assertThat(
            obstacle(
                input("x", 2, 4), node("Relu", "x", "r"), node("Mul", "r,x", "y"), output("y")))
        .isEqualTo("the network has no operator with weights to measure");
  }

  @Test
  void hugeInput() throws IOException {
    assertThat(
            obstacle(
                input("x", 1_000_000, 3, 100_000, 100_000),
                node("GlobalAveragePool", "x", "y"),
                output("y")))
        .isEqualTo(
            "input 'x': an array must hold fewer than 2^31 elements: 1000000x3x100000x100000");
  }

  @Test
  void manyElementwiseOperators_ofTheSameValue() throws IOException {
    List<byte[]> parts = new ArrayList<>(List.of(input("x", 2, 4)));
    String last = "x";
    for (int i = 0; i < 20_000; i++) {
      parts.add(node("Add", last + "," + last, "a" + i));
      last = "a" + i;
    }
    parts.add(output(last));
    assertThat(obstacle(parts.toArray(byte[][]::new)))
        .isEqualTo("the network has no operator with weights to measure");
  }
}
