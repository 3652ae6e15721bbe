package dev.seedbed.io.weights;

import static dev.seedbed.io.weights.Sources.COUNTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ways of HDF5 to store datasets; the files are h5py's: `weight_files.py`.
class HdfStorageTest {
  private static final Path FILES = Path.of("io/src/test/resources/weights");

  @TempDir private Path folder = Path.of("");

  private static WeightFile read(String name) {
    return WeightFile.read(FILES.resolve(name));
  }

  private static StoredTensor tensor(WeightFile file, String name) {
    return file.tensors().stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"storages.h5", "latest.h5"})
  void read_types_inWords(String name) {
    Map<String, String> types =
        read(name).tensors().stream()
            .filter(tensor -> !tensor.name().startsWith("many/"))
            .collect(Collectors.toMap(StoredTensor::name, StoredTensor::dataType));
    assertThat(types)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("contiguous", "F32"),
                Map.entry("scalar", "F32"),
                Map.entry("empty", "F32"),
                Map.entry("big_endian", "big-endian F32"),
                Map.entry("whole", "I64"),
                Map.entry("bytes", "U8"),
                Map.entry("text", "STRING"),
                Map.entry("never", "F32, never written"),
                Map.entry("plain_chunks", "F32"),
                Map.entry("gzip", "F32"),
                Map.entry("shuffled", "F32"),
                Map.entry("sums", "F64"),
                Map.entry("all", "F16"),
                Map.entry("lzf", "F32 compressed by lzf (32000)"),
                Map.entry("grows", "F32"),
                Map.entry("grows_both", "F32"),
                Map.entry("one_chunk", "F32"),
                Map.entry("compact", "F32")));
  }

  /// Number k of each dataset is k / 8, the scalar 0.5.
  @ParameterizedTest
  @ValueSource(strings = {"storages.h5", "latest.h5"})
  void read_eachStorage_numbersInRowMajorOrder(String name) throws IOException {
    WeightFile file = read(name);
    int read = 0;
    for (StoredTensor tensor : file.tensors()) {
      if (tensor.floatType().isPresent()) {
        float[] values = file.values(tensor);
        for (int i = 0; i < values.length; i++) {
          float expected = tensor.name().equals("scalar") ? 0.5f : i / 8f;
          assertThat(values[i]).as("%s %d", tensor.name(), i).isEqualTo(expected);
        }
        read++;
      }
    }
    assertThat(read).isEqualTo(name.equals("latest.h5") ? 12 + 40 : 12);
  }

  @Test
  void read_anyRangeOfChunks_isThatOfTheWhole() throws IOException {
    WeightFile file = read("storages.h5");
    var random = new Random(3);
    for (String name : List.of("plain_chunks", "shuffled", "all", "sums")) {
      StoredTensor tensor = tensor(file, name);
      try (TensorElements elements = file.open(tensor)) {
        for (int i = 0; i < 50; i++) {
          int from = random.nextInt((int) tensor.elements());
          var values = new float[1 + random.nextInt((int) tensor.elements() - from)];
          elements.read(from, values, values.length);
          for (int j = 0; j < values.length; j++) {
            assertThat(values[j]).isEqualTo((from + j) / 8f);
          }
        }
      }
    }
  }

  @Test
  void read_links_areNotFollowedAndNoDatasetTwice() throws IOException {
    assertThat(read("links.h5").tensors())
        .extracting(StoredTensor::name)
        .containsExactly("a/numbers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual.h5", "outside.h5"})
  void read_numbersInOtherFiles_areRefused(String name) {
    assertThatThrownBy(() -> read(name))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("malformed HDF5, or of a kind that cannot be read");
  }

  @Test
  void read_fileThatKerasDidNotWrite_saysNothingOfAxes() {
    assertThat(read("storages.h5").metadata()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "plain_chunks", "sums", "compact"})
  void rewrite_notInOnePiece_isRefused(String name) {
    WeightFile file = read("storages.h5");
    Path out = folder.resolve("out.h5");
    assertThatThrownBy(() -> file.rewrite(out, Map.of(name, COUNTING), 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("tensor '%s' does not stand in one piece".formatted(name))
        .hasMessageContaining("save the model anew with Keras");
    assertThat(out).doesNotExist();
  }

  @Test
  void rewrite_inOnePieceBesideOthers_behindAUserBlock() throws IOException {
    WeightFile file = read("storages.h5");
    Path out = folder.resolve("out.h5");
    file.rewrite(out, Map.of("contiguous", COUNTING), 1);
    WeightFile copy = WeightFile.read(out);
    assertThat(copy.values(tensor(copy, "contiguous"))).startsWith(0, 1, 2).endsWith(13, 14);
    assertThat(copy.values(tensor(copy, "gzip"))).endsWith(406 / 8f);
  }

  @Test
  void read_cutOff_isRefused() throws IOException {
    byte[] whole = Files.readAllBytes(FILES.resolve("storages.h5"));
    for (int length : new int[] {1, 511, 600, 1000, 3000, 10_000, whole.length - 4000}) {
      Path path = Files.write(folder.resolve("cut.h5"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> WeightFile.read(path))
          .as("%d bytes", length)
          .isInstanceOf(InputException.class);
    }
  }
}
