package dev.seedbed.io.graph;

import static dev.seedbed.io.weights.Onnx.field;
import static dev.seedbed.io.weights.Onnx.packed;
import static dev.seedbed.io.weights.Onnx.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.graph.BooleanArray;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxArrayReaderTest {
  private static final long[] TWO = {2};

  private static long[] read(byte[] tensor) throws IOException {
    NdArray array = OnnxModelReader.array(ByteBuffer.wrap(tensor));
    return switch (array) {
      case LongArray whole -> whole.data();
      case BooleanArray truth -> new long[] {truth.data()[0] ? 1 : 0, truth.data()[1] ? 1 : 0};
      default -> throw new AssertionError(array.type());
    };
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
    byte[] raw = field(9, HexFormat.of().parseHex(hex));
    assertThat(read(tensor("i", type, TWO, raw))).containsExactly(first, 1);
  }

  @ParameterizedTest
  @CsvSource({"2", "3", "4", "5", "6", "9"})
  void int32Data_ofSmallTypes(int type) throws IOException {
    assertThat(read(tensor("i", type, TWO, packed(5, 1, 0)))).containsExactly(1, 0);
  }
}
