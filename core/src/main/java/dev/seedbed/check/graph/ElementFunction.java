package dev.seedbed.check.graph;

import dev.seedbed.graph.ActivationFunction;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Run;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.kernel.Team;
import dev.seedbed.tensor.Activation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The function of single elements that some nodes of a graph compute.
///
/// @param name of the activation if it is one that we know, or that exporters take apart; else of
///   the operators
/// @param known the activation, if it is one of ours
public record ElementFunction(String name, Optional<Activation> known) {
  /// What leaves elements as they are.
  public static final ElementFunction IDENTITY = of(new Activation.Identity());

  /// Where functions are compared.
  private static final int POINTS = 193;

  /// Beyond where clipped functions, such as ReLU6, leave those that they are made of.
  private static final float REACH = 12;

  /// How far functions may be apart that are the same: exporters round constants.
  private static final double NEAR = 2e-6;

  private static final Map<String, ActivationFunction> TAKEN_APART =
      Map.of(
          "gelu-tanh", new ActivationFunction.GeluByTanh(),
          "hardswish", new ActivationFunction.HardSwish(),
          "mish", new ActivationFunction.Mish());

  static ElementFunction of(Activation activation) {
    return new ElementFunction(activation.name(), Optional.of(activation));
  }

  /// The function from value `z` to value `a`. A factor and a summand alone are none.
  ///
  /// @param constants that the nodes use
  static ElementFunction of(List<Node> nodes, Map<String, NdArray> constants, String z, String a) {
    FloatArray points = FloatArray.of(TensorShape.of(POINTS));
    for (int i = 0; i < POINTS; i++) {
      points.data()[i] = REACH * (2 * i / (POINTS - 1f) - 1);
    }
    var input = new Graph.Input(z, Graph.ElementType.FLOAT, List.of((long) POINTS), true);
    var graph = new Graph(List.of(input), constants, Set.of(), nodes, List.of(a));
    float[] values =
        Run.forward(graph, Map.of(z, points), Team.ALONE).outputs().getFirst().asFloats().data();
    if (isAffine(values)) {
      return IDENTITY;
    }
    return candidates(nodes, points.data(), values)
        .filter(activation -> isSame(activation::value, points.data(), values))
        .findFirst()
        .map(ElementFunction::of)
        .orElseGet(() ->
            new ElementFunction(
                takenApart(points.data(), values)
                    .orElseGet(() ->
                        nodes.stream()
                            .map(node -> node.type().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining("-"))),
                Optional.empty()));
  }

  /// The name of a function that is none of our activations, and that exporters write as several
  /// operators.
  private static Optional<String> takenApart(float[] points, float[] values) {
    return TAKEN_APART.entrySet().stream()
        .filter(it -> isSame(z -> it.getValue().value((float) z), points, values))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean isAffine(float[] values) {
    double step = (values[POINTS - 1] - (double) values[0]) / (POINTS - 1);
    double size = 1 + Math.max(Math.abs(values[0]), Math.abs(values[POINTS - 1]));
    for (int i = 0; i < POINTS; i++) {
      double value = values[0] + i * step;
      if (!(Math.abs(value - values[i]) <= NEAR * size)) {
        return false;
      }
    }
    return true;
  }

  /// All activations, those with a parameter with the one that the node has, or the values ask for.
  private static Stream<Activation> candidates(List<Node> nodes, float[] points, float[] values) {
    float slope = values[0] / points[0];
    Stream<Activation> others =
        switch (nodes.getFirst().operator().orElse(null)) {
          case ActivationFunction.Elu(float alpha) when alpha > 0 ->
              Stream.of(new Activation.Elu(alpha));
          case null, default ->
              slope > 0 && slope < 1 ? Stream.of(new Activation.LeakyRelu(slope)) : Stream.empty();
        };
    return Stream.concat(Activation.all().stream(), others);
  }

  private static boolean isSame(DoubleUnaryOperator function, float[] points, float[] values) {
    for (int i = 0; i < points.length; i++) {
      double value = function.applyAsDouble(points[i]);
      if (!(Math.abs(value - values[i]) <= NEAR * (1 + Math.abs(value)))) {
        return false;
      }
    }
    return true;
  }
}
