package dev.seedbed.io.weights;

import static dev.seedbed.io.weights.Sources.COUNTING;
import static dev.seedbed.io.weights.Sources.PLUS_ONE;
import static dev.seedbed.io.weights.Sources.countingFrom;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.seedbed.data.InputException;
import dev.seedbed.io.weights.Role.Constant;
import dev.seedbed.io.weights.Role.Parameter;
import dev.seedbed.io.weights.ZipBytes.Style;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The files are Keras's own: `weight_files.py`.
class KerasFileTest {
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

  /// Keras's variables, in an order by which their numbers name them.
  private static List<JsonNode> variables() throws IOException {
    var rows = new ArrayList<JsonNode>();
    JsonMapper.shared().readTree(Files.readString(FILES.resolve("layers.json"))).forEach(rows::add);
    return rows;
  }

  private static String lastWord(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"layers.keras", "layers.weights.h5", "layers.h5"})
  void read_eachVariable_hasItsNameShapeAndNumbers(String name) throws IOException {
    List<JsonNode> variables = variables();
    Set<Integer> found = new HashSet<>();
    WeightFile file = read(name);
    assertThat(file.metadata()).containsEntry("format", "keras");
    for (StoredTensor tensor : file.tensors()) {
      if (tensor.floatType().isEmpty()) {
        continue;
      }
      float[] values = file.values(tensor);
      int number = (int) values[0];
      JsonNode variable = variables.get(number);
      assertThat(found.add(number)).isTrue();
      List<Long> shape = variable.get("shape").valueStream().map(JsonNode::asLong).toList();
      assertThat(Arrays.stream(tensor.shape()).boxed().toList()).as(tensor.name()).isEqualTo(shape);
      for (int i = 0; i < values.length; i++) {
        assertThat(values[i]).as(tensor.name()).isEqualTo(number + i / 1024f);
      }
      if (variable.get("optimizer").asBoolean()) {
        assertThat(tensor.role()).isEqualTo(new Constant("the optimiser's, by its name"));
      } else if (name.equals("layers.weights.h5")
          && tensor.name().matches("layers/(batch_normalization_1|layer_normalization)/vars/.")) {
        // Without a configuration nobody knows which of scale and shift it has.
        assertThat(tensor.role()).isEqualTo(Parameter.OTHER);
      } else {
        assertThat(lastWord(tensor.name())).isEqualTo(variable.get("name").asString());
      }
    }
    long real = variables.stream().filter(v -> v.get("dtype").asString().contains("float")).count();
    assertThat(found).hasSize((int) real);
  }

  @Test
  void read_rolesOfKerasLayers() {
    Map<String, Role> roles =
        read("layers.keras").tensors().stream()
            .collect(Collectors.toMap(StoredTensor::name, StoredTensor::role));
    var buffer = new Constant("a buffer, by its name");
    assertThat(roles)
        .containsEntry("layers/conv2d/kernel", Parameter.WEIGHT)
        .containsEntry("layers/conv2d/bias", Parameter.BIAS)
        .containsEntry("layers/batch_normalization/gamma", Parameter.SCALE)
        .containsEntry("layers/batch_normalization_1/beta", Parameter.SHIFT)
        .containsEntry("layers/batch_normalization_1/moving_variance", buffer)
        .containsEntry("layers/layer_normalization/gamma", Parameter.SCALE)
        .containsEntry("layers/rms_normalization/scale", Parameter.SCALE)
        .containsEntry("layers/normalization/mean", buffer)
        .containsEntry("layers/normalization/count", new Constant("of type I32"))
        .containsEntry("layers/embedding/embeddings", Parameter.WEIGHT)
        .containsEntry("layers/multi_head_attention/query_dense/bias", Parameter.BIAS)
        .containsEntry("layers/sequential/layers/p_re_lu/alpha", Parameter.OTHER)
        .containsEntry("layers/gru/cell/recurrent_kernel", Parameter.WEIGHT);
  }

  @Test
  void read_settingsOfConvolutions_areTheirUse() {
    TensorUse use = tensor(read("layers.keras"), "layers/conv2d/kernel").use().orElseThrow();
    assertThat(use).isEqualTo(new TensorUse("keras.Conv2D", 1, false, 1, List.of(2L, 2L)));
  }

  @Test
  void read_typesOfKeras_withBfloat16() throws IOException {
    WeightFile file = read("types.weights.h5");
    assertThat(file.tensors())
        .extracting(StoredTensor::name, StoredTensor::dataType)
        .contains(
            tuple("layers/dense/kernel", "F16"),
            tuple("layers/dense_1/kernel", "BF16"),
            tuple("layers/dense_2/kernel", "F32"),
            tuple("layers/dense_3/kernel", "F64"));
    for (StoredTensor tensor : file.tensors()) {
      float[] values = file.values(tensor);
      for (int i = 0; i < values.length; i++) {
        assertThat(values[i]).as(tensor.name()).isEqualTo(i / 8f);
      }
    }
  }

  @Test
  void read_fileOfKeras2_namesAsTheyAre() {
    WeightFile file = read("legacy.h5");
    assertThat(file.metadata()).containsEntry("format", "keras");
    assertThat(file.tensors())
        .extracting(StoredTensor::name, StoredTensor::role)
        .contains(
            tuple("model_weights/answers/answers/kernel:0", Parameter.WEIGHT),
            tuple("model_weights/answers/answers/bias:0", Parameter.BIAS),
            // Of one channel, and so no slope: there is a shift.
            tuple("model_weights/bn/bn/gamma:0", Parameter.SCALE),
            tuple("model_weights/bn/bn/beta:0", Parameter.SHIFT),
            tuple(
                "optimizer_weights/SGD/answers/kernel/momentum:0",
                new Constant("the optimiser's, by its name")));
    assertThat(
            tensor(file, "model_weights/conv_dw_1/conv_dw_1/depthwise_kernel:0")
                .use()
                .orElseThrow())
        .isEqualTo(new TensorUse("keras.DepthwiseConv2D", 1, false, 1, List.of(2L, 2L)));
  }

  @ParameterizedTest
  @CsvSource({
    "layers.weights.h5, layers/dense/kernel, layers/group_normalization/gamma",
    "layers.keras, layers/dense/kernel, layers/layer_normalization/gamma",
    "layers.h5, model_weights/dense/dense/kernel, "
        + "model_weights/layer_normalization/layer_normalization/gamma",
    "types.weights.h5, layers/dense_1/kernel, layers/dense_3/kernel"
  })
  void rewrite_namedTensors_allOthersStay(String name, String counted, String raised)
      throws IOException {
    WeightFile file = read(name);
    Path out = folder.resolve(name);
    file.rewrite(out, Map.of(counted, COUNTING, raised, PLUS_ONE), 2);
    WeightFile copy = WeightFile.read(out);
    assertThat(Files.size(out)).isEqualTo(Files.size(file.path()));
    for (StoredTensor tensor : file.tensors()) {
      if (tensor.floatType().isEmpty()) {
        continue;
      }
      float[] before = file.values(tensor);
      float[] after = copy.values(tensor(copy, tensor.name()));
      for (int i = 0; i < before.length; i++) {
        float expected =
            tensor.name().equals(counted)
                ? i
                : tensor.name().equals(raised) ? before[i] + 1 : before[i];
        assertThat(after[i]).as(tensor.name()).isEqualTo(expected);
      }
    }
  }

  /// By their names, with each CRC checked, in front of members and in the directory.
  private static Map<String, byte[]> members(Path zip) throws IOException {
    var members = new LinkedHashMap<String, byte[]>();
    try (var all = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : all.stream().toList()) {
        try (InputStream in = all.getInputStream(entry)) {
          byte[] content = in.readAllBytes();
          var sum = new CRC32();
          sum.update(content);
          assertThat(entry.getCrc()).isEqualTo(sum.getValue());
          members.put(entry.getName(), content);
        }
      }
    }
    return members;
  }

  @Test
  void rewrite_keras_otherMembersStayAndSumsAreRight() throws IOException {
    Path out = folder.resolve("copy.keras");
    WeightFile file = read("layers.keras");
    file.rewrite(out, Map.of("layers/dense/kernel", COUNTING), 1);
    Map<String, byte[]> before = members(file.path());
    Map<String, byte[]> after = members(out);
    assertThat(after.keySet()).containsExactlyElementsOf(before.keySet());
    assertThat(before.keySet())
        .containsExactlyInAnyOrder("metadata.json", "config.json", "model.weights.h5");
    for (String name : before.keySet()) {
      boolean same = Arrays.equals(before.get(name), after.get(name));
      assertThat(same).as(name).isEqualTo(!name.equals("model.weights.h5"));
    }
    try (var in = new ZipInputStream(Files.newInputStream(out))) {
      // It checks the CRC in front of each.
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        assertThat(in.readAllBytes()).isEqualTo(after.get(entry.getName()));
      }
    }
  }

  private static byte[] types() throws IOException {
    return Files.readAllBytes(FILES.resolve("types.weights.h5"));
  }

  @ParameterizedTest
  @EnumSource
  void rewrite_kerasByOtherWriters_sumsAreRight(Style style) throws IOException {
    byte[] zip =
        new ZipBytes()
            .add("x", new byte[3], style)
            .add("model.weights.h5", types(), style)
            .add("y", new byte[5], style)
            .bytes("a comment");
    Path path = Files.write(folder.resolve("made.keras"), zip);
    Path out = folder.resolve("out.keras");
    WeightFile file = WeightFile.read(path);
    file.rewrite(out, Map.of("layers/dense_2/kernel", countingFrom(5)), 1);
    Map<String, byte[]> after = members(out);
    assertThat(after.get("y")).isEqualTo(new byte[5]);
    WeightFile copy = WeightFile.read(out);
    assertThat(copy.values(tensor(copy, "layers/dense_2/kernel"))).startsWith(5, 6, 7);
  }

  /// A .keras file that was packed anew, with compression.
  private Path packed() throws IOException {
    Path path = folder.resolve("packed.keras");
    try (var out = new ZipOutputStream(Files.newOutputStream(path))) {
      for (Map.Entry<String, byte[]> member : members(FILES.resolve("layers.keras")).entrySet()) {
        out.putNextEntry(new ZipEntry(member.getKey()));
        out.write(member.getValue());
        out.closeEntry();
      }
    }
    return path;
  }

  @Test
  void read_compressedKeras_sameTensors() throws IOException {
    WeightFile file = WeightFile.read(packed());
    WeightFile plain = read("layers.keras");
    assertThat(file.tensors())
        .extracting(StoredTensor::name)
        .isEqualTo(plain.tensors().stream().map(StoredTensor::name).toList());
    StoredTensor last = tensor(plain, "layers/rnn/cell/cells/lstm_cell/bias");
    assertThat(file.values(last)).isEqualTo(plain.values(last));
  }

  @Test
  void rewrite_compressedKeras_isRefused() throws IOException {
    WeightFile file = WeightFile.read(packed());
    Path out = folder.resolve("out.keras");
    assertThatThrownBy(() -> file.rewrite(out, Map.of("layers/dense/kernel", COUNTING), 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is compressed in")
        .hasMessageContaining("store it uncompressed");
    assertThat(out).doesNotExist();
  }

  private void assertRefused(String name, byte[] content, String message) throws IOException {
    Path path = Files.write(folder.resolve(name), content);
    assertThatThrownBy(() -> WeightFile.read(path))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(path.toString())
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  private static byte[] zip(String name, byte[] content) {
    return new ZipBytes().add(name, content, Style.PLAIN).bytes("");
  }

  @Test
  void read_brokenZips_areRefused() throws IOException {
    byte[] types = types();
    String weights = "model.weights.h5";
    assertRefused("a.keras", types, "not a zip archive, or cut off");
    assertRefused("a.keras", new byte[] {1}, "not a zip archive, or cut off");
    assertRefused("a.keras", zip("other", types), "the archive has no 'model.weights.h5'");
    assertRefused("a.keras", zip("model.weights.npz", types), "weights are in NumPy's format");
    assertRefused("a.keras", zip(weights, new byte[9]), "it is not HDF5: the signature is missing");
    assertRefused(
        "a.keras",
        new ZipBytes().add(weights, types, Style.PLAIN).add(weights, types, Style.PLAIN).bytes(""),
        "'model.weights.h5' must be in the archive once: twice");
    assertRefused(
        "a.keras",
        new ZipBytes().add(weights, types, Style.PLAIN, 1, 0).bytes(""),
        "'model.weights.h5' must not be encrypted");
    assertRefused(
        "a.keras",
        new ZipBytes().add(weights, types, Style.PLAIN, 0, 12).bytes(""),
        "compressed by method 12, which cannot be read");
    assertRefused(
        "a.keras",
        new ZipBytes().add(weights, types, Style.PLAIN, 0, 8).bytes(""),
        "the archive is damaged in model.weights.h5");
    byte[] whole = zip(weights, types);
    assertRefused(
        "a.keras", Arrays.copyOfRange(whole, 100, whole.length), "where the end record begins");
    assertRefused(
        "a.keras", Arrays.copyOf(whole, whole.length - 30), "not a zip archive, or cut off");
  }

  @Test
  void read_configurationThatIsNoJson_isRefused() throws IOException {
    byte[] zip =
        new ZipBytes()
            .add("model.weights.h5", types(), Style.PLAIN)
            .add("config.json", "{\"class_name\"".getBytes(UTF_8), Style.PLAIN)
            .bytes("");
    assertRefused("a.keras", zip, "the model's configuration is not valid JSON");
    String deep = "[".repeat(100_000);
    byte[] nested =
        new ZipBytes()
            .add("model.weights.h5", types(), Style.PLAIN)
            .add("config.json", deep.getBytes(UTF_8), Style.PLAIN)
            .bytes("");
    assertRefused("a.keras", nested, "the model's configuration is not valid JSON");
  }

  /// A member of 1 GB of zeros in 1 MB, as the zip says, and one of 1 TB.
  @Test
  void read_compressedToMoreThanItCanBe_isRefused() throws IOException {
    byte[] zip = new ZipBytes().add("model.weights.h5", types(), Style.PLAIN, 0, 8).bytes("");
    int directory = zip.length - 22 - 46 - "model.weights.h5".length();
    ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, 0x7FFF_FFFF);
    assertRefused("a.keras", zip, "which 19920 cannot become");
  }

  @Test
  void read_kerasWithoutConfiguration_namesByPaths() throws IOException {
    Path path = Files.write(folder.resolve("a.keras"), zip("model.weights.h5", types()));
    assertThat(WeightFile.read(path).tensors())
        .extracting(StoredTensor::name)
        .contains("layers/dense_3/bias");
  }
}
