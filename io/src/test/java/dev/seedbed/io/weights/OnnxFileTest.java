package dev.seedbed.io.weights;

import static dev.seedbed.io.weights.Onnx.FLOAT;
import static dev.seedbed.io.weights.Onnx.attribute;
import static dev.seedbed.io.weights.Onnx.field;
import static dev.seedbed.io.weights.Onnx.floats;
import static dev.seedbed.io.weights.Onnx.initializer;
import static dev.seedbed.io.weights.Onnx.input;
import static dev.seedbed.io.weights.Onnx.message;
import static dev.seedbed.io.weights.Onnx.model;
import static dev.seedbed.io.weights.Onnx.node;
import static dev.seedbed.io.weights.Onnx.output;
import static dev.seedbed.io.weights.Onnx.raw;
import static dev.seedbed.io.weights.Onnx.tensor;
import static dev.seedbed.io.weights.OnnxRuntime.run;
import static dev.seedbed.io.weights.Sources.COUNTING;
import static dev.seedbed.io.weights.Sources.PLUS_ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.onnxruntime.OrtException;
import dev.seedbed.data.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxFileTest {
  private static final long[] TWO_BY_TWO = {2, 2};

  @TempDir private Path folder = Path.of("");

  private Path write(byte[] content) throws IOException {
    return Files.write(folder.resolve("model.onnx"), content);
  }

  private Path out() {
    return folder.resolve("out.onnx");
  }

  /// Writes the model with those values; returns the bytes.
  private byte[] rewritten(byte[] model, Map<String, ElementSource> values) throws IOException {
    WeightFile.read(write(model)).rewrite(out(), values, 2);
    return Files.readAllBytes(out());
  }

  private static int find(byte[] all, byte[] part) {
    for (int i = 0; i + part.length <= all.length; i++) {
      if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }

  /// y = x·W + b, with W in raw data and b as packed floats.
  private static byte[] linear() {
    return model(
        node("Gemm", "x,W,b", "y"),
        field(2, "graph"),
        floats("W", TWO_BY_TWO, 9, 8, 7, 6),
        initializer(tensor("n", Onnx.INT64, new long[] {1}, field(9, new byte[8]))),
        initializer(tensor("b", FLOAT, new long[] {2}, field(4, Onnx.bytes(5, 4)))),
        input("x", 1, 2),
        output("y", 1, 2));
  }

  @Test
  void read_linear_listed() throws IOException {
    WeightFile file = WeightFile.read(write(linear()));
    assertThat(file.tensors())
        .extracting(StoredTensor::name, StoredTensor::dataType, StoredTensor::floatType)
        .containsExactly(
            tuple("W", "FLOAT", Optional.of(FloatType.F32)),
            tuple("n", "INT64", Optional.empty()),
            tuple("b", "FLOAT", Optional.of(FloatType.F32)));
    assertThat(file.tensors().getFirst().shape()).containsExactly(2, 2);
    assertThat(file.metadata()).isEqualTo(Map.of("key", "<b>"));
    assertThat(file.outputs(out())).containsExactly(out());
  }

  @Test
  void rewrite_rawAndPackedFloats_replacedWhereTheyStand() throws IOException, OrtException {
    byte[] before = linear();
    byte[] after = rewritten(before, Map.of("W", COUNTING, "b", Sources.countingFrom(10)));
    byte[] expected = before.clone();
    System.arraycopy(Onnx.bytes(0, 1, 2, 3), 0, expected, find(before, Onnx.bytes(9, 8, 7, 6)), 16);
    System.arraycopy(Onnx.bytes(10, 11), 0, expected, find(before, Onnx.bytes(5, 4)), 8);
    assertThat(after).isEqualTo(expected);
    assertThat(run(out(), 1, 1)).containsExactly(0 + 2 + 10, 1 + 3 + 11);
  }

  @Test
  void rewrite_nothing_sameBytes() throws IOException {
    assertThat(rewritten(linear(), Map.of())).containsExactly(linear());
  }

  @Test
  void rewrite_inPlaceFromTheCurrentElements_addsToThem() throws IOException, OrtException {
    Path path = write(linear());
    WeightFile.read(path).rewrite(path, Map.of("W", PLUS_ONE, "b", PLUS_ONE), 1);
    assertThat(run(path, 1, 0)).containsExactly(9 + 1 + 5 + 1, 8 + 1 + 4 + 1);
  }

  @Test
  void rewrite_doublesAndBrainFloatsAsRawData_replaced() throws IOException {
    byte[] before =
        model(
            initializer(tensor("d", Onnx.DOUBLE, new long[] {2}, field(10, new byte[16]))),
            initializer(tensor("e", Onnx.DOUBLE, new long[0], field(9, new byte[8]))),
            initializer(tensor("h", Onnx.BFLOAT16, new long[] {2}, field(9, new byte[4]))));
    byte[] after =
        rewritten(before, Map.of("d", COUNTING, "e", Sources.countingFrom(1), "h", COUNTING));
    byte[] expected =
        model(
            initializer(
                tensor(
                    "d",
                    Onnx.DOUBLE,
                    new long[] {2},
                    field(10, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -16, 63}))),
            initializer(
                tensor(
                    "e",
                    Onnx.DOUBLE,
                    new long[0],
                    field(9, new byte[] {0, 0, 0, 0, 0, 0, -16, 63}))),
            initializer(
                tensor(
                    "h",
                    Onnx.BFLOAT16,
                    new long[] {2},
                    field(9, new byte[] {0, 0, (byte) 0x80, 63}))));
    assertThat(after).isEqualTo(expected);
  }

  /// Numbers that are coded one by one become raw data, and the lengths of the messages around grow
  /// or shrink with them.
  @Test
  void rewrite_codedNumberByNumber_becomeRawData() throws IOException, OrtException {
    byte[] unpacked =
        message(field(4, 1f), field(4, 2f), field(12, "in between"), field(4, 3f), field(4, 4f));
    long[] zeros = new long[200];
    long[] large = new long[200];
    Arrays.fill(large, 0xBC00);
    byte[] nodes =
        message(
            node("Gemm", "x,W", "y"),
            field(2, "graph"),
            initializer(tensor("W", FLOAT, TWO_BY_TWO, unpacked, field(12, "doc"))));
    byte[] before =
        model(
            nodes,
            initializer(tensor("z", Onnx.FLOAT16, new long[] {200}, Onnx.packed(5, zeros))),
            initializer(tensor("l", Onnx.BFLOAT16, new long[] {200}, Onnx.packed(5, large))),
            input("x", 1, 2),
            output("y", 1, 2));
    var values = Map.of("W", COUNTING, "z", COUNTING, "l", COUNTING);
    rewritten(before, values);
    assertThat(run(out(), 1, 1)).containsExactly(0 + 2, 1 + 3);
    WeightFile again = WeightFile.read(out());
    assertThat(again.tensors()).extracting(StoredTensor::name).containsExactly("W", "z", "l");
    // Now that they are raw data, they can be read.
    var seen = new HashMap<String, float[]>();
    var readers = new HashMap<String, ElementSource>();
    for (String name : values.keySet()) {
      readers.put(
          name,
          new ElementSource() {
            @Override
            public void fill(long from, float[] numbers, int count) {
              seen.put(name, Arrays.copyOf(numbers, count));
            }

            @Override
            public boolean readsCurrent() {
              return true;
            }
          });
    }
    byte[] first = Files.readAllBytes(out());
    again.rewrite(out(), readers, 1);
    assertThat(Files.readAllBytes(out())).isEqualTo(first);
    assertThat(seen.get("W")).containsExactly(0, 1, 2, 3);
    assertThat(seen.get("z")).hasSize(200).startsWith(0, 1, 2).endsWith(199);
    assertThat(seen.get("l")).hasSize(200).startsWith(0, 1, 2).endsWith(199);
    assertThatThrownBy(
            () -> WeightFile.read(write(before)).rewrite(out(), Map.of("z", PLUS_ONE), 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("tensor 'z' is coded number by number");
  }

  /// y = x·W if c, else x·W of the other branch; W has the same name in both, and a coded form in
  /// one.
  private static byte[] branches() {
    byte[] then =
        message(
            node("MatMul", "x,W", "y1"),
            field(2, "then"),
            floats("W", TWO_BY_TWO, 1, 1, 1, 1),
            output("y1", 1, 2));
    byte[] otherwise =
        message(
            node("MatMul", "x,W", "y2"),
            field(2, "else"),
            initializer(
                tensor(
                    "W",
                    FLOAT,
                    TWO_BY_TWO,
                    field(4, 1f),
                    field(4, 1f),
                    field(4, 1f),
                    field(4, 1f))),
            output("y2", 1, 2));
    return model(
        node(
            "Constant",
            "",
            "c",
            Onnx.tensorAttribute("value", tensor("", 9, new long[] {1}, field(9, new byte[1])))),
        node(
            "If",
            "c",
            "y3",
            Onnx.graphAttribute("then_branch", then),
            Onnx.graphAttribute("else_branch", otherwise)),
        node(
            "Constant",
            "",
            "two",
            Onnx.tensorAttribute("value", tensor("t", FLOAT, new long[0], raw(2)))),
        node("Mul", "y3,two", "y"),
        field(2, "graph"),
        input("x", 1, 2),
        output("y", 1, 2));
  }

  @Test
  void rewrite_branchesAndConstants_eachUnderItsOwnName() throws IOException, OrtException {
    byte[] model = branches();
    WeightFile file = WeightFile.read(write(model));
    assertThat(file.tensors()).extracting(StoredTensor::name).containsExactly("W", "W_1", "two");
    assertThat(file.tensors().get(1).use().orElseThrow().operator()).isEqualTo("MatMul");
    file.rewrite(out(), Map.of("W_1", COUNTING, "two", Sources.countingFrom(3)), 2);
    assertThat(run(out(), 1, 1)).containsExactly(3 * (0 + 2), 3 * (1 + 3));
  }

  @Test
  void read_usesOfTensors_tellWhatTheAxesMean() throws IOException {
    long[] shape = {1, 1};
    byte[] inner = message(node("MatMul", "h,outer", "i"), floats("unused", shape, 1));
    WeightFile file =
        WeightFile.read(
            write(
                model(
                    node("Shape", "gemm", "s"),
                    node("Gemm", "x,gemm,bias", "a", attribute("transB", 1)),
                    node("Gemm", "plain,x", "a2", attribute("transB", 1)),
                    node("Transpose", "linear", "t", attribute("perm", new long[] {1, 0})),
                    node("Cast", "t", "t2", attribute("to", 1)),
                    node("MatMul", "a,t2", "b"),
                    node(
                        "Conv",
                        "b,conv",
                        "c",
                        attribute("group", 4),
                        attribute("strides", new long[] {2, 3})),
                    node("ConvTranspose", "c,up", "d"),
                    node("Gather", "table,ids", "e"),
                    node("LSTM", "e,w,r,,,", "f"),
                    node("Loop", "f", "g", Onnx.graphAttribute("body", inner)),
                    message(
                        field(
                            1,
                            message(field(1, "q"), field(4, "Fused"), field(7, "com.microsoft")))),
                    node("Transpose", "odd", "o", attribute("perm", new long[] {2, 0, 1})),
                    floats("gemm", shape, 1),
                    floats("bias", shape, 1),
                    floats("plain", shape, 1),
                    floats("linear", shape, 1),
                    floats("conv", shape, 1),
                    floats("up", shape, 1),
                    floats("table", shape, 1),
                    floats("w", shape, 1),
                    floats("r", shape, 1),
                    floats("outer", shape, 1),
                    floats("q", shape, 1),
                    floats("odd", shape, 1),
                    floats("nobody", shape, 1))));
    List<Long> none = List.of();
    var uses = new HashMap<String, Optional<TensorUse>>();
    file.tensors().forEach(tensor -> uses.put(tensor.name(), tensor.use()));
    assertThat(uses)
        .containsEntry("gemm", Optional.of(new TensorUse("Gemm", 1, true, 1, none)))
        .containsEntry("bias", Optional.of(new TensorUse("Gemm", 2, false, 1, none)))
        .containsEntry("plain", Optional.of(new TensorUse("Gemm", 0, false, 1, none)))
        .containsEntry("linear", Optional.of(new TensorUse("MatMul", 1, true, 1, none)))
        .containsEntry("conv", Optional.of(new TensorUse("Conv", 1, false, 4, List.of(2L, 3L))))
        .containsEntry("up", Optional.of(new TensorUse("ConvTranspose", 1, false, 1, none)))
        .containsEntry("table", Optional.of(new TensorUse("Gather", 0, false, 1, none)))
        .containsEntry("w", Optional.of(new TensorUse("LSTM", 1, false, 1, none)))
        .containsEntry("r", Optional.of(new TensorUse("LSTM", 2, false, 1, none)))
        .containsEntry("outer", Optional.of(new TensorUse("MatMul", 1, false, 1, none)))
        .containsEntry("q", Optional.of(new TensorUse("com.microsoft.Fused", 0, false, 1, none)))
        .containsEntry("odd", Optional.of(new TensorUse("Transpose", 0, false, 1, none)))
        .containsEntry("unused", Optional.empty())
        .containsEntry("nobody", Optional.empty());
  }

  @Test
  void read_valuesThatGoRoundInCircles_ends() throws IOException {
    WeightFile file =
        WeightFile.read(
            write(
                model(
                    node("Identity", "a", "b"),
                    node("Identity", "b", "a"),
                    node("MatMul", "x,a", "y"),
                    floats("w", new long[] {1}, 1))));
    assertThat(file.tensors()).hasSize(1);
  }

  /// Tensors of several chunks.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void rewrite_manyChunks_right(int threads) throws IOException {
    int count = 2 * ElementChunks.CHUNK + 3;
    byte[] before =
        model(
            initializer(tensor("a", FLOAT, new long[] {count}, field(9, new byte[4 * count]))),
            initializer(tensor("h", Onnx.FLOAT16, new long[] {count}, field(5, new byte[count]))));
    WeightFile.read(write(before)).rewrite(out(), Map.of("a", COUNTING, "h", COUNTING), threads);
    float[] numbers = new float[count];
    COUNTING.fill(0, numbers, count);
    byte[] halves = new byte[2 * count];
    FloatType.F16.encode(numbers, count, ByteBuffer.wrap(halves));
    byte[] expected =
        model(
            initializer(tensor("a", FLOAT, new long[] {count}, raw(numbers))),
            initializer(tensor("h", Onnx.FLOAT16, new long[] {count}, field(9, halves))));
    assertThat(Arrays.equals(Files.readAllBytes(out()), expected)).isTrue();
  }

  @Test
  void rewrite_whatCannotBe_refused() throws IOException {
    WeightFile file = WeightFile.read(write(linear()));
    assertThatThrownBy(() -> file.rewrite(out(), Map.of("n", COUNTING), 1))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("tensor 'n' has type INT64; only F32");
    assertThatThrownBy(() -> file.rewrite(out(), Map.of("x", COUNTING), 1))
        .hasMessageStartingWith("no tensor 'x'");
    assertThat(out()).doesNotExist();
  }
}
