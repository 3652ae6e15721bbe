package dev.seedbed.bench.check.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.bench.check.Measured;
import dev.seedbed.bench.check.Tool;
import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Targets;
import dev.seedbed.graph.ActivationFunction;
import dev.seedbed.graph.Convolution.Conv;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Gemm;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Operator;
import dev.seedbed.graph.Padding;
import dev.seedbed.graph.Reshaping;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.graph.WindowSpec;
import dev.seedbed.init.Catalogue;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeasuredGraphTest {
  private static final int ROWS = 20;

  private final Map<String, GraphTask> tasks = GraphTasks.load();
  private final List<GraphCase> grid = GraphCases.grid(tasks);

  private GraphNetwork network(String title) {
    return grid.stream()
        .map(GraphCase::network)
        .filter(one -> one.title().equals(title))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void of_aChain_isWhatItIsAsANetwork(Loss loss) {
    var seed = new Seed(3);
    var spec = new NetworkSpec(List.of(5, 7, 6, 3), new Activation.Tanh(), loss);
    Network network = Catalogue.scheme("torch").draw(spec, seed);
    Dataset.Part rows = rows(seed, loss);
    Chain chain = Chain.of(network);
    GraphRows graphRows = GraphRows.of(rows, chain.head(), true);

    Measured wanted = Measured.of(network, rows);
    Measured found =
        MeasuredGraph.of(
            GraphStart.of(chain),
            new GraphTask.Rows(
                graphRows.inputs().values().iterator().next(), graphRows.targets().orElseThrow()));

    // Sums of at most 20 terms that are below 4 in size: each of 20 roundings is at most 2⁻²².
    var near = within(5e-6);
    assertThat(found.loss()).isCloseTo(wanted.loss(), near);
    assertThat(found.kind()).isEqualTo(loss);
    assertThat(found.targets().means()).containsExactly(wanted.targets().means(), near);
    assertThat(found.layers()).hasSize(3);
    for (int l = 0; l < 3; l++) {
      Measured.Of one = found.layers().get(l);
      Measured.Of other = wanted.layers().get(l);
      assertThat(one.hidden()).isEqualTo(other.hidden());
      assertThat(one.f()).isEqualTo(other.f());
      assertThat(one.fanIn()).isEqualTo(other.fanIn());
      assertThat(one.fanOut()).isEqualTo(other.fanOut());
      assertThat(one.weights()).containsExactly(other.weights());
      assertThat(one.biases()).containsExactly(other.biases());
      assertThat(one.z().columns()).isEqualTo(other.z().columns());
      assertThat(one.z().data()).containsExactly(other.z().data(), within(5e-6f));
      assertThat(one.a().data()).containsExactly(other.a().data(), within(5e-6f));
      assertThat(one.weightGradient()).containsExactly(other.weightGradient(), near);
      assertThat(one.biasGradient()).containsExactly(other.biasGradient(), near);
    }
    assertThat(Tool.alarmsOfAll(found)).isEqualTo(Tool.alarmsOfAll(wanted));
  }

  private static Dataset.Part rows(Seed seed, Loss loss) {
    var inputs = new Matrix(ROWS, 5);
    seed.stream("test/inputs").symmetricUniform(2, inputs.data());
    if (loss == Loss.SQUARED_ERROR) {
      var values = new Matrix(ROWS, 3);
      seed.stream("test/targets").symmetricUniform(2, values.data());
      return new Dataset.Part(inputs, new Targets.Values(values));
    }
    int[] ofRow = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      ofRow[i] = i * i % 3;
    }
    return new Dataset.Part(inputs, new Targets.Classes(3, ofRow));
  }

  /// Two images of 2 × 2, a convolution 1 × 1 of two channels, 2x and −x + ½, ReLU, and the sum of
  /// all that it gives: 20 and 6.5 where 19 and 6.5 are wanted.
  @Test
  void of_aConvolution_hasItsNumbersByChannels() {
    var x = new FloatArray(TensorShape.of(2L, 1, 2, 2), new float[] {1, 2, 3, 4, -1, 0, 1, -2});
    var targets = new FloatArray(TensorShape.of(2L, 1), new float[] {19, 6.5f});
    var window = new WindowSpec(List.of(), List.of(), List.of(), List.of(), Padding.EXPLICIT);
    var graph =
        new Graph(
            List.of(new Graph.Input("x", Graph.ElementType.FLOAT, List.of(-1L, 1L, 2L, 2L), true)),
            Map.of(
                "w", new FloatArray(TensorShape.of(2L, 1, 1, 1), new float[] {2, -1}),
                "b", FloatArray.of(0, 0.5f),
                "v", new FloatArray(TensorShape.of(1L, 8), new float[] {1, 1, 1, 1, 1, 1, 1, 1})),
            Set.of("w", "b", "v"),
            List.of(
                node("z", new Conv(window, 1), "x", "w", "b"),
                node("a", new ActivationFunction.Relu(), "z"),
                node("flat", new Reshaping.Flatten(1), "a"),
                node("y", new Gemm(1, 1, false, true), "flat", "v")),
            List.of("y"));

    Measured measured = MeasuredGraph.of(GraphStart.of(graph), new GraphTask.Rows(x, targets));

    assertThat(measured.loss()).isEqualTo(0.5);
    Measured.Of convolution = measured.layers().getFirst();
    assertThat(convolution.hidden()).isTrue();
    assertThat(convolution.f()).isEqualTo(new Activation.Relu());
    assertThat(convolution.fanIn()).isEqualTo(1);
    assertThat(convolution.fanOut()).isEqualTo(2);
    assertThat(convolution.weights()).containsExactly(2, -1);
    assertThat(convolution.biases()).containsExactly(0, 0.5);
    float[] z = {2, -0.5f, 4, -1.5f, 6, -2.5f, 8, -3.5f, -2, 1.5f, 0, 0.5f, 2, -0.5f, -4, 2.5f};
    float[] a = {2, 0, 4, 0, 6, 0, 8, 0, 0, 1.5f, 0, 0.5f, 2, 0, 0, 2.5f};
    assertThat(convolution.z().data()).containsExactly(z);
    assertThat(convolution.a().data()).containsExactly(a);
    // Only the first image has an error, 1, whose gradient is 2 · 1 / 2; there channel 2 is silent.
    assertThat(convolution.weightGradient()).containsExactly(10, 0);
    assertThat(convolution.biasGradient()).containsExactly(4, 0);
    Measured.Of sum = measured.layers().getLast();
    assertThat(sum.hidden()).isFalse();
    assertThat(sum.f()).isEqualTo(new Activation.Identity());
    assertThat(sum.a().data()).containsExactly(20, 6.5f);
    assertThat(sum.weightGradient()).containsExactly(2, 4, 6, 8, 0, 0, 0, 0);
    assertThat(sum.biases()).isEmpty();
    assertThat(measured.targets().get(1, 0)).isEqualTo(6.5f);
  }

  private static Node node(String output, Operator operator, String... inputs) {
    return new Node(output, new Node.Apply(operator), List.of(inputs), List.of(output));
  }

  @Test
  void of_sequences_placesAreRows_andGatesHaveBiases() {
    GraphNetwork lstm = network("characters LSTM 1");
    GraphTask.Rows rows = lstm.task().checked();
    int places = rows.count() * lstm.task().length(1);

    Measured measured = measure(lstm, lstm.reference());

    assertThat(measured.layers()).allSatisfy(one -> assertThat(one.z().rows()).isEqualTo(places));
    assertThat(measured.layers())
        .extracting(one -> one.z().columns())
        .containsExactly(32, 32, 32, 27);
    assertThat(measured.layers())
        .extracting(one -> one.biases().length)
        .containsExactly(0, 256, 0, 27);
    assertThat(measured.layers())
        .extracting(Measured.Of::hidden)
        .containsExactly(true, true, true, false);
    assertThat(measured.targets().rows()).isEqualTo(places);
    assertThat(((LongArray) rows.targets()).data()[17]).isEqualTo(classOf(measured, 17));
  }

  private static int classOf(Measured measured, int row) {
    return ((Targets.Classes) measured.targets()).ofRow()[row];
  }

  @Test
  void of_images_targetsLieAsOutputsDo() {
    GraphNetwork mirror =
        grid.stream()
            .map(GraphCase::network)
            .filter(one -> one.task().name().equals("mirror"))
            .findFirst()
            .orElseThrow();

    Measured measured = measure(mirror, mirror.reference());

    assertThat(measured.layers().getLast().a().columns()).isEqualTo(1);
    assertThat(measured.targets().columns()).isEqualTo(1);
    assertThat(measured.targets().rows()).isEqualTo(256 * 64);
  }

  private static Measured measure(GraphNetwork network, Start start) {
    GraphStart drawn = GraphStart.of(network.draw(start, new Seed(0)));
    return MeasuredGraph.of(drawn, network.task().checked());
  }

  private static List<String> alarms(String title, Measured measured) {
    List<String> titles = Tool.all().stream().map(Tool::title).toList();
    return Tool.alarmsOfAll(measured).get(titles.indexOf(title));
  }

  /// All gradients but that of the last biases are 0, as are all pre-activations; the loss is that
  /// of chance.
  @Test
  void alarms_ofZeros() {
    Measured zeros =
        measure(network("images conv 2 relu"), Start.drawn("", GraphFault.EQUAL, "zeros"));

    assertThat(alarms("AUTOTRAINER", zeros)).containsExactly("dying");
    assertThat(alarms("TheDeepChecker, initialisation", zeros))
        .containsExactlyInAnyOrder("poor_init", "need_init");
    assertThat(alarms("TheDeepChecker, all", zeros))
        .containsExactlyInAnyOrder("poor_init", "need_init", "dead", "std", "weights", "vanishing");
    assertThat(alarms("DeepDiagnosis", zeros))
        .containsExactlyInAnyOrder("numerical", "dead", "vanishing", "weights");
    assertThat(alarms("SageMaker, PoorWeightInitialization", zeros)).containsExactly("gradient");
    assertThat(alarms("SageMaker, all", zeros))
        .containsExactlyInAnyOrder("gradient", "dead", "vanishing", "zero");
  }

  /// Variance 1 where He wants 2/9 and 2/72: ratios 4.5 and 36. The second convolution has a
  /// variance that is 72 / 2 times that of the first, · (10/12)² for the zeros around the image:
  /// 25. Logits have standard deviations far above ln 10.
  @Test
  void alarms_ofNormals() {
    GraphNetwork network = network("images conv 2 relu");
    Measured wide = measure(network, Start.drawn("", GraphFault.LARGE, "normal(deviation=1)"));

    assertThat(alarms("TheDeepChecker, initialisation", wide)).contains("need_init", "loss");
    assertThat(alarms("SageMaker, PoorWeightInitialization", wide)).containsExactly("variance");

    // By He's law the ratios are 1, and the second variance is 0.7 times the first.
    Measured reference = measure(network, network.reference());
    assertThat(alarms("TheDeepChecker, initialisation", reference)).isEmpty();
    assertThat(alarms("SageMaker, PoorWeightInitialization", reference)).isEmpty();
    assertThat(alarms("AUTOTRAINER", reference)).isEmpty();
  }
}
