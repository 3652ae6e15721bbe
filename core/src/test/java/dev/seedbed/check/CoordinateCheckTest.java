package dev.seedbed.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.check.CoordinateCheck.Optimizer;
import dev.seedbed.check.CoordinateCheck.Subject;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.result.Coordinates;
import dev.seedbed.check.result.Coordinates.Fit;
import dev.seedbed.check.result.Coordinates.Kind;
import dev.seedbed.check.result.WidthVerdict;
import dev.seedbed.data.InputException;
import dev.seedbed.graph.ActivationFunction;
import dev.seedbed.graph.ComparisonFunction;
import dev.seedbed.graph.Convolution;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Gemm;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.MatMul;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Operator;
import dev.seedbed.graph.Padding;
import dev.seedbed.graph.Passage;
import dev.seedbed.graph.Pooling;
import dev.seedbed.graph.Reshaping;
import dev.seedbed.graph.SoftmaxFunction;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.graph.Viewing;
import dev.seedbed.graph.WindowSpec;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Law;
import dev.seedbed.network.Loss;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoordinateCheckTest {
  private static final List<Integer> WIDTHS = List.of(64, 128, 256);
  private static final int INPUTS = 32;
  private static final int OUTPUTS = 64;
  private static final List<Seed> SEEDS = LongStream.range(0, 8).mapToObj(Seed::new).toList();

  private static Coordinates run(Stream<Subject> networks, Optimizer optimizer) {
    return new CoordinateCheck(
            networks.toList(), optimizer, optimizer.learningRate(), SEEDS, Map.of())
        .run(1);
  }

  private static Stream<Subject> drawn(String scheme) {
    return WIDTHS.stream()
        .map(n ->
            new Subject.Drawn(
                "" + n,
                new NetworkSpec(
                    List.of(INPUTS, n, n, n, OUTPUTS), new Activation.Relu(), Loss.CROSS_ENTROPY),
                Catalogue.scheme(scheme)));
  }

  private static double slope(Fit fit) {
    return fit.slope().orElseThrow().value();
  }

  private static Fit start(Coordinates.Operator operator) {
    return operator.sizes().getFirst();
  }

  /// Variance in proportion to 1/fan-in is flat at the start. Adam changes each weight by about its
  /// learning rate, whatever the width, so that a change of a sum over n inputs grows with n: a
  /// slope of nearly 1 in layers whose fan-in is the width, and of 0 in the first.
  @ParameterizedTest
  @CsvSource({"he-normal", "lecun-uniform"})
  void standardParametrisation_adam_growsFromTheFirstStep(String scheme) {
    Coordinates found = run(drawn(scheme), Optimizer.ADAM);
    assertThat(found.verdict()).isEqualTo(WidthVerdict.GROWS);
    assertThat(found.networks().stream().map(Coordinates.Network::width).toList())
        .usingElementComparator((one, other) -> Math.abs(one - other) < 1e-9 ? 0 : 1)
        .containsExactly(64.0, 128.0, 256.0);
    for (Coordinates.Operator operator : found.operators()) {
      assertThat(start(operator).verdict()).isEqualTo(WidthVerdict.STABLE);
      boolean first = operator.name().equals("layer1");
      assertThat(operator.verdict())
          .as(operator.name())
          .isEqualTo(first ? WidthVerdict.STABLE : WidthVerdict.GROWS);
      assertThat(slope(operator.changes().getFirst()))
          .as(operator.name())
          .isCloseTo(first ? 0 : 1, within(0.45));
    }
    assertThat(found.operators().stream().map(Coordinates.Operator::kind).toList())
        .containsExactly(Kind.HIDDEN, Kind.HIDDEN, Kind.HIDDEN, Kind.OUTPUT);
  }

  /// A sum over n inputs with weights of variance 1 is √n times as large: the first layer, whose
  /// inputs are always 32, has slope 0, and each further one ½ more. Slopes of single draws have a
  /// standard deviation of about 0.1, as |a| of 64 units has 0.75/√64 relative to its mean, over ln
  /// 4: the mean of eight has 0.035, and four of these are allowed.
  @Test
  void unitVariance_growsByOneHalfALayer() {
    List<Coordinates.Operator> operators =
        run(drawn("normal(deviation=1)"), Optimizer.ADAM).operators();
    for (int l = 0; l < operators.size(); l++) {
      assertThat(slope(start(operators.get(l)))).isCloseTo(0.5 * l, within(0.15));
    }
    assertThat(start(operators.get(1)).verdict()).isEqualTo(WidthVerdict.GROWS);
  }

  /// Dense layers without biases, and ReLU between them.
  ///
  /// @param factors of the products, one a layer
  /// @param deviations of the weights
  private static GraphStart network(int width, double[] factors, double[] deviations) {
    List<Integer> widths = List.of(INPUTS, width, width, width, OUTPUTS);
    var network = new Builder();
    String value = "x";
    for (int l = 0; l < factors.length; l++) {
      String weight =
          network.weight("fc" + l, widths.get(l), widths.get(l + 1), deviations[l] / factors[l]);
      value = network.apply(new Gemm((float) factors[l], 1, false, false), value, weight);
      if (l < factors.length - 1) {
        value = network.apply(new ActivationFunction.Relu(), value);
      }
    }
    return network.start(value, -1, INPUTS);
  }

  /// The parametrisation of Yang et al. 2022, table 8, by factors of the products, in which every
  /// weight has the same learning rate; of width 64 it is the standard one. By Adam a change of a
  /// weight does not depend on the width, so that sums over n of them need a factor of 1/n. By
  /// plain descent the gradient has the factor, too, and outputs start at 0, as appendix D.2 has
  /// it: what outputs of narrow networks are by chance would drive the first step.
  private static GraphStart maximalUpdate(int width, Optimizer optimizer) {
    double m = 64.0 / width;
    double[] factors =
        switch (optimizer) {
          case ADAM -> new double[] {1, m, m, m};
          case SGD -> new double[] {Math.sqrt(1 / m), 1, 1, Math.sqrt(m)};
        };
    double hidden = Math.sqrt(2.0 / width);
    double output = optimizer == Optimizer.ADAM ? m / 8 : 0;
    return network(width, factors, new double[] {Math.sqrt(2.0 / INPUTS), hidden, hidden, output});
  }

  @ParameterizedTest
  @CsvSource({"ADAM", "SGD"})
  void maximalUpdateParametrisation_isStable(Optimizer optimizer) {
    Coordinates found =
        run(
            WIDTHS.stream().map(n -> new Subject.Saved("" + n, maximalUpdate(n, optimizer))),
            optimizer);
    assertThat(found.operators()).hasSize(4);
    for (Coordinates.Operator operator : found.operators()) {
      assertThat(operator.verdict()).as(operator.toString()).isEqualTo(WidthVerdict.STABLE);
    }
    Coordinates.Operator output = found.operators().getLast();
    if (optimizer == Optimizer.ADAM) {
      // They fall as 1/√n, and are not at fault for it. The standard deviation of a single draw is
      // 0.75/√64 · √2 / ln 4 = 0.1, and three of these are allowed.
      assertThat(slope(start(output))).isCloseTo(-0.5, within(0.3));
    } else {
      assertThat(start(output).slope()).isEmpty();
    }
  }

  /// The same network without the factors grows, though it is drawn once, as a file is.
  @Test
  void standardParametrisation_drawnOnce_grows() {
    double[] ones = {1, 1, 1, 1};
    Coordinates found =
        run(
            WIDTHS.stream()
                .map(n -> {
                  double hidden = Math.sqrt(2.0 / n);
                  double[] deviations = {Math.sqrt(2.0 / INPUTS), hidden, hidden, hidden};
                  return new Subject.Saved("" + n, network(n, ones, deviations));
                }),
            Optimizer.ADAM);
    assertThat(found.operators().stream().map(Coordinates.Operator::verdict).toList())
        .containsExactly(
            WidthVerdict.STABLE, WidthVerdict.GROWS, WidthVerdict.GROWS, WidthVerdict.GROWS);
    assertThat(start(found.operators().get(1)).tolerance()).isGreaterThan(Coordinates.TOLERANCE);
  }

  /// One head of attention over rows × 8 places × 16 inputs, without biases.
  private static GraphStart attention(int width) {
    var network = new Builder();
    double deviation = 1 / Math.sqrt(16);
    String query = network.apply(new MatMul(), "x", network.weight("q", 16, width, deviation));
    String key = network.apply(new MatMul(), "x", network.weight("k", 16, width, deviation));
    String value = network.apply(new MatMul(), "x", network.weight("v", 16, width, deviation));
    String turned = network.apply(new Viewing.Transpose(List.of(0, 2, 1)), key);
    String scores = network.apply(new MatMul(), query, turned);
    String weights =
        network.apply(new SoftmaxFunction.Softmax(-1, SoftmaxFunction.Span.AXIS), scores);
    String mixed = network.apply(new MatMul(), weights, value);
    String out = network.weight("out", width, 10, 1 / Math.sqrt(width));
    return network.start(network.apply(new MatMul(), mixed, out), -1, 8, 16);
  }

  /// Queries and keys are independent of each other at the start, so that a product of n of each
  /// that is not scaled has slope ½.
  @Test
  void attention_logitsAreMeasured() {
    Coordinates found =
        run(WIDTHS.stream().map(n -> new Subject.Saved("" + n, attention(n))), Optimizer.ADAM);
    assertThat(found.operators().stream().map(Coordinates.Operator::name).toList())
        .containsExactly("q", "k", "v", "out", "attention1 logits");
    Coordinates.Operator logits = found.operators().getLast();
    assertThat(logits.kind()).isEqualTo(Kind.ATTENTION);
    assertThat(logits.units()).isEmpty();
    assertThat(slope(start(logits))).isCloseTo(0.5, within(0.15));
    assertThat(logits.verdict()).isEqualTo(WidthVerdict.GROWS);
    assertThat(found.operators().get(3).kind()).isEqualTo(Kind.OUTPUT);
    assertThat(found.operators().get(2).kind()).isEqualTo(Kind.HIDDEN);
  }

  @Test
  void threads_sameBits_andTheNetworksAreLeftAsTheyWere() {
    GraphStart narrow = maximalUpdate(64, Optimizer.ADAM);
    float[] before = narrow.graph().tensor("fc1.weight").orElseThrow().asFloats().data().clone();
    CoordinateCheck check =
        CoordinateCheck.of(
            List.of(
                new Subject.Saved("narrow", narrow),
                new Subject.Saved("wide", maximalUpdate(128, Optimizer.ADAM))));
    assertThat(check.run(2)).isEqualTo(check.run(1));
    assertThat(narrow.graph().tensor("fc1.weight").orElseThrow().asFloats().data())
        .containsExactly(before);
  }

  @Test
  void networksThatAreNotTheSame_refusedInOneLine() {
    double[] three = {1, 1, 1};
    var wide = new Subject.Saved("wide", maximalUpdate(128, Optimizer.ADAM));
    var same = new Subject.Saved("same", maximalUpdate(128, Optimizer.SGD));
    var shallow = new Subject.Saved("shallow", network(64, three, three));
    assertThatThrownBy(() -> CoordinateCheck.of(List.of(wide, shallow)).run(1))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "the networks must have the same operators with weights: wide has 'fc3', shallow does not");
    assertThatThrownBy(() -> CoordinateCheck.of(List.of(wide, same)).run(1))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("the networks must be of different widths: ");
    assertThatThrownBy(() -> CoordinateCheck.of(List.of(wide)))
        .hasMessage("networks of at least two widths are needed: 1");
    var other = new Subject.Saved("other", attention(64));
    var narrower = new Subject.Saved("narrower", attention(32));
    assertThatThrownBy(() ->
            new CoordinateCheck(
                    List.of(other, narrower),
                    Optimizer.ADAM,
                    1e-3,
                    SEEDS,
                    Map.of("y", TensorShape.of(2)))
                .run(1))
        .hasMessage("other: the network has no input 'y'; it has x");
  }

  /// A graph of one input, node by node.
  private static final class Builder {
    private final Map<String, NdArray> tensors = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    String weight(String path, int rows, int columns, double deviation) {
      String name = path + ".weight";
      FloatArray values = FloatArray.of(TensorShape.of(rows, columns));
      if (deviation > 0) {
        new Law.Normal(0, deviation).draw(new Seed(1).stream(name), 0, values.data());
      }
      tensors.put(name, values);
      return name;
    }

    String apply(Operator operator, String... inputs) {
      String output = "value" + nodes.size();
      nodes.add(new Node("", new Node.Apply(operator), List.of(inputs), List.of(output)));
      return output;
    }

    GraphStart start(String output, long... axes) {
      var input =
          new Graph.Input("x", Graph.ElementType.FLOAT, LongStream.of(axes).boxed().toList(), true);
      return GraphStart.of(
          new Graph(List.of(input), tensors, tensors.keySet(), nodes, List.of(output)));
    }
  }

  /// A pool of `window` × `window` behind a convolution, on images whose lengths are open.
  private static Subject pooled(int width, long window) {
    var graph = new TestGraph();
    String image = graph.input("image", -1, 3, -1, -1);
    String weights = graph.normal("filters", 0.3, width, 3, 3, 3);
    var step = new WindowSpec(List.of(), List.of(4L, 4L), List.of(), List.of(), Padding.EXPLICIT);
    String maps = graph.relu(graph.apply("conv", new Convolution.Conv(step, 1), image, weights));
    var all =
        new WindowSpec(List.of(window, window), List.of(), List.of(), List.of(), Padding.EXPLICIT);
    String pool = graph.apply("pool", new Pooling.MaxPool(all, false, false), maps);
    String mean = graph.apply("mean", new Pooling.GlobalAveragePool(), pool);
    String flat = graph.apply("flat", new Reshaping.Flatten(1), mean);
    return new Subject.Saved("" + width, graph.start(graph.dense("head", flat, width, 2, 0.1)));
  }

  @Test
  void run_whereTheUsualImagesAreTooSmall_triesLargerOnes() {
    Coordinates coordinates = run(Stream.of(pooled(8, 12), pooled(16, 12)), Optimizer.ADAM);

    assertThat(coordinates.obstacles()).isEmpty();
    assertThat(coordinates.assumed()).anySatisfy(line -> assertThat(line).contains("64x64"));
  }

  @Test
  void run_whereNoImagesAreLargeEnough_saysWhatTheUsualOnesLack() {
    Coordinates coordinates = run(Stream.of(pooled(8, 999), pooled(16, 999)), Optimizer.ADAM);

    assertThat(coordinates.verdict()).isEqualTo(WidthVerdict.NOT_RUN);
    assertThat(coordinates.obstacles())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("a window must fit", "8x8"));
  }

  /// A branch that is taken where the input `flag` is above 0, as it is where rows are made up.
  private static Subject forked(int width) {
    var graph = new TestGraph();
    String x = graph.relu(graph.dense("first", graph.input("x", -1, INPUTS), INPUTS, width, 0.2));
    String weights = graph.normal("inner/weight", 1 / Math.sqrt(width), width, width);
    String zero = graph.constant("zero", LongArray.scalar(0));
    String flag = graph.indices("flag");
    String condition = graph.apply("less", new ComparisonFunction.Less(), zero, flag);
    Node inner =
        new Node(
            "inner",
            new Node.Apply(new Gemm(1, 1, false, false)),
            List.of(x, weights),
            List.of("inner"));
    Node same =
        new Node("same", new Node.Apply(new Passage.Identity()), List.of(x), List.of("same"));
    String chosen = graph.fork("fork", condition, branch(inner), branch(same));
    return new Subject.Saved("" + width, graph.start(graph.dense("head", chosen, width, 4, 0.1)));
  }

  private static Graph branch(Node node) {
    return new Graph(List.of(), Map.of(), Set.of(), List.of(node), node.outputs());
  }

  @Test
  void run_ofAFork_measuresTheBranchThatIsTaken() {
    Coordinates coordinates = run(Stream.of(forked(16), forked(32)), Optimizer.ADAM);

    assertThat(coordinates.operators())
        .extracting(Coordinates.Operator::name)
        .containsExactly("first", "inner", "head");
    assertThat(coordinates.assumed())
        .anySatisfy(line -> assertThat(line).contains("goes the way that these inputs decide"));
  }
}
