package dev.seedbed.io.weights;

import static dev.seedbed.io.weights.Sources.COUNTING;
import static dev.seedbed.io.weights.Sources.PLUS_ONE;
import static dev.seedbed.io.weights.Sources.countingFrom;
import static dev.seedbed.io.weights.WeightFixtures.counting;
import static dev.seedbed.io.weights.WeightFixtures.numbers;
import static dev.seedbed.io.weights.WeightFixtures.read;
import static dev.seedbed.io.weights.WeightFixtures.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.seedbed.data.InputException;
import java.io.IOException;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that PyTorch wrote: `torch_files.py` says what is in them.
class TorchFileTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void read_types_allListed() {
    WeightFile file = read("types.pt");
    assertThat(file.tensors())
        .extracting(StoredTensor::name, StoredTensor::dataType, StoredTensor::floatType)
        .containsExactly(
            tuple("float32", "float32", Optional.of(FloatType.F32)),
            tuple("float64", "float64", Optional.of(FloatType.F64)),
            tuple("float16", "float16", Optional.of(FloatType.F16)),
            tuple("bfloat16", "bfloat16", Optional.of(FloatType.BF16)),
            tuple("int64", "int64", Optional.empty()),
            tuple("bool", "bool", Optional.empty()),
            tuple("complex64", "complex64", Optional.empty()),
            tuple("parameter", "float32", Optional.of(FloatType.F32)),
            tuple("scalar", "float32", Optional.of(FloatType.F32)),
            tuple("none", "float32", Optional.of(FloatType.F32)));
    assertThat(tensor(file, "float16").shape()).containsExactly(2, 3);
    assertThat(tensor(file, "scalar").shape()).isEmpty();
    assertThat(tensor(file, "none").shape()).containsExactly(0, 3);
    assertThat(file.metadata()).isEqualTo(Map.of("format", "pt"));
    assertThat(file.biases()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"float32,0", "float64,0", "float16,0", "bfloat16,0", "parameter,-1"})
  void values_eachType_counting(String name, float first) throws IOException {
    assertThat(numbers(read("types.pt"), name)).containsExactly(counting(first, 6));
  }

  @Test
  void values_oneAndNone() throws IOException {
    assertThat(numbers(read("types.pt"), "scalar")).containsExactly(2.5f);
    assertThat(numbers(read("types.pt"), "none")).isEmpty();
  }

  @Test
  void open_otherTypes_refused() {
    WeightFile file = read("types.pt");
    for (String name : List.of("int64", "bool", "complex64")) {
      assertThatThrownBy(() -> file.open(tensor(file, name)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("has type " + name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"channels_last", "transposed"})
  void values_otherOrder_rowMajor(String name) throws IOException {
    float[] values = numbers(read("views.pt"), name);
    float[] expected = name.equals("transposed") ? new float[] {0, 2, 4, 1, 3, 5} : counting(0, 24);
    assertThat(values).containsExactly(expected);
  }

  @Test
  void values_views_byTheirStrides() throws IOException {
    WeightFile file = read("views.pt");
    assertThat(numbers(file, "stepped")).startsWith(0, 2, 4, 6, 8, 10, 12).hasSize(36);
    assertThat(numbers(file, "offset")).startsWith(1, 3, 5, 7, 9, 11, 13).hasSize(36);
    assertThat(numbers(file, "part")).containsExactly(counting(105, 10));
    assertThat(numbers(file, "rest")).containsExactly(counting(120, 12));
    assertThat(numbers(file, "tied_other_way")).startsWith(0, 4, 8, 12, 1, 5, 9, 13);
    assertThat(numbers(file, "expanded")).containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3);
  }

  @Test
  void open_anyRange_likeTheWhole() throws IOException {
    WeightFile file = read("views.pt");
    for (StoredTensor tensor : file.tensors()) {
      float[] all = file.values(tensor);
      try (TensorElements elements = file.open(tensor)) {
        for (int from = 0; from < all.length; from++) {
          for (int count = 0; count <= all.length - from; count++) {
            float[] some = new float[count];
            elements.read(from, some, count);
            assertThat(some).isEqualTo(Arrays.copyOfRange(all, from, from + count));
          }
        }
      }
    }
  }

  @Test
  void read_sharedNumbers_oneOwnerEach() {
    assertThat(read("views.pt").tensors())
        .extracting(StoredTensor::name, StoredTensor::role)
        .containsExactly(
            tuple("channels_last", Role.Parameter.WEIGHT),
            tuple("transposed", Role.Parameter.WEIGHT),
            tuple("stepped", Role.Parameter.WEIGHT),
            tuple("offset", Role.Parameter.WEIGHT),
            tuple("whole", Role.Parameter.OTHER),
            tuple("part", new Role.Constant("shares numbers with 'whole'")),
            tuple("rest", Role.Parameter.WEIGHT),
            tuple("tied", Role.Parameter.WEIGHT),
            tuple("tied_again", new Role.Constant("tied to 'tied'")),
            tuple("tied_other_way", new Role.Constant("shares numbers with 'tied'")),
            tuple("expanded", new Role.Constant("holds numbers more than once")));
  }

  /// The accuracy, the arguments and the momentum are not of the network.
  @Test
  void read_checkpointOfOneNetwork_onlyThat() throws IOException {
    WeightFile file = read("checkpoint.pth");
    assertThat(file.tensors())
        .extracting(StoredTensor::name, StoredTensor::role)
        .containsExactly(
            tuple("fc.weight", Role.Parameter.WEIGHT), tuple("fc.bias", Role.Parameter.BIAS));
    assertThat(numbers(file, "fc.weight")).containsExactly(counting(0, 6));
  }

  @Test
  void read_checkpointOfSeveral_allByTheirPaths() {
    assertThat(read("two.ckpt").tensors())
        .extracting(StoredTensor::name)
        .containsExactly(
            "model.fc.weight",
            "model.fc.bias",
            "ema.fc.weight",
            "ema.fc.bias",
            "steps.0",
            "steps.1.7");
  }

  @Test
  void read_protocol5_sameNames() throws IOException {
    assertThat(numbers(read("protocol5.bin"), "fc.weight")).containsExactly(counting(0, 6));
  }

  @Test
  void read_bigEndian_sameNumbers() throws IOException {
    assertThat(numbers(read("big.pt"), "w")).containsExactly(counting(0, 6));
    assertThat(numbers(read("big.pt"), "h")).containsExactly(counting(0, 4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "whole.pt ~ it holds a whole '__main__.Network', not a state dict: save model.state_dict()",
        "inside.pt ~ it holds a whole '__main__.Network' under 'model', not a state dict: save model.state_dict()",
        "sparse.pt ~ it calls 'torch._utils._rebuild_sparse_tensor' under 'w', not a state dict: save model.state_dict()",
        "legacy.pt ~ it has the format of PyTorch before 1.6; load it with PyTorch and save it again: torch.save(torch.load(FILE), NEW)",
        "script.pt ~ it is a TorchScript program, not a state dict: save model.state_dict()",
      })
  void read_otherThings_refusedByName(String name, String message) {
    assertThatThrownBy(() -> read(name))
        .isInstanceOf(InputException.class)
        .hasMessage(WeightFixtures.path(name) + ": " + message);
  }

  private WeightFile rewrite(String name, Map<String, ElementSource> values, int threads)
      throws IOException {
    Path out = folder.resolve(name);
    read(name).rewrite(out, values, threads);
    ZipChecks.check(out);
    return WeightFile.read(out);
  }

  @Test
  void rewrite_nothing_sameBytes() throws IOException {
    for (String name : List.of("types.pt", "views.pt", "checkpoint.pth", "big.pt")) {
      rewrite(name, Map.of(), 1);
      assertThat(Files.readAllBytes(folder.resolve(name))).isEqualTo(WeightFixtures.bytes(name));
    }
  }

  /// All that is not changed stays: 24 of 24 bytes of numbers, and three times the checksum.
  @Test
  void rewrite_one_onlyItAndItsChecksumChange() throws IOException {
    WeightFile copy = rewrite("types.pt", Map.of("float32", countingFrom(7)), 2);
    assertThat(numbers(copy, "float32")).containsExactly(counting(7, 6));
    byte[] before = WeightFixtures.bytes("types.pt");
    byte[] after = Files.readAllBytes(folder.resolve("types.pt"));
    assertThat(after).hasSameSizeAs(before);
    int changed = 0;
    for (int i = 0; i < before.length; i++) {
      changed += before[i] == after[i] ? 0 : 1;
    }
    assertThat(changed).isBetween(2, 24 + 3 * Integer.BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"types.pt", "views.pt", "big.pt", "two.ckpt", "protocol5.bin"})
  void rewrite_allParameters_readBack(String name) throws IOException {
    WeightFile file = read(name);
    var sources = new HashMap<String, ElementSource>();
    for (StoredTensor tensor : file.tensors()) {
      if (tensor.role() instanceof Role.Parameter) {
        sources.put(tensor.name(), countingFrom(sources.size()));
      }
    }
    WeightFile copy = rewrite(name, sources, 3);
    assertThat(copy.tensors()).usingRecursiveComparison().isEqualTo(file.tensors());
    sources.forEach((tensor, source) -> {
      float[] expected = new float[(int) tensor(file, tensor).elements()];
      source.fill(0, expected, expected.length);
      assertThat(WeightFixtures.all(copy, tensor)).as(tensor).containsExactly(expected);
    });
  }

  @Test
  void rewrite_dependingOnTheOldOnes_anyOrder() throws IOException {
    var sources = new HashMap<String, ElementSource>();
    List<String> names = List.of("channels_last", "transposed", "stepped", "tied");
    names.forEach(name -> sources.put(name, PLUS_ONE));
    WeightFile file = read("views.pt");
    WeightFile copy = rewrite("views.pt", sources, 1);
    for (String name : names) {
      float[] expected = numbers(file, name);
      for (int i = 0; i < expected.length; i++) {
        expected[i]++;
      }
      assertThat(numbers(copy, name)).as(name).containsExactly(expected);
    }
    assertThat(numbers(copy, "offset")).containsExactly(numbers(file, "offset"));
  }

  @Test
  void rewrite_tied_bothNamesChange() throws IOException {
    WeightFile copy = rewrite("views.pt", Map.of("tied", COUNTING, "whole", countingFrom(50)), 1);
    assertThat(numbers(copy, "tied_again")).containsExactly(counting(0, 16));
    assertThat(numbers(copy, "tied_other_way")).startsWith(0, 4, 8, 12);
    assertThat(numbers(copy, "part")).containsExactly(counting(55, 10));
    WeightFile other = rewrite("views.pt", Map.of("tied_again", countingFrom(3)), 1);
    assertThat(numbers(other, "tied")).containsExactly(counting(3, 16));
  }

  @Test
  void rewrite_tiedWithTheSameNumbers_isOne() throws IOException {
    WeightFile copy =
        rewrite("views.pt", Map.of("tied", countingFrom(5), "tied_again", countingFrom(5)), 1);
    assertThat(numbers(copy, "tied")).containsExactly(counting(5, 16));
    WeightFile larger = rewrite("views.pt", Map.of("tied", PLUS_ONE, "tied_again", PLUS_ONE), 1);
    assertThat(numbers(larger, "tied")).containsExactly(counting(1, 16));
  }

  @ParameterizedTest
  @CsvSource({"tied,tied_again", "tied_other_way,tied", "whole,part"})
  void rewrite_sharedWithDifferentNumbers_refused(String one, String other) {
    Map<String, ElementSource> values = Map.of(one, COUNTING, other, countingFrom(1));
    assertThatThrownBy(() -> rewrite("views.pt", values, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("share their numbers, and would get different ones")
        .hasMessageNotContaining("\n");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void rewrite_repeatedNumbers_refused() {
    assertThatThrownBy(() -> rewrite("views.pt", Map.of("expanded", COUNTING), 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("tensor 'expanded' holds numbers more than once");
  }

  @Test
  void rewrite_otherTypeOrEnding_refused() {
    assertThatThrownBy(() -> rewrite("types.pt", Map.of("int64", COUNTING), 1))
        .hasMessageContaining("tensor 'int64' has type int64");
    assertThatThrownBy(() -> rewrite("types.pt", Map.of("unknown", COUNTING), 1))
        .hasMessageContaining("no tensor 'unknown'");
    assertThatThrownBy(() -> read("types.pt").rewrite(folder.resolve("x.bin"), Map.of(), 1))
        .hasMessageContaining("the copy must end in .pt");
  }

  @Test
  void rewrite_itself_inPlace() throws IOException {
    Path copy = Files.write(folder.resolve("x.pt"), WeightFixtures.bytes("views.pt"));
    WeightFile.read(copy).rewrite(copy, Map.of("rest", COUNTING), 1);
    assertThat(numbers(WeightFile.read(copy), "rest")).containsExactly(counting(0, 12));
    ZipChecks.check(copy);
  }

  @Test
  void open_changedSince_refused() throws IOException {
    Path copy = Files.write(folder.resolve("x.pt"), WeightFixtures.bytes("types.pt"));
    WeightFile file = WeightFile.read(copy);
    Files.write(copy, WeightFixtures.bytes("views.pt"));
    assertThatThrownBy(() -> numbers(file, "float32"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("changed while it was read");
  }
}
