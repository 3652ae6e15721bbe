package dev.seedbed.io.weights;

import static dev.seedbed.io.weights.NpzBytes.array;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.seedbed.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Archives of arrays made to break readers, and odd ones that are sound.
class NpzHostileTest {
  private static final byte[] TWO = {0, 0, (byte) 0x80, 0x3F, 0, 0, 0, 0x40};

  @TempDir private Path folder = Path.of("");

  private static String header(String descr, String shape) {
    return "{'descr': %s, 'fortran_order': False, 'shape': %s, }\n".formatted(descr, shape);
  }

  private static byte[] archive(byte[] array) {
    try {
      return ZipArchives.stored(Map.of("w.npy", array));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] one(String descr, String shape) {
    return archive(array(header(descr, shape), TWO));
  }

  private WeightFile read(byte[] content) throws IOException {
    return WeightFile.read(Files.write(folder.resolve("arrays.npz"), content));
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        arguments("text", "this is no model, is it?".getBytes(UTF_8), "not a zip archive"),
        arguments("an array alone", array(header("'<f4'", "(2,)"), TWO), "not a zip archive"),
        arguments("no array", archive("text".getBytes(UTF_8)), "w.npy: cut off"),
        arguments("other array", archive(new byte[100]), "w.npy: not an .npy array"),
        arguments("no header", archive(array("")), "malformed header"),
        arguments(
            "no shape", archive(array("{'descr': '<f4', 'fortran_order': False}")), "malformed"),
        arguments("negative shape", one("'<f4'", "(-2,)"), "malformed header"),
        arguments(
            "too few numbers", one("'<f4'", "(3,)"), "12 bytes of numbers, as its shape says: 8"),
        arguments(
            "too many numbers", one("'<f4'", "(1,)"), "4 bytes of numbers, as its shape says: 8"),
        arguments("no axis", one("'<f4'", "()"), "4 bytes of numbers"),
        arguments("2^32 squared", one("'<f4'", "(4294967296, 4294967296)"), "more elements than"),
        arguments("2^62", one("'<f8'", "(4611686018427387904,)"), "bytes of numbers"),
        arguments(
            "a number of 30 digits", one("'<f4'", "(" + "9".repeat(30) + ",)"), "more elements"),
        arguments("too many axes", one("'<f4'", "(" + "1, ".repeat(65) + "2)"), "at most 64 axes"),
        arguments("long header", archive(longHeader()), "malformed header"));
  }

  /// One that is slow for who goes back again and again.
  private static byte[] longHeader() {
    return array("{" + "'descr': [".repeat(6_000));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  @Timeout(5)
  void read_broken_refusedInOneLine(String name, byte[] content, String message) {
    assertThatThrownBy(() -> read(content))
        .as(name)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(folder.resolve("arrays.npz").toString())
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  /// What is legal, or not our business.
  @Test
  void read_oddities_read() throws IOException {
    WeightFile file = read(one("'<f4'", "(2,)"));
    assertThat(file.values(file.tensors().getFirst())).containsExactly(1, 2);
    assertThat(read(one("'<f4'", "(2L, 1)")).tensors().getFirst().shape()).containsExactly(2, 1);
    assertThat(read(one("'|O'", "(7,)")).tensors().getFirst().floatType()).isEmpty();
    assertThat(read(one("'<f16'", "(7,)")).tensors().getFirst().floatType()).isEmpty();
    byte[] others = ZipArchives.stored(Map.of("readme.txt", new byte[3]));
    assertThat(read(others).tensors()).isEmpty();
  }

  /// The archive's directory says more bytes than come out.
  @Test
  void values_deflatedButCutOff_refused() throws IOException {
    byte[] zeros = array(header("'<f4'", "(100000,)"), new byte[400_000]);
    byte[] content = ZipArchives.deflated(Map.of("w.npy", zeros));
    // What says that the last block is the last, near the end of the numbers.
    for (int i = 150; i < 200; i++) {
      content[i] = (byte) 0xFF;
    }
    WeightFile file = read(content);
    assertThatThrownBy(() -> file.values(file.tensors().getFirst()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'w.npy' of")
        .hasMessageContaining("its numbers cannot be decompressed");
    ElementSource more = Sources.PLUS_ONE;
    Path out = folder.resolve("out.npz");
    assertThatThrownBy(() -> file.rewrite(out, Map.of("w", more), 1))
        .isInstanceOf(IOException.class);
    assertThat(out).doesNotExist();
  }

  /// 4 MB of zeros in less than 8 KB, forward and back.
  @Test
  void read_muchInLittle_inRanges() throws IOException {
    int count = 1 << 20;
    byte[] zeros = array(header("'<f4'", "(" + count + ",)"), new byte[Float.BYTES * count]);
    byte[] content = ZipArchives.deflated(Map.of("w.npy", zeros));
    assertThat(content.length).isLessThan(8_000);
    WeightFile file = read(content);
    try (TensorElements elements = file.open(file.tensors().getFirst())) {
      float[] some = new float[10];
      elements.read(count - 10, some, 10);
      elements.read(0, some, 10);
      assertThat(some).containsOnly(0);
    }
  }
}
