package dev.seedbed.io.chain;

import dev.seedbed.distribution.StandardNormal;
import dev.seedbed.io.weights.OnnxNode;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/// Operators that work on every number by itself, computed in double at some points. Exporters take
/// activations apart in many ways; what they are is seen from their values.
final class ComputedActivation {
  private static final double STEP = 0.5;
  private static final int HALF = 16;
  private static final double[] FAR = {-500, -100, -20, 20, 100, 500};

  /// Which of the points is −1.
  private static final int MINUS_ONE = FAR.length + HALF - 2;

  /// The constants of a graph are floats.
  private static final double TOLERANCE = 1e-6;

  private static final Set<String> UNARY =
      Set.of(
          "Identity",
          "Cast",
          "Dropout",
          "Relu",
          "LeakyRelu",
          "Elu",
          "Selu",
          "Tanh",
          "Sigmoid",
          "Softsign",
          "Softplus",
          "Gelu",
          "Swish",
          "Neg",
          "Abs",
          "Exp",
          "Log",
          "Sqrt",
          "Erf",
          "Reciprocal");

  private static final Set<String> BINARY =
      Set.of("Add", "Sub", "Mul", "Div", "Pow", "Max", "Min", "PRelu", "Sum");

  private ComputedActivation() {}

  static boolean knows(OnnxNode node) {
    return UNARY.contains(node.type()) || BINARY.contains(node.type());
  }

  /// The points: from −8 to 8 in steps of a half, and some far away, where a bound would show. The
  /// exponential function has room for them.
  static double[] points() {
    double[] points = Arrays.copyOf(FAR, FAR.length + 2 * HALF + 1);
    for (int i = -HALF; i <= HALF; i++) {
      points[FAR.length + HALF + i] = STEP * i;
    }
    return points;
  }

  /// As many times one number as there are points.
  static double[] constant(double value) {
    double[] all = points();
    Arrays.fill(all, value);
    return all;
  }

  /// The values that the node computes; empty if it cannot have that number of inputs.
  static Optional<double[]> apply(OnnxNode node, List<double[]> inputs) {
    if (UNARY.contains(node.type()) && inputs.size() == 1) {
      return Optional.of(Arrays.stream(inputs.getFirst()).map(unary(node)).toArray());
    }
    if (BINARY.contains(node.type()) && inputs.size() == 2) {
      DoubleBinaryOperator f = binary(node);
      double[] all = points();
      Arrays.setAll(all, i -> f.applyAsDouble(inputs.get(0)[i], inputs.get(1)[i]));
      return Optional.of(all);
    }
    return Optional.empty();
  }

  private static DoubleUnaryOperator unary(OnnxNode node) {
    return switch (node.type()) {
      case "Relu" -> x -> Math.max(x, 0);
      case "LeakyRelu" -> {
        double slope = node.real("alpha", 0.01f);
        yield x -> x < 0 ? slope * x : x;
      }
      case "Elu" -> {
        double alpha = node.real("alpha", 1);
        yield x -> x < 0 ? alpha * StrictMath.expm1(x) : x;
      }
      case "Selu" -> {
        double alpha = node.real("alpha", (float) Activation.Selu.ALPHA);
        double gamma = node.real("gamma", (float) Activation.Selu.LAMBDA);
        yield x -> gamma * (x < 0 ? alpha * StrictMath.expm1(x) : x);
      }
      case "Tanh" -> StrictMath::tanh;
      case "Sigmoid" -> new Activation.Sigmoid()::value;
      case "Softsign" -> new Activation.Softsign()::value;
      case "Softplus" -> new Activation.Softplus()::value;
      case "Gelu" ->
          node.text("approximate", "none").equals("tanh")
              ? ComputedActivation::geluByTanh
              : new Activation.Gelu()::value;
      case "Swish" -> {
        double alpha = node.real("alpha", 1);
        yield x -> x / (1 + StrictMath.exp(-alpha * x));
      }
      case "Neg" -> x -> -x;
      case "Abs" -> Math::abs;
      case "Exp" -> StrictMath::exp;
      case "Log" -> StrictMath::log;
      case "Sqrt" -> Math::sqrt;
      case "Erf" -> x -> 2 * StandardNormal.cdf(x * Math.sqrt(2)) - 1;
      case "Reciprocal" -> x -> 1 / x;
      default -> x -> x;
    };
  }

  private static double geluByTanh(double x) {
    double inner = Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    return x / 2 * (1 + StrictMath.tanh(inner));
  }

  private static DoubleBinaryOperator binary(OnnxNode node) {
    return switch (node.type()) {
      case "Sub" -> (x, y) -> x - y;
      case "Mul" -> (x, y) -> x * y;
      case "Div" -> (x, y) -> x / y;
      case "Pow" -> StrictMath::pow;
      case "Max" -> Math::max;
      case "Min" -> Math::min;
      case "PRelu" -> (x, slope) -> x < 0 ? slope * x : x;
      default -> Double::sum;
    };
  }

  /// The activation that has these values at the points.
  static Optional<Activation> match(double[] values) {
    var candidates = new ArrayList<Activation>();
    for (Activation usual : Activation.all()) {
      boolean withParameter =
          usual instanceof Activation.LeakyRelu || usual instanceof Activation.Elu;
      if (!withParameter) {
        candidates.add(usual);
      }
    }
    double slope = -values[MINUS_ONE];
    if (slope > 0 && slope < 1) {
      candidates.add(new Activation.LeakyRelu((float) slope));
    }
    float alpha = (float) (slope / -StrictMath.expm1(-1));
    if (alpha > 0 && alpha < Float.POSITIVE_INFINITY) {
      candidates.add(new Activation.Elu(alpha));
    }
    return candidates.stream().filter(candidate -> isLike(candidate, values)).findFirst();
  }

  private static boolean isLike(Activation candidate, double[] values) {
    double[] points = points();
    for (int i = 0; i < points.length; i++) {
      double expected = candidate.value(points[i]);
      if (!(Math.abs(values[i] - expected) <= TOLERANCE * Math.max(1, Math.abs(expected)))) {
        return false;
      }
    }
    return true;
  }
}
