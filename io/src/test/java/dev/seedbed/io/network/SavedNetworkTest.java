package dev.seedbed.io.network;

import static dev.seedbed.io.weights.Onnx.BFLOAT16;
import static dev.seedbed.io.weights.Onnx.DOUBLE;
import static dev.seedbed.io.weights.Onnx.FLOAT;
import static dev.seedbed.io.weights.Onnx.FLOAT16;
import static dev.seedbed.io.weights.Onnx.external;
import static dev.seedbed.io.weights.Onnx.field;
import static dev.seedbed.io.weights.Onnx.floats;
import static dev.seedbed.io.weights.Onnx.initializer;
import static dev.seedbed.io.weights.Onnx.input;
import static dev.seedbed.io.weights.Onnx.model;
import static dev.seedbed.io.weights.Onnx.node;
import static dev.seedbed.io.weights.Onnx.output;
import static dev.seedbed.io.weights.Onnx.packed;
import static dev.seedbed.io.weights.Onnx.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.data.Encoder;
import dev.seedbed.data.Feature;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Target;
import dev.seedbed.init.Catalogue;
import dev.seedbed.io.model.ModelFiles;
import dev.seedbed.io.model.Provenance;
import dev.seedbed.io.weights.Onnx;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.model.Model;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of ours, the numbers of any file, copies with others, and damage.
class SavedNetworkTest {
  private static final String SCHEME = "he-normal+uniform";
  private static final Provenance PROVENANCE =
      new Provenance("1", "ab", "best", List.of(new Provenance.Source(SCHEME, 5, 6)));

  @TempDir private Path folder = Path.of("");

  private static Network network(int inputs, int outputs, Activation activation, Loss loss) {
    var spec = new NetworkSpec(List.of(inputs, 37, 5, outputs), activation, loss);
    return Catalogue.scheme(SCHEME).draw(spec, new Seed(5));
  }

  private static List<Feature> features() {
    return List.of(
        new Feature.Scaled("length", 3, 0.5f),
        new Feature.Scaled("width", -1, 2),
        new Feature.OneHot("kind", List.of("a", "b", "c")));
  }

  private static Model classes(Activation activation) {
    return Model.of(
        new Encoder(features()),
        new Target.Classes("class", List.of("no", "yes"), false),
        network(5, 2, activation, Loss.CROSS_ENTROPY));
  }

  private static Model quantity(List<Feature> features) {
    var encoder = new Encoder(features);
    return Model.of(
        encoder,
        new Target.Quantity("price", 10, 4),
        network(encoder.width(), 1, new Activation.Gelu(), Loss.SQUARED_ERROR));
  }

  private static void assertSame(SavedNetwork saved, Network network) {
    Chain chain = saved.chain().orElseThrow();
    Chain expected = Chain.of(network);
    assertThat(chain.head()).isEqualTo(expected.head());
    assertThat(chain.widths()).isEqualTo(expected.widths());
    for (int l = 0; l < expected.stages().size(); l++) {
      Chain.Stage stage = chain.stages().get(l);
      Chain.Stage ours = expected.stages().get(l);
      assertThat(stage.name()).isEqualTo(ours.name());
      assertThat(stage.activation()).isEqualTo(ours.activation());
      assertThat(stage.biased()).isTrue();
      assertThat(stage.layer().weight().data()).isEqualTo(ours.layer().weight().data());
      assertThat(stage.layer().bias()).containsExactly(ours.layer().bias());
      assertThat(stage.source())
          .hasValue(
              new Chain.Source(
                  Network.weightPath(l),
                  "Gemm",
                  false,
                  Optional.of(Network.biasPath(l)),
                  Optional.empty()));
    }
  }

  /// Several networks are no chain.
  @Test
  void read_severalNetworks_graphOrWhyNot() throws IOException {
    var encoder =
        new Encoder(List.of(new Feature.Scaled("length", 0, 1), new Feature.Scaled("width", 0, 1)));
    Network one = network(2, 1, new Activation.Tanh(), Loss.SQUARED_ERROR);
    var model = new Model(encoder, new Target.Quantity("price", 10, 4), List.of(one, one));
    Path safetensors = folder.resolve("model.safetensors");
    ModelFiles.write(model, PROVENANCE, safetensors);
    SavedNetwork saved = SavedNetwork.read(safetensors);
    assertThat(saved.chain()).isEmpty();
    assertThat(saved.obstacle()).startsWith("the file has several networks, which answer together");
    Path onnx = folder.resolve("model.onnx");
    ModelFiles.write(model, PROVENANCE, onnx);
    saved = SavedNetwork.read(onnx);
    assertThat(saved.chain()).isEmpty();
    assertThat(saved.file().tensors().stream().map(tensor -> tensor.name()))
        .contains("member2/layer3/bias");
  }

  static Stream<Activation> activations() {
    return Activation.all().stream();
  }

  @ParameterizedTest
  @MethodSource("activations")
  void read_ourModels_sameNetwork(Activation activation) throws IOException {
    Model model = classes(activation);
    for (String name : List.of("model.onnx", "model.safetensors")) {
      Path file = folder.resolve(name);
      ModelFiles.write(model, PROVENANCE, file);
      assertSame(SavedNetwork.read(file), model.members().getFirst());
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void read_ourStarts_sameNetwork(Activation activation) throws IOException {
    for (Loss loss : Loss.values()) {
      Network network = network(4, 3, activation, loss);
      for (String name : List.of("start.onnx", "start.safetensors")) {
        Path file = folder.resolve(name);
        ModelFiles.write(network, SCHEME, new Seed(5), file);
        assertSame(SavedNetwork.read(file), network);
      }
    }
  }

  @Test
  void read_ourQuantities_sameNetwork() throws IOException {
    Path file = folder.resolve("model.onnx");
    for (List<Feature> features :
        List.of(features(), features().subList(0, 1), features().subList(2, 3))) {
      Model model = quantity(features);
      ModelFiles.write(model, PROVENANCE, file);
      assertSame(SavedNetwork.read(file), model.members().getFirst());
    }
  }

  @Test
  void read_otherSafetensors_saysWhyNot() throws IOException {
    Path file = folder.resolve("start.safetensors");
    ModelFiles.write(classes(new Activation.Tanh()), PROVENANCE, file);
    byte[] content = Files.readAllBytes(file);
    String header = new String(content, StandardCharsets.ISO_8859_1);
    header = header.replace("seedbed.model", "another.model");
    Files.write(file, header.getBytes(StandardCharsets.ISO_8859_1));
    SavedNetwork saved = SavedNetwork.read(file);
    assertThat(saved.chain()).isEmpty();
    assertThat(saved.obstacle())
        .isEqualTo(
            "the file has weights only, not how they are connected; an ONNX export of"
                + " the network can be propagated");
    assertThat(saved.file().tensors()).hasSize(6);
  }

  /// Tensors in each of the ways that ONNX can code them.
  private static byte[] codings() {
    long[] three = {3};
    return model(
        floats("raw", three, 1.5f, -2, 3),
        initializer(tensor("packed", FLOAT, three, field(4, Onnx.bytes(1.5f, -2, 3)))),
        initializer(tensor("single", FLOAT, three, field(4, 1.5f), field(4, -2f), field(4, 3f))),
        initializer(
            tensor(
                "apart",
                FLOAT,
                three,
                field(4, 1.5f),
                field(12, "x"),
                field(4, Onnx.bytes(-2, 3)))),
        initializer(tensor("half", FLOAT16, three, packed(5, 0x3E00, 0xC000, 0x4200))),
        initializer(tensor("brain", BFLOAT16, three, packed(5, 0x3FC0, 0xC000, 0x4040))),
        initializer(
            tensor(
                "halves", FLOAT16, three, field(9, new byte[] {0, 0x3E, 0, (byte) 0xC0, 0, 0x42}))),
        initializer(tensor("double", DOUBLE, three, field(10, Onnx.doubles(1.5, -2, 3)))),
        initializer(tensor("doubles", DOUBLE, three, field(9, Onnx.doubles(1.5, -2, 3)))),
        initializer(external("external", FLOAT, three, "w", external("offset", "4"))),
        Onnx.wholes("whole", 1, 2, 3));
  }

  @Test
  void values_everyCoding_sameNumbers() throws IOException {
    Files.write(folder.resolve("w"), Onnx.bytes(7, 1.5f, -2, 3));
    Path file = Files.write(folder.resolve("model.onnx"), codings());
    SavedNetwork saved = SavedNetwork.read(file);
    var read = new ArrayList<String>();
    for (StoredTensor tensor : saved.file().tensors()) {
      if (tensor.floatType().isPresent()) {
        assertThat(saved.values(tensor)).as(tensor.name()).containsExactly(1.5f, -2, 3);
        read.add(tensor.name());
      }
    }
    assertThat(read).hasSize(10);
    assertThatThrownBy(() -> saved.values(saved.file().tensors().getLast()))
        .isInstanceOf(InputException.class)
        .hasMessage("tensor 'whole' has type INT64; only F32, F64, F16 and BF16 can be read");
  }

  @Test
  void values_fileChanged_refused() throws IOException {
    Path file = Files.write(folder.resolve("model.onnx"), model(floats("w", new long[] {1}, 1)));
    SavedNetwork saved = SavedNetwork.read(file);
    Files.write(file, model(floats("w", new long[] {2}, 1, 2)));
    assertThatThrownBy(() -> saved.values(saved.file().tensors().getFirst()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("changed while it was read: try again");
  }

  @Test
  void write_everyCoding_readBack() throws IOException {
    Files.write(folder.resolve("w"), Onnx.bytes(7, 1.5f, -2, 3));
    SavedNetwork saved = SavedNetwork.read(Files.write(folder.resolve("model.onnx"), codings()));
    Path out = folder.resolve("copy.onnx");
    float[] others = {0.25f, 1024, -1};
    for (StoredTensor tensor : saved.file().tensors()) {
      if (tensor.floatType().isPresent()) {
        saved.write(out, Map.of(tensor.name(), others));
        SavedNetwork copy = SavedNetwork.read(out);
        for (StoredTensor each : copy.file().tensors()) {
          if (each.floatType().isPresent()) {
            float[] expected =
                each.name().equals(tensor.name()) ? others : new float[] {1.5f, -2, 3};
            assertThat(copy.values(each)).as(each.name()).isEqualTo(expected);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "model.safetensors"})
  void write_oneLayer_onlyThatChanges(String name) throws IOException {
    Model model = classes(new Activation.Relu());
    Path file = folder.resolve(name);
    ModelFiles.write(model, PROVENANCE, file);
    SavedNetwork saved = SavedNetwork.read(file);
    float[] weights = new float[37 * 5];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i;
    }
    Path out = folder.resolve("copy-" + name);
    saved.write(out, Map.of(Network.weightPath(1), weights));
    Chain chain = SavedNetwork.read(out).chain().orElseThrow();
    assertThat(chain.stages().get(1).layer().weight().get(3, 2)).isEqualTo(2 * 37 + 3f);
    assertThat(chain.stages().get(0).layer().weight().data())
        .isEqualTo(model.members().getFirst().layers().getFirst().weight().data());
    assertThat(Files.size(out)).isEqualTo(Files.size(file));
  }

  @Test
  void write_tooFewValues_refused() throws IOException {
    Path file = folder.resolve("model.safetensors");
    ModelFiles.write(classes(new Activation.Relu()), PROVENANCE, file);
    SavedNetwork saved = SavedNetwork.read(file);
    assertThatThrownBy(() -> saved.write(file, Map.of("layer2/bias", new float[4])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensor 'layer2/bias' must get 5 values: 4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[5,37,5,2]; [5,30000,30000,2]; must have real numbers and shape [30000, 5]: F32 [37, 5]",
        "[5,37,5,2]; [5,99999,99999,2]; a layer must have fewer than 2^30 weights",
        "[5,37,5,2]; [5,37,5,2,9,2]; tensor 'layer4/weight' is missing",
        "[5,37,5,2]; {}; the metadata 'seedbed.model' is damaged"
      })
  void read_safetensorsWithAFalseDescription_refused(String part, String other, String message)
      throws IOException {
    Path file = folder.resolve("model.safetensors");
    ModelFiles.write(classes(new Activation.Tanh()), PROVENANCE, file);
    byte[] content = Files.readAllBytes(file);
    int length = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt();
    String header = new String(content, 8, length, StandardCharsets.UTF_8);
    byte[] changed = header.replace(part, other).getBytes(StandardCharsets.UTF_8);
    var buffer =
        ByteBuffer.allocate(content.length - length + changed.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(changed.length)
            .put(changed)
            .put(content, 8 + length, content.length - 8 - length);
    Files.write(file, buffer.array());
    assertThatThrownBy(() -> SavedNetwork.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  /// Every prefix of a sound file, and every file with one bit changed, is refused in one line, or
  /// read as some other network, or has an obstacle; nothing else happens.
  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "model.safetensors"})
  void read_damagedFile_neverFailsOtherwise(String name) throws IOException {
    Path file = folder.resolve(name);
    ModelFiles.write(classes(new Activation.Gelu()), PROVENANCE, file);
    byte[] sound = Files.readAllBytes(file);
    for (int i = 0; i < sound.length; i += 9) {
      tryToRead(file, Arrays.copyOf(sound, i));
      byte[] changed = sound.clone();
      changed[i] ^= (byte) (1 << i % 8);
      tryToRead(file, changed);
    }
  }

  static void tryToRead(Path file, byte[] content) throws IOException {
    Files.write(file, content);
    try {
      SavedNetwork saved = SavedNetwork.read(file);
      assertThat(saved.chain().isPresent() || saved.start().isPresent())
          .isEqualTo(saved.obstacle().isEmpty());
      assertThat(saved.obstacle()).doesNotContain("\n");
    } catch (InputException e) {
      assertThat(e.getMessage()).doesNotContain("\n");
    }
  }

  /// A matrix of 0 rows, of more numbers than memory has, and such: no array is made for it.
  @Test
  void read_hugeShapes_refusedWithoutAllocating() throws IOException {
    Path file = folder.resolve("huge.onnx");
    long[][] shapes = {{1L << 40, 1L << 20}, {1L << 31, 4}, {1L << 15, 1L << 15}, {-1, 4}};
    for (long[] shape : shapes) {
      Files.write(
          file,
          model(
              node("Gemm", "x,W", "y"),
              initializer(tensor("W", FLOAT, shape, Onnx.raw(1, 2))),
              input("x", 1, 4),
              output("y", 1, 4)));
      assertThatThrownBy(() -> SavedNetwork.read(file))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("tensor 'W' must");
    }
  }

  /// The numbers exist, in a sparse file beside the model; a layer of that size does not.
  @Test
  void read_layerTooLarge_obstacle() throws IOException {
    Path file = folder.resolve("huge.onnx");
    long side = 1 << 15;
    try (var data = new RandomAccessFile(folder.resolve("w").toFile(), "rw")) {
      data.setLength(side * side * 4);
    }
    Files.write(
        file,
        model(
            node("Gemm", "x,W", "y"),
            initializer(external("W", FLOAT, new long[] {side, side}, "w")),
            input("x", 1, side),
            output("y", 1, side)));
    SavedNetwork saved = SavedNetwork.read(file);
    assertThat(saved.obstacle()).isEqualTo("tensor 'W' must have less than 2 GB");
  }

  @Test
  void read_ourHeads_asTrained() throws IOException {
    Path file = folder.resolve("start.onnx");
    ModelFiles.write(
        network(3, 2, new Activation.Relu(), Loss.CROSS_ENTROPY), SCHEME, new Seed(1), file);
    assertThat(SavedNetwork.read(file).chain().orElseThrow().head()).isEqualTo(Chain.Head.SOFTMAX);
  }
}
