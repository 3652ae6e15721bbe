package dev.seedbed.io.weights;

import static dev.seedbed.io.weights.Onnx.FLOAT;
import static dev.seedbed.io.weights.Onnx.field;
import static dev.seedbed.io.weights.Onnx.floats;
import static dev.seedbed.io.weights.Onnx.initializer;
import static dev.seedbed.io.weights.Onnx.message;
import static dev.seedbed.io.weights.Onnx.model;
import static dev.seedbed.io.weights.Onnx.node;
import static dev.seedbed.io.weights.Onnx.raw;
import static dev.seedbed.io.weights.Onnx.tensor;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.seedbed.data.InputException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Files made to break readers.
class OnnxHostileTest {
  private static final long[] TWO = {2};

  @TempDir private Path folder = Path.of("");

  private Path write(byte[] content) throws IOException {
    return Files.write(folder.resolve("model.onnx"), content);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] of(byte[] tensor) {
    return model(initializer(tensor));
  }

  private static byte[] nested(int depth) {
    byte[] graph = field(2, "inner");
    for (int i = 0; i < depth; i++) {
      graph = node("If", "c", "y", Onnx.graphAttribute("then_branch", graph));
    }
    return model(graph);
  }

  private static byte[] dims(long... shape) {
    return of(tensor("w", FLOAT, shape, raw(1, 2)));
  }

  static Stream<Arguments> broken() {
    String notOnnx = "not an ONNX file";
    return Stream.of(
        arguments("text", "this is no model, is it?".getBytes(UTF_8), notOnnx),
        arguments("zip", bytes('P', 'K', 3, 4, 20, 0, 0, 0), notOnnx),
        arguments("no graph", field(1, 8), "there must be a graph"),
        arguments("zeros", new byte[100], notOnnx),
        arguments("cut varint", bytes(0x08, 0x80), notOnnx),
        arguments(
            "long varint",
            message(bytes(8), Onnx.message(bytes(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1))),
            notOnnx),
        arguments("length beyond the end", bytes(0x3A, 100, 0, 0), notOnnx),
        arguments("length 2^31 - 1", bytes(0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 7, 0), notOnnx),
        arguments(
            "negative length",
            bytes(0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1),
            notOnnx),
        arguments("inner length beyond the outer", model(bytes(0x2A, 100, 0)), notOnnx),
        arguments("name beyond the tensor", of(bytes(0x42, 100, 'x')), notOnnx),
        arguments("raw data beyond the tensor", of(bytes(0x4A, 100, 'x')), notOnnx),
        arguments("packed numbers beyond the tensor", of(bytes(0x2A, 100, 1)), notOnnx),
        arguments("groups", Onnx.groups(100_000), notOnnx),
        arguments("groups in a graph", model(Onnx.groups(100_000)), notOnnx),
        arguments("end of no group", model(bytes(0x0C)), notOnnx),
        arguments("graphs too deep", nested(40), "nested at most 32 deep"),
        arguments("name not UTF-8", of(bytes(0x42, 1, 0xE4)), "must be UTF-8"),
        arguments("no name", of(tensor("", FLOAT, TWO, raw(1, 2))), "must have a name"),
        arguments(
            "one name twice",
            model(floats("w", TWO, 1, 2), floats("w", TWO, 1, 2)),
            "must not have one name: 'w'"),
        arguments(
            "raw data too short",
            of(tensor("w", FLOAT, TWO, raw(1))),
            "tensor 'w' must have 8 bytes, as its shape says: 4"),
        arguments(
            "raw data too long",
            of(tensor("w", FLOAT, TWO, raw(1, 2, 3))),
            "must have 8 bytes, as its shape says: 12"),
        arguments(
            "no numbers", of(tensor("w", FLOAT, TWO)), "must have 2 numbers, as its shape says: 0"),
        arguments(
            "too few numbers",
            of(tensor("w", FLOAT, TWO, field(4, 1f))),
            "must have 2 numbers, as its shape says: 1"),
        arguments(
            "too many halves",
            of(tensor("w", Onnx.FLOAT16, TWO, Onnx.packed(5, 1, 2, 3))),
            "must have 2 numbers, as its shape says: 3"),
        arguments(
            "half a float",
            of(tensor("w", FLOAT, TWO, field(4, new byte[7]))),
            "must have numbers of 4 bytes each: 7 bytes"),
        arguments(
            "both raw data and floats",
            of(tensor("w", FLOAT, TWO, raw(1, 2), field(4, new byte[8]))),
            "must hold its numbers once"),
        arguments(
            "raw data twice",
            of(tensor("w", FLOAT, TWO, raw(1, 2), raw(1, 2))),
            "must hold its numbers once"),
        arguments(
            "numbers of another type",
            of(tensor("w", FLOAT, TWO, Onnx.packed(5, 1, 2))),
            "must have its numbers in field 4 or 9, as FLOAT: field 5"),
        arguments("negative axis", dims(-2), "must have axes from 0 on"),
        arguments("2^31 squared", dims(1L << 31, 1L << 31), "fewer than 2^56 elements"),
        arguments("2^32 squared", dims(1L << 32, 1L << 32), "fewer than 2^56 elements"),
        arguments("too many axes", dims(new long[1000]), "at most 64 axes: 1000"),
        arguments(
            "external and inside",
            of(Onnx.external("w", FLOAT, TWO, "x", raw(1, 2))),
            "must hold its numbers once"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void read_broken_refusedInOneLine(String name, byte[] content, String message)
      throws IOException {
    Path path = write(content);
    assertThatThrownBy(() -> WeightFile.read(path))
        .as(name)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(path + ": ")
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  /// What is legal, or not our business.
  @Test
  void read_oddities_read() throws IOException {
    byte[] twoGraphs =
        message(
            model(floats("a", TWO, 1, 2)), field(7, floats("b", TWO, 1, 2)), field(1, 1L << 31));
    List<byte[]> odd =
        List.of(
            twoGraphs,
            nested(30),
            of(tensor("w", FLOAT, new long[] {0, 5})),
            of(tensor("w", FLOAT, new long[0], raw(1))),
            of(tensor("w", 99, TWO, raw(1))),
            of(tensor("w", 0, TWO)),
            of(tensor("w", 8, TWO, field(6, "a"), field(6, "b"))),
            of(tensor("../\u202e", FLOAT, TWO, raw(Float.NaN, Float.POSITIVE_INFINITY))),
            model(node("Unknown", "x,,x", "x", Onnx.attribute("a", -1))),
            model(field(15, message(field(1, tensor("s", FLOAT, TWO, raw(1, 2)))))),
            model(field(10, "x".repeat(1_000_000))));
    for (byte[] content : odd) {
      Path path = write(content);
      Path out = folder.resolve("out.onnx");
      WeightFile.read(path).rewrite(out, Map.of(), 1);
      assertThat(Files.readAllBytes(out)).containsExactly(content);
    }
    assertThat(WeightFile.read(write(twoGraphs)).tensors())
        .extracting(StoredTensor::name)
        .containsExactly("a", "b");
  }

  @Test
  void read_shapeInPackedForm_read() throws IOException {
    byte[] packed = message(Onnx.packed(1, 1, 2), field(2, FLOAT), field(8, "w"), raw(1, 2));
    assertThat(WeightFile.read(write(of(packed))).tensors().getFirst().shape())
        .containsExactly(1, 2);
  }

  /// More names than anybody needs, in little space.
  @Test
  void read_tooManyNodes_refused() throws IOException {
    byte[] node = node("", "", "");
    byte[] many = new byte[node.length * 700_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = node[i % node.length];
    }
    Path path = write(model(many));
    assertThatThrownBy(() -> WeightFile.read(path)).hasMessageContaining("at most 2000000 nodes");
  }

  @Test
  void read_twoGigabytes_refused() throws IOException {
    Path path = folder.resolve("model.onnx");
    try (var sparse = new RandomAccessFile(path.toFile(), "rw")) {
      sparse.setLength(1L << 31);
    }
    assertThatThrownBy(() -> WeightFile.read(path)).hasMessageContaining("smaller than 2 GB");
  }
}
