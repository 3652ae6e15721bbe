package dev.seedbed.io.weights;

import static dev.seedbed.io.weights.Onnx.attribute;
import static dev.seedbed.io.weights.Onnx.field;
import static dev.seedbed.io.weights.Onnx.initializer;
import static dev.seedbed.io.weights.Onnx.model;
import static dev.seedbed.io.weights.Onnx.node;
import static dev.seedbed.io.weights.Onnx.packed;
import static dev.seedbed.io.weights.Onnx.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Constants of every type, as initializers and as nodes.
class OnnxConstantsTest {
  private static final long[] TWO = {2};

  @TempDir private Path folder = Path.of("");

  private OnnxGraph.Constants constants(byte[]... graph) throws IOException {
    Path file = Files.write(folder.resolve("model.onnx"), model(graph));
    return ((OnnxFile) WeightFile.read(file)).graph().constants();
  }

  /// −1 and 1, as raw data in little-endian order.
  @ParameterizedTest
  @CsvSource({
    "2, ff01, 255",
    "3, ff01, -1",
    "4, ffff0100, 65535",
    "5, ffff0100, -1",
    "6, ffffffff01000000, -1",
    "7, ffffffffffffffff0100000000000000, -1",
    "9, 0101, 1"
  })
  void raw_ofWholeNumbers(int type, String hex, long first) throws IOException {
    byte[] value = tensor("", type, TWO, field(9, HexFormat.of().parseHex(hex)));
    byte[] named = tensor("i", type, TWO, field(9, HexFormat.of().parseHex(hex)));
    OnnxGraph.Constants constants =
        constants(
            node("Constant", "", "n", Onnx.tensorAttribute("value", value)), initializer(named));
    assertThat(constants.wholes())
        .containsEntry("n", List.of(first, 1L))
        .containsEntry("i", List.of(first, 1L));
  }

  @ParameterizedTest
  @CsvSource({"2", "3", "4", "5", "6", "9"})
  void int32Data_ofSmallTypes(int type) throws IOException {
    assertThat(constants(initializer(tensor("i", type, TWO, packed(5, 1, 0)))).wholes())
        .containsEntry("i", List.of(1L, 0L));
  }

  /// Those whose numbers are not kept are constants all the same.
  @Test
  void otherTypes_known() throws IOException {
    OnnxGraph.Constants constants =
        constants(
            node("Constant", "", "text", attribute("value_string", 0)),
            node("Constant", "", "list", Onnx.tensorAttribute("value", tensor("", 13, TWO))));
    assertThat(constants.contains("text")).isTrue();
    assertThat(constants.contains("list")).isTrue();
    assertThat(constants.contains("other")).isFalse();
  }
}
