package dev.seedbed.io.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.seedbed.data.Column;
import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Encoder;
import dev.seedbed.data.Feature;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.data.Target;
import dev.seedbed.init.Catalogue;
import dev.seedbed.io.Version;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.io.weights.ElementSource;
import dev.seedbed.io.weights.OnnxRuntime;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.model.Model;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.propagation.Propagation;
import dev.seedbed.random.Seed;
import dev.seedbed.study.Keep;
import dev.seedbed.study.Study;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.StudyResult.Winner;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.TrialExecutor;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import dev.seedbed.train.TrainingSpec;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is saved works elsewhere: ONNX Runtime gives our answers from raw columns, DJL reads our
/// tensors, and we read both files back to the bit.
class ModelFilesTest {
  @TempDir private Path folder = Path.of("");

  private record Trained(Table table, Winner winner) {
    Model model() {
      return winner.model();
    }

    Provenance provenance() {
      return Provenance.of(table, winner);
    }
  }

  private static Trained train(String name, String target, Activation activation) {
    return train(TableFiles.read(Path.of("examples", name + ".csv")), target, activation);
  }

  private static Trained train(Table table, String target, Activation activation) {
    return train(table, target, activation, new Keep.Best());
  }

  /// Keeps as many networks as `keep` says, of as many seeds.
  private static Trained train(Table table, String target, Activation activation, Keep keep) {
    Dataset data = Dataset.of(table, DataSpec.of(target));
    StudySpec spec =
        StudySpec.of(data)
            .withHidden(List.of(17, 5))
            .withActivation(activation)
            .withSeeds(StudySpec.seeds(keep.members()))
            .withHalving(Optional.empty())
            .withKeep(keep)
            .withTraining(TrainingSpec.DEFAULT.withEpochs(8));
    try {
      return new Trained(
          table,
          Study.run(spec, data, TrialExecutor.local(1), StudyListener.NONE).winner().orElseThrow());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<Arguments> dataAndActivations() {
    return Stream.concat(
        Stream.of(
                List.of("digits", "digit"),
                List.of("iris", "species"),
                List.of("penguins", "species"),
                List.of("auto-mpg", "mpg"))
            .map(data -> arguments(data.get(0), data.get(1), new Activation.Tanh())),
        Activation.all().stream().map(activation -> arguments("penguins", "species", activation)));
  }

  /// All that it takes to train it again stands in the file, whatever the study varied.
  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "model.safetensors"})
  void write_saysWhereTheModelComesFrom(String name) throws IOException {
    Trained trained = train("iris", "species", new Activation.Tanh());
    Path file = folder.resolve(name);
    ModelFiles.write(
        trained.model(), from(trained, new Provenance.Source("he-normal", 3, -7)), file);
    assertThat(WeightFile.read(file).metadata())
        .containsEntry("seedbed.version", Version.CURRENT)
        .containsEntry("seedbed.data_sha256", trained.table().sha256())
        .containsEntry("seedbed.scheme", "he-normal")
        .containsEntry("seedbed.seed", "3")
        .containsEntry("seedbed.order_seed", "-7")
        .doesNotContainKey("seedbed.members");
  }

  private static Provenance from(Trained trained, Provenance.Source... sources) {
    return new Provenance(Version.CURRENT, trained.table().sha256(), "ensemble", List.of(sources));
  }

  @ParameterizedTest
  @MethodSource("dataAndActivations")
  void onnx_everyRowInOnnxRuntime_ourAnswers(String name, String target, Activation activation)
      throws IOException, OrtException {
    Trained trained = train(name, target, activation);
    Path file = folder.resolve("model.onnx");
    ModelFiles.write(trained.model(), trained.provenance(), file);
    checkAgainstOnnxRuntime(trained, file);
  }

  private static void checkAgainstOnnxRuntime(Trained trained, Path file) throws OrtException {
    Matrix ours = trained.model().predict(trained.table());
    OrtEnvironment environment = OnnxRuntime.environment();
    try (OrtSession session = environment.createSession(file.toString())) {
      var inputs = new HashMap<String, OnnxTensor>();
      for (String input : session.getInputNames()) {
        inputs.put(input, tensor(environment, trained, input));
      }
      try (OrtSession.Result theirs = session.run(inputs)) {
        switch (trained.model().target()) {
          case Target.Classes classes -> checkClasses(classes, ours, theirs);
          case Target.Quantity _ -> {
            float[][] values = (float[][]) theirs.get("value").orElseThrow().getValue();
            for (int i = 0; i < ours.rows(); i++) {
              assertThat(values[i][0] / ours.get(i, 0)).isCloseTo(1, within(1e-5f));
            }
          }
        }
      }
    }
  }

  private static void checkClasses(Target.Classes classes, Matrix ours, OrtSession.Result theirs)
      throws OrtException {
    float[][] probabilities = (float[][]) theirs.get("probabilities").orElseThrow().getValue();
    Object labels = theirs.get("label").orElseThrow().getValue();
    for (int i = 0; i < ours.rows(); i++) {
      for (int j = 0; j < ours.columns(); j++) {
        assertThat(probabilities[i][j]).isCloseTo(ours.get(i, j), within(1e-5f));
      }
      String label =
          labels instanceof long[] numbers ? Long.toString(numbers[i]) : ((String[]) labels)[i];
      assertThat(label).isEqualTo(classes.labels().get(ours.largestInRow(i)));
    }
    assertThat(labels instanceof long[]).isEqualTo(classes.numeric());
  }

  private static OnnxTensor tensor(OrtEnvironment environment, Trained trained, String input)
      throws OrtException {
    Column column = trained.table().column(input);
    long[] shape = {column.rows(), 1};
    return switch (column) {
      case Column.Numbers numbers ->
          OnnxTensor.createTensor(environment, FloatBuffer.wrap(numbers.values()), shape);
      case Column.Dates dates -> {
        // As the input's documentation says.
        var feature =
            (Feature.Dated)
                trained.model().encoder().features().stream()
                    .filter(f -> f.column().equals(input))
                    .findFirst()
                    .orElseThrow();
        float[] days = new float[dates.rows()];
        for (int i = 0; i < days.length; i++) {
          days[i] = (float) (dates.days()[i] - feature.origin());
        }
        yield OnnxTensor.createTensor(environment, FloatBuffer.wrap(days), shape);
      }
      case Column.Texts texts -> {
        String[] values = new String[texts.rows()];
        for (int i = 0; i < values.length; i++) {
          values[i] = Objects.requireNonNullElse(texts.values()[i], "");
        }
        yield OnnxTensor.createTensor(environment, values, shape);
      }
    };
  }

  /// Dates, money and missing values of every kind.
  @ParameterizedTest
  @CsvSource({"paid, 1", "kind, 1", "paid, 3", "kind, 3"})
  void onnx_everyKindOfColumn_ourAnswersAndReadBack(String target, int members)
      throws IOException, OrtException {
    var rows = new StringBuilder("sold;price;kind;paid\n");
    LocalDateTime first = LocalDateTime.of(2023, 5, 17, 8, 30);
    for (int i = 0; i < 400; i++) {
      rows.append(i % 11 == 0 ? "" : first.plusMinutes(i * 1777L).toString()).append(';');
      rows.append(i % 7 == 0 ? "-" : "€ " + i * 37 % 101 + ",5").append(';');
      rows.append(i % 5 == 0 ? "?" : i % 3 == 0 ? "new" : "old").append(';');
      rows.append(i * 13 % 29 + (i % 7 < 5 ? 0.25 : 20)).append('\n');
    }
    Path csv = Files.writeString(folder.resolve("shop.csv"), rows);
    Trained trained =
        train(TableFiles.read(csv), target, new Activation.Tanh(), new Keep.Ensemble(members));
    Encoder encoder = trained.model().encoder();
    assertThat(encoder.features()).hasSize(3).filteredOn(Feature::flagged).hasSizeGreaterThan(1);
    for (String name : List.of("model.onnx", "model.safetensors")) {
      Path file = folder.resolve(name);
      ModelFiles.write(trained.model(), trained.provenance(), file);
      assertThat(ModelFiles.read(file).encoder()).isEqualTo(encoder);
    }
    assertThat(encoder.notation().decimalCommas()).containsExactly("price");
    checkAgainstOnnxRuntime(trained, folder.resolve("model.onnx"));
  }

  /// The networks that `train` makes with its defaults, trained to the end: larger weights than
  /// those above. 1e-5 is absolute for probabilities, relative for quantities.
  @ParameterizedTest
  @CsvSource({"iris, species", "penguins, species", "auto-mpg, mpg"})
  void onnx_defaultNetworks_ourAnswers(String name, String target)
      throws IOException, OrtException, InterruptedException {
    assertOurAnswers(name, target);
  }

  @Test
  @Tag("exhaustive")
  void onnx_defaultNetworkOfDigits_ourAnswers()
      throws IOException, OrtException, InterruptedException {
    assertOurAnswers("digits", "digit");
  }

  private void assertOurAnswers(String name, String target)
      throws IOException, OrtException, InterruptedException {
    Table table = TableFiles.read(Path.of("examples", name + ".csv"));
    Dataset data = Dataset.of(table, DataSpec.of(target));
    StudySpec spec = StudySpec.of(data).withSeeds(StudySpec.seeds(1));
    Winner winner =
        Study.run(spec, data, TrialExecutor.local(1), StudyListener.NONE).winner().orElseThrow();
    var trained = new Trained(table, winner);
    Path file = folder.resolve("model.onnx");
    ModelFiles.write(trained.model(), trained.provenance(), file);
    checkAgainstOnnxRuntime(trained, file);
  }

  /// An ensemble of the networks that `train` makes with its defaults.
  @ParameterizedTest
  @CsvSource({"iris, species", "penguins, species", "auto-mpg, mpg"})
  void onnx_ensembleOfDefaultNetworks_ourAnswers(String name, String target)
      throws IOException, OrtException, InterruptedException {
    Table table = TableFiles.read(Path.of("examples", name + ".csv"));
    Dataset data = Dataset.of(table, DataSpec.of(target));
    StudySpec spec =
        StudySpec.of(data)
            .withSeeds(3)
            .withHalving(Optional.empty())
            .withKeep(new Keep.Ensemble(3));
    Winner winner =
        Study.run(spec, data, TrialExecutor.local(1), StudyListener.NONE).winner().orElseThrow();
    var trained = new Trained(table, winner);
    Path file = folder.resolve("model.onnx");
    ModelFiles.write(trained.model(), trained.provenance(), file);
    checkAgainstOnnxRuntime(trained, file);
  }

  /// With each kind of output, and activations of one node, of several and of none.
  @ParameterizedTest
  @CsvSource({
    "penguins, species, tanh",
    "auto-mpg, mpg, gelu",
    "digits, digit, identity",
    "iris, species, silu"
  })
  void writeAndRead_ensemble_sameBitsAndOnnxRuntimesAnswers(
      String name, String target, String activation) throws IOException, OrtException {
    Table table = TableFiles.read(Path.of("examples", name + ".csv"));
    Trained trained =
        train(table, target, Activation.named(activation).orElseThrow(), new Keep.Ensemble(4));
    assertThat(trained.model().members()).hasSize(4);
    for (String file : List.of("model.onnx", "model.safetensors")) {
      Path path = folder.resolve(file);
      ModelFiles.write(trained.model(), trained.provenance(), path);
      assertSameBits(ModelFiles.read(path), trained);
    }
    checkAgainstOnnxRuntime(trained, folder.resolve("model.onnx"));
  }

  private static Trained two() {
    return train(
        TableFiles.read(Path.of("examples/iris.csv")),
        "species",
        new Activation.Tanh(),
        new Keep.Ensemble(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "model.safetensors"})
  void write_ensemble_saysWhereEachNetworkComesFrom(String name) throws IOException {
    Trained trained = two();
    Path file = folder.resolve(name);
    var provenance =
        from(
            trained,
            new Provenance.Source("glorot-uniform", 3, -7),
            new Provenance.Source("glorot-uniform", 4, -8));
    ModelFiles.write(trained.model(), provenance, file);
    assertThat(WeightFile.read(file).metadata())
        .containsEntry("seedbed.seed", "3")
        .containsEntry("seedbed.order_seed", "-7")
        .containsEntry("seedbed.keep", "ensemble")
        .containsEntry(
            "seedbed.members",
            "[{\"scheme\":\"glorot-uniform\",\"seed\":3,\"order_seed\":-7},"
                + "{\"scheme\":\"glorot-uniform\",\"seed\":4,\"order_seed\":-8}]");
  }

  /// As many networks as the metadata say must be there.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 2_000_000_000})
  void read_otherNumberOfNetworks_refused(int members) throws IOException {
    Trained trained = two();
    Map<String, String> metadata = ModelDescription.metadata(trained.model(), trained.provenance());
    metadata.computeIfPresent(
        "seedbed.model", (key, json) -> json.replace("\"members\":2", "\"members\":" + members));
    Path onnx = folder.resolve("other.onnx");
    Files.write(onnx, OnnxExport.encode(trained.model(), metadata));
    Path safetensors = folder.resolve("other.safetensors");
    Files.write(safetensors, Safetensors.encode(trained.model().tensors(), metadata));
    String damaged = "'members' must be at least 1: 0";
    assertThatThrownBy(() -> ModelFiles.read(onnx))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            members == 0 ? damaged : "must have the layers that its metadata name");
    assertThatThrownBy(() -> ModelFiles.read(safetensors))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(members == 0 ? damaged : "tensor 'layer1/weight' is missing");
  }

  /// A start alone: its outputs are the pre-activations of the last layer.
  @Test
  void onnx_networkAlone_ourPreActivations() throws IOException, OrtException {
    var spec = new NetworkSpec(List.of(6, 9, 7, 4), new Activation.Tanh(), Loss.CROSS_ENTROPY);
    Network network = Catalogue.scheme("glorot-uniform+uniform").draw(spec, new Seed(3));
    Path file = folder.resolve("start.onnx");
    ModelFiles.write(network, "glorot-uniform+uniform", new Seed(3), file);
    float[][] rows = new float[5][6];
    var inputs = new Matrix(5, 6);
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 6; j++) {
        rows[i][j] = (i * 7 + j * 3) % 11 * 0.2f - 1;
        inputs.set(i, j, rows[i][j]);
      }
    }
    var propagation = new Propagation(network, 5, Kernels.plain());
    propagation.forward(inputs, 0, 5);
    OrtEnvironment environment = OnnxRuntime.environment();
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor input = OnnxTensor.createTensor(environment, rows);
        OrtSession.Result theirs = session.run(Map.of("inputs", input))) {
      float[][] outputs = (float[][]) theirs.get("outputs").orElseThrow().getValue();
      for (int i = 0; i < 5; i++) {
        for (int j = 0; j < 4; j++) {
          assertThat(outputs[i][j]).isCloseTo(propagation.z(2).get(i, j), within(1e-6f));
        }
      }
    }
  }

  /// What other values in a model's file come to, ONNX Runtime and we agree on.
  @Test
  void onnx_rewritten_oursAndOnnxRuntimesNewAnswers() throws IOException, OrtException {
    Trained trained = train("penguins", "species", new Activation.Tanh());
    Path file = folder.resolve("model.onnx");
    ModelFiles.write(trained.model(), trained.provenance(), file);
    var values = new HashMap<String, ElementSource>();
    for (Tensor tensor : trained.model().tensors()) {
      values.put(
          tensor.name(),
          (from, numbers, count) -> {
            for (int i = 0; i < count; i++) {
              numbers[i] = (from + i) % 7 * 0.1f - 0.3f;
            }
          });
    }
    WeightFile.read(file).rewrite(file, values, 2);
    Model read = ModelFiles.read(file);
    float[] weights = read.tensors().getFirst().values();
    assertThat(weights).startsWith(0 - 0.3f, 0.1f - 0.3f);
    var winner = trained.winner();
    checkAgainstOnnxRuntime(
        new Trained(trained.table(), new Winner(winner.kept(), read, winner.test())), file);
  }

  /// A description that asks for more memory than there is, without the tensors for it.
  @Test
  void read_descriptionOfAHugeNetwork_refusedWithoutAllocating() throws IOException {
    Trained trained = train("iris", "species", new Activation.Tanh());
    Map<String, String> metadata = ModelDescription.metadata(trained.model(), trained.provenance());
    metadata.computeIfPresent(
        "seedbed.model", (key, json) -> json.replace("[4,17,5,3]", "[4,30000,30000,3]"));
    Path file = folder.resolve("huge.safetensors");
    Files.write(file, Safetensors.encode(trained.model().tensors(), metadata));
    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("must have shape [30000, 4]: [17, 4]");
  }

  /// Columns that are named like values of the graph.
  @Test
  void onnx_columnsNamedLikeTheGraphsOwnValues_works() throws IOException, OrtException {
    float[] numbers = new float[60];
    String[] texts = new String[60];
    String[] classes = new String[60];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i % 7 == 0 ? Float.NaN : i % 11;
      texts[i] = "t" + i % 3;
      classes[i] = i % 3 == 0 ? "<b>" : "λ, \"x\"";
    }
    var table =
        new Table(
            "odd",
            List.of(
                new Column.Numbers("layer1/weight", numbers),
                new Column.Numbers("probability (%)", numbers),
                new Column.Texts("inputs", texts),
                new Column.Texts("label", classes)));
    Trained trained = train(table, "label", new Activation.Gelu());
    Path file = folder.resolve("model.onnx");
    ModelFiles.write(trained.model(), trained.provenance(), file);
    checkAgainstOnnxRuntime(trained, file);
    assertSameBits(ModelFiles.read(file), trained);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "model.safetensors"})
  void writeAndRead_allDataSets_sameBits(String name) throws IOException {
    for (Trained trained :
        List.of(
            train("penguins", "species", new Activation.LeakyRelu(0.2f)),
            train("auto-mpg", "mpg", new Activation.Elu(1.5f)),
            train("iris", "species", new Activation.Silu()))) {
      Path file = folder.resolve(name);
      ModelFiles.write(trained.model(), trained.provenance(), file);
      assertSameBits(ModelFiles.read(file), trained);
    }
  }

  private static void assertSameBits(Model read, Trained trained) {
    assertThat(read.encoder()).isEqualTo(trained.model().encoder());
    assertThat(read.target()).isEqualTo(trained.model().target());
    assertThat(read.spec()).isEqualTo(trained.model().spec());
    assertThat(read.predict(trained.table()).data())
        .isEqualTo(trained.model().predict(trained.table()).data());
  }

  @Test
  void safetensors_openedByDjl_sameTensors() throws IOException {
    Trained trained = train("iris", "species", new Activation.Tanh());
    Path file = folder.resolve("model.safetensors");
    ModelFiles.write(trained.model(), trained.provenance(), file);
    List<Tensor> tensors = trained.model().tensors();
    try (NDManager manager = NDManager.newBaseManager("OnnxRuntime");
        var in = Files.newInputStream(file)) {
      NDList list = NDList.decode(manager, in);
      assertThat(list)
          .extracting(NDArray::getName)
          .containsExactlyElementsOf(tensors.stream().map(Tensor::name).toList());
      for (int t = 0; t < tensors.size(); t++) {
        assertThat(list.get(t).toFloatArray()).isEqualTo(tensors.get(t).values());
        assertThat(list.get(t).getShape().getShape())
            .containsExactly(Arrays.stream(tensors.get(t).shape()).asLongStream().toArray());
      }
    }
  }

  @Test
  void read_otherFiles_saysWhatIsWrong() throws IOException {
    assertThatThrownBy(() -> ModelFiles.read(folder.resolve("none.onnx")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("no such file: ");
    Path text = Files.writeString(folder.resolve("text.onnx"), "this is not a model, is it?");
    assertThatThrownBy(() -> ModelFiles.read(text)).hasMessageContaining("text.onnx: ");
    Path ending = Files.writeString(folder.resolve("model.txt"), "x");
    assertThatThrownBy(() -> ModelFiles.read(ending))
        .hasMessageContaining("must end in .onnx or .safetensors");
    Path plain = folder.resolve("plain.safetensors");
    Files.write(
        plain, Safetensors.encode(List.of(new Tensor("w", new int[] {1}, new float[1])), Map.of()));
    assertThatThrownBy(() -> ModelFiles.read(plain))
        .hasMessageContaining("Seedbed did not train this model");
  }

  /// Every prefix of a sound file, and every file with one byte changed, is refused in one line or
  /// read as some other model; nothing else happens.
  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "model.safetensors"})
  void read_damagedFile_neverFailsOtherwise(String name) throws IOException {
    Trained trained = train("iris", "species", new Activation.Tanh());
    Path file = folder.resolve(name);
    ModelFiles.write(trained.model(), trained.provenance(), file);
    byte[] sound = Files.readAllBytes(file);
    for (int i = 0; i < sound.length; i += 3) {
      tryToRead(file, Arrays.copyOf(sound, i));
      byte[] changed = sound.clone();
      changed[i] ^= (byte) (1 << i % 8);
      tryToRead(file, changed);
    }
  }

  private static void tryToRead(Path file, byte[] content) throws IOException {
    Files.write(file, content);
    try {
      ModelFiles.read(file);
    } catch (InputException e) {
      assertThat(e.getMessage()).doesNotContain("\n");
    }
  }
}
