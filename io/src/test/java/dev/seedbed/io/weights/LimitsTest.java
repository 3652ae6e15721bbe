package dev.seedbed.io.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.seedbed.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of weights one below a limit of `docs/limits.md`, at it, and one above.
class LimitsTest {
  @TempDir private Path folder = Path.of("");

  private static Arguments limit(
      int limit, String message, String ending, IntFunction<byte[]> file) {
    return arguments(limit, message, ending, file);
  }

  static Stream<Arguments> limits() {
    return Stream.of(
        limit(64, "at most 64 whole numbers", ".safetensors", LimitsTest::safetensorsOfAxes),
        limit(4, "must have at most 4 axes: 5", ".gguf", LimitsTest::ggufOfAxes),
        limit(1024, "a tensor's name must be at most 1024", ".gguf", LimitsTest::ggufOfName),
        limit(8, "must not be nested deeper than 8", ".gguf", LimitsTest::ggufOfDepth),
        limit(32, "graphs must be nested at most 32 deep", ".onnx", LimitsTest::onnxOfDepth),
        limit(64, "at most 64 axes", ".onnx", LimitsTest::onnxOfAxes),
        limit(64, "at most 64 axes", ".npz", LimitsTest::npzOfAxes),
        limit(65_535, "must have at most 65535 bytes: 65536", ".npz", LimitsTest::npzOfHeader));
  }

  private static byte[] safetensorsOfAxes(int axes) {
    return SafetensorsBytes.file(
        "{'a':{'dtype':'U8','shape':[%s],'data_offsets':[0,1]}}".formatted(ones(axes)), (byte) 1);
  }

  private static String ones(int count) {
    return "1,".repeat(count - 1) + "1";
  }

  private static byte[] ggufOfAxes(int axes) {
    long[] lengths = new long[axes];
    Arrays.fill(lengths, 1);
    return GgufBytes.file(3, 1, 0).tensor("t", 0, 0, lengths).pad(32).floats(1).pad(32).bytes();
  }

  private static byte[] ggufOfName(int length) {
    String name = "n".repeat(length);
    return GgufBytes.file(3, 1, 0).tensor(name, 0, 0, 1).pad(32).floats(1).pad(32).bytes();
  }

  /// An array of arrays, and so on, of no numbers.
  private static byte[] ggufOfDepth(int depth) {
    GgufBytes bytes = GgufBytes.file(3, 0, 1).text("k").u32(GgufBytes.ARRAY);
    for (int i = 0; i < depth; i++) {
      bytes.u32(GgufBytes.ARRAY).u64(1);
    }
    return bytes.u32(GgufBytes.UINT32).u64(0).bytes();
  }

  private static byte[] onnxOfDepth(int depth) {
    byte[] graph = Onnx.floats("w", new long[] {1}, 1);
    for (int i = 1; i < depth; i++) {
      graph = Onnx.node("If", "c", "y", Onnx.graphAttribute("then_branch", graph));
    }
    return Onnx.model(graph);
  }

  private static byte[] onnxOfAxes(int axes) {
    long[] shape = new long[axes];
    Arrays.fill(shape, 1);
    return Onnx.model(Onnx.floats("w", shape, 1));
  }

  private static byte[] npz(String header) {
    try {
      return ZipArchives.stored(Map.of("w.npy", NpzBytes.array(header, (byte) 1)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String npyHeader(String shape) {
    return "{'descr': '|u1', 'fortran_order': False, 'shape': (%s,), }".formatted(shape);
  }

  private static byte[] npzOfAxes(int axes) {
    return npz(npyHeader(ones(axes)));
  }

  private static byte[] npzOfHeader(int length) {
    String header = npyHeader("1");
    return npz(header + " ".repeat(length - header.length()));
  }

  @ParameterizedTest(name = "{0} in {2}: {1}")
  @MethodSource("limits")
  void atTheLimit_read_above_refused(
      int limit, String message, String ending, IntFunction<byte[]> file) throws IOException {
    Path path = folder.resolve("a" + ending);
    for (int size : new int[] {limit - 1, limit}) {
      Files.write(path, file.apply(size));
      assertThat(WeightFile.read(path).tensors()).as("%d", size).hasSizeLessThan(2);
    }
    Files.write(path, file.apply(limit + 1));
    assertThatThrownBy(() -> WeightFile.read(path))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }
}
