package dev.seedbed.io.weights;

import static dev.seedbed.io.weights.GgufBytes.ARRAY;
import static dev.seedbed.io.weights.GgufBytes.STRING;
import static dev.seedbed.io.weights.GgufBytes.UINT32;
import static dev.seedbed.io.weights.GgufBytes.file;
import static dev.seedbed.io.weights.Sources.COUNTING;
import static dev.seedbed.io.weights.Sources.PLUS_ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.seedbed.data.InputException;
import dev.seedbed.io.weights.Role.Constant;
import dev.seedbed.io.weights.Role.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GgufFileTest {
  /// Made by gguf-py: `weight_files.py`.
  private static final Path SMALL = Path.of("io/src/test/resources/weights/small.gguf");

  private static final int F32 = 0;
  private static final int Q8_0 = 8;

  @TempDir private Path folder = Path.of("");

  private Path write(byte[] content) throws IOException {
    return Files.write(folder.resolve("model.gguf"), content);
  }

  private Path out() {
    return folder.resolve("out.gguf");
  }

  private static StoredTensor tensor(WeightFile file, String name) {
    return file.tensors().stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void read_fileOfAnotherProgram_shapesSlowestAxisFirst() {
    assertThat(WeightFile.read(SMALL).tensors())
        .extracting(StoredTensor::name, StoredTensor::dataType, t -> List.of(boxed(t.shape())))
        .containsExactly(
            tuple("token_embd.weight", "F32", List.of(6L, 64L)),
            tuple("blk.0.attn_norm.weight", "F32", List.of(64L)),
            tuple("blk.0.attn_q.weight", "F16", List.of(32L, 64L)),
            tuple("blk.0.attn_q.bias", "F32", List.of(32L)),
            tuple("blk.0.attn_k.weight", "BF16", List.of(8L, 16L)),
            tuple("blk.0.ffn_norm.weight", "F64", List.of(5L)),
            tuple("blk.0.ffn_q8_0.weight", "Q8_0", List.of(2L, 64L)),
            tuple("blk.0.ffn_q4_0.weight", "Q4_0", List.of(2L, 64L)),
            tuple("blk.0.ffn_q5_1.weight", "Q5_1", List.of(2L, 64L)),
            tuple("blk.0.ffn_up_exps.weight", "F32", List.of(2L, 3L, 4L)),
            tuple("counts", "I32", List.of(5L)),
            tuple("rope_freqs.weight", "F32", List.of(7L)),
            tuple("output_norm.weight", "F32", List.of(64L)));
  }

  private static Long[] boxed(long[] numbers) {
    return Arrays.stream(numbers).boxed().toArray(Long[]::new);
  }

  @Test
  void read_names_rolesOfLlamaCpp() {
    assertThat(WeightFile.read(SMALL).tensors())
        .extracting(StoredTensor::role)
        .containsExactly(
            Parameter.WEIGHT,
            Parameter.SCALE,
            Parameter.WEIGHT,
            Parameter.BIAS,
            Parameter.WEIGHT,
            Parameter.SCALE,
            new Constant("of type Q8_0"),
            new Constant("of type Q4_0"),
            new Constant("of type Q5_1"),
            Parameter.WEIGHT,
            new Constant("of type I32"),
            new Constant("a buffer, by its name"),
            Parameter.SCALE);
  }

  @Test
  void metadata_stringsOnly() {
    assertThat(WeightFile.read(SMALL).metadata())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "format", "gguf",
                "general.architecture", "llama",
                "general.name", "small",
                "tokenizer.ggml.model", "gpt2"));
  }

  @Test
  void values_eachPlainType_numbersOfTheOtherProgram() throws IOException {
    WeightFile file = WeightFile.read(SMALL);
    int read = 0;
    for (StoredTensor tensor : file.tensors()) {
      if (tensor.floatType().isPresent()) {
        float[] values = file.values(tensor);
        for (int i = 0; i < values.length; i++) {
          assertThat(values[i]).as(tensor.name()).isEqualTo(i / 8f);
        }
        read++;
      }
    }
    assertThat(read).isEqualTo(9);
  }

  @Test
  void values_quantised_areNoRealNumbers() {
    WeightFile file = WeightFile.read(SMALL);
    assertThatThrownBy(() -> file.values(tensor(file, "blk.0.ffn_q8_0.weight")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has type Q8_0");
  }

  @Test
  void rewrite_namedTensors_allElseStays() throws IOException {
    WeightFile file = WeightFile.read(SMALL);
    file.rewrite(out(), Map.of("blk.0.attn_k.weight", COUNTING, "output_norm.weight", PLUS_ONE), 2);
    byte[] before = Files.readAllBytes(SMALL);
    byte[] after = Files.readAllBytes(out());
    assertThat(after).hasSameSizeAs(before);
    WeightFile copy = WeightFile.read(out());
    assertThat(copy.values(tensor(copy, "blk.0.attn_k.weight"))[127]).isEqualTo(127);
    assertThat(copy.values(tensor(copy, "output_norm.weight"))[63]).isEqualTo(63 / 8f + 1);
    int changed = 0;
    for (int i = 0; i < before.length; i++) {
      changed += before[i] == after[i] ? 0 : 1;
    }
    // 128 numbers of two bytes and 64 of four.
    assertThat(changed).isBetween(1, 128 * 2 + 64 * 4);
  }

  @Test
  void rewrite_quantised_isRefused() {
    WeightFile file = WeightFile.read(SMALL);
    assertThatThrownBy(() -> file.rewrite(out(), Map.of("blk.0.ffn_q4_0.weight", COUNTING), 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has type Q4_0");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void read_versions2And3_anyAlignmentAndGaps(int version) throws IOException {
    byte[] bytes =
        file(version, 3, 1)
            .alignment(64)
            .tensor("b", F32, 64, 2)
            .tensor("a", F32, 0, 3)
            .tensor("none", F32, 0, 0, 7)
            .pad(64)
            .floats(1, 2, 3)
            .pad(64)
            .floats(4, 5)
            .bytes();
    WeightFile file = WeightFile.read(write(bytes));
    assertThat(file.values(tensor(file, "a"))).containsExactly(1, 2, 3);
    assertThat(file.values(tensor(file, "b"))).containsExactly(4, 5);
    assertThat(tensor(file, "none").shape()).containsExactly(7, 0);
  }

  @Test
  void read_typeOfAFork_isNamedByItsNumber() throws IOException {
    byte[] bytes =
        file(3, 2, 0)
            .tensor("odd", 142, 0, 32)
            .tensor("a", F32, 32, 1)
            .pad(32)
            .floats(0, 0)
            .pad(32)
            .floats(7)
            .bytes();
    WeightFile file = WeightFile.read(write(bytes));
    assertThat(tensor(file, "odd").dataType()).isEqualTo("type 142");
    assertThat(file.values(tensor(file, "a"))).containsExactly(7);
  }

  @Test
  void read_vocabularyOnly_hasNoTensors() throws IOException {
    byte[] bytes =
        file(3, 0, 1)
            .text("tokenizer.ggml.tokens")
            .u32(ARRAY)
            .u32(STRING)
            .u64(2)
            .text("a")
            .text("b")
            .bytes();
    assertThat(WeightFile.read(write(bytes)).tensors()).isEmpty();
  }

  private static GgufBytes one(long offset, long... lengths) {
    return file(3, 1, 0).tensor("t", F32, offset, lengths);
  }

  private static GgufBytes key(String name, int type) {
    return file(3, 0, 1).text(name).u32(type);
  }

  private static GgufBytes nested(int depth) {
    GgufBytes bytes = key("k", ARRAY);
    for (int i = 0; i < depth; i++) {
      bytes.u32(ARRAY).u64(1);
    }
    return bytes.u32(UINT32).u64(0);
  }

  static Stream<Arguments> refusals() {
    String endless = "9".repeat(40);
    return Stream.of(
        arguments(new GgufBytes().ascii("GGU"), "header must end within the first 3 bytes"),
        arguments(new GgufBytes().ascii("PK\3\4aaaa"), "must begin with 'GGUF': 'PK"),
        arguments(new GgufBytes().ascii("tjgg\1\0\0\0"), "it is of ggjt, an older format"),
        arguments(file(1, 0, 0), "only versions 2 and 3 of GGUF can be read: 1; convert"),
        arguments(file(4, 0, 0), "only versions 2 and 3 of GGUF can be read: 4"),
        arguments(file(0, 0, 0), "only versions 2 and 3 of GGUF can be read: 0"),
        arguments(file(3 << 24, 0, 0), "big-endian"),
        arguments(file(3, -1, 0), "the number of tensors must be at most 1048576: 1844674407"),
        arguments(file(3, 0, 1L << 63), "the number of metadata must be at most 1048576: 92233"),
        arguments(file(3, 2, 0), "must end within the first 24 bytes"),
        arguments(file(3, 0, 1).u64(1L << 40), "length of a key of the metadata must be at most"),
        arguments(file(3, 0, 1).u64(100).ascii("short"), "or it is cut off"),
        arguments(file(3, 0, 1).u64(1).ascii("\u00ff"), "is not UTF-8"),
        arguments(
            file(3, 0, 2).text("k").u32(UINT32).u32(1).text("k").u32(UINT32).u32(1),
            "the metadata have 'k' twice"),
        arguments(key("k", 13), "'k' must have a known type: 13"),
        arguments(key("k", -1), "'k' must have a known type: 4294967295"),
        arguments(key("k", STRING).u64(-1), "the length of 'k' must be at most"),
        arguments(key("k", STRING).u64(1 << 20), "or it is cut off"),
        arguments(key("k", ARRAY).u32(STRING).u64(1L << 60), "length of 'k' must be at most"),
        arguments(key("k", ARRAY).u32(10).u64(1 << 28), "or it is cut off"),
        arguments(key("k", ARRAY).u32(99).u64(1), "'k' must have a known type: 99"),
        arguments(nested(20), "'k' must not be nested deeper than 8"),
        arguments(file(3, 0, 1).alignment(0), "must be a power of two"),
        arguments(file(3, 0, 1).alignment(24), "must be a power of two"),
        arguments(file(3, 0, 1).alignment(1 << 30), "must be a power of two"),
        arguments(key("general.alignment", STRING).text("32"), "of type UINT32: type 8"),
        arguments(file(3, 1, 0).text("t").u32(5), "tensor 't' must have at most 4 axes: 5"),
        arguments(file(3, 1, 0).text("t").u32(-1), "must have at most 4 axes: 4294967295"),
        arguments(one(0, -1), "a length of tensor 't' must be at most"),
        arguments(one(0, 1L << 32, 1L << 32), "must have fewer than 2^63 bytes"),
        arguments(one(0, 1L << 62), "must have fewer than 2^63 bytes"),
        arguments(one(0, 1L << 40), "must lie within the file's"),
        arguments(one(Long.MAX_VALUE - 31, 1), "must lie within the file's"),
        arguments(one(-32, 1), "the offset of tensor 't' must be at most"),
        arguments(one(4, 1).pad(32).floats(1, 2), "must begin at a multiple of 32: 4"),
        arguments(one(0, 2).pad(32).floats(1), "or it is cut off"),
        arguments(
            file(3, 2, 0)
                .tensor("a", F32, 0, 9)
                .tensor("b", F32, 32, 1)
                .pad(32)
                .floats(new float[16]),
            "tensor 'b' must begin behind the one before it"),
        arguments(
            file(3, 2, 0).tensor("a", F32, 0, 1).tensor("a", F32, 32, 1), "'a' must be there once"),
        arguments(file(3, 1, 0).tensor("q", Q8_0, 0, 33, 2), "have rows of whole blocks of 32"),
        arguments(
            file(3, 1, 0).tensor("q", Q8_0, 0, 64).pad(32).floats(new float[16]),
            "68 bytes from 64 on"),
        arguments(file(3, 1, 0).text("n".repeat(2000)), "length of a tensor's name must be"),
        arguments(new GgufBytes().ascii("GGUF").ascii(endless), "only versions 2 and 3"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void read_brokenRules_areRefusedInOneLine(GgufBytes bytes, String message) throws IOException {
    Path path = write(bytes.bytes());
    assertThatThrownBy(() -> WeightFile.read(path))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(path.toString())
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
