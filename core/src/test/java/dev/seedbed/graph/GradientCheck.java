package dev.seedbed.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seedbed.kernel.Team;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Holds the gradients of an operator to central differences in double, of a loss that is a random
/// linear function of all outputs.
final class GradientCheck {
  private static final double STEP = 1e-3;
  private static final double TOLERANCE = 1e-6;

  private GradientCheck() {}

  /// The operator's function in double, written independently.
  interface DoubleFunction {
    /// The elements of all outputs.
    ///
    /// @param inputs the elements of all inputs, those that are no real numbers among them
    double[][] outputs(double[][] inputs);
  }

  /// Numbers from −2 to 2.
  static FloatArray random(long seed, long... lengths) {
    return random(seed, -2, 2, lengths);
  }

  static FloatArray random(long seed, double least, double most, long... lengths) {
    var random = new SplittableRandom(seed);
    FloatArray array = FloatArray.of(TensorShape.of(lengths));
    for (int i = 0; i < array.data().length; i++) {
      array.data()[i] = (float) random.nextDouble(least, most);
    }
    return array;
  }

  /// Multiples of 1/8 of few bits, of which sums and products are exact in float.
  static FloatArray eighths(long seed, long... lengths) {
    FloatArray array = random(seed, -2, 2, lengths);
    for (int i = 0; i < array.data().length; i++) {
      array.data()[i] = Math.round(array.data()[i] * 8) / 8f;
    }
    return array;
  }

  /// Checks all gradients against the function in double. The way back runs through [Run], with
  /// what the operator says that it keeps.
  ///
  /// @param outputs how many outputs it has
  static void check(Operator operator, int outputs, DoubleFunction function, NdArray... inputs) {
    check(operator, outputs, function, Arrays.stream(inputs).map(Optional::of).toList());
  }

  /// Checks all gradients, as [#check(Operator, int, DoubleFunction, NdArray...)].
  ///
  /// @param inputs empty where one is left out, which is an array of none in double
  static void check(
      Operator operator, int outputs, DoubleFunction function, List<Optional<NdArray>> inputs) {
    double[][] x =
        inputs.stream()
            .map(input -> input.map(GradientCheck::doubles).orElse(new double[0]))
            .toArray(double[][]::new);
    Backpropagated run = Backpropagated.of(operator, outputs, inputs);
    double[][] expected = function.outputs(x);
    for (int i = 0; i < expected.length; i++) {
      assertClose("output " + i, expected[i], doubles(run.outputs().get(i)));
    }
    for (int i = 0; i < x.length; i++) {
      if (run.gradients().containsKey(i)) {
        double[] slopes = new double[x[i].length];
        for (int k = 0; k < slopes.length; k++) {
          double at = x[i][k];
          double near = difference(function, run, x, i, k, at, STEP);
          double far = difference(function, run, x, i, k, at, 2 * STEP);
          // Richardson's extrapolation: the error is of the order of the step's fourth power.
          slopes[k] = (4 * near - far) / 3;
          x[i][k] = at;
        }
        assertClose("gradient of input " + i, slopes, doubles(run.gradients().get(i)));
      }
    }
  }

  private static double difference(
      DoubleFunction function,
      Backpropagated run,
      double[][] x,
      int i,
      int k,
      double at,
      double step) {
    x[i][k] = at + step;
    double above = run.loss(function.outputs(x));
    x[i][k] = at - step;
    return (above - run.loss(function.outputs(x))) / (2 * step);
  }

  /// Checks all gradients of an operator that is linear in each of its inputs against differences
  /// of its own outputs, which conformance cases judge. Inputs are multiples of 1/8, so all is
  /// exact.
  static void checkLinear(Operator operator, int outputs, NdArray... inputs) {
    List<Optional<NdArray>> all = Arrays.stream(inputs).map(Optional::of).toList();
    Backpropagated run = Backpropagated.of(operator, outputs, all);
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i] instanceof FloatArray floats && run.gradients().containsKey(i)) {
        double[] slopes = new double[floats.data().length];
        for (int k = 0; k < slopes.length; k++) {
          float at = floats.data()[k];
          floats.data()[k] = at + 1;
          double above = run.lossOf(Backpropagated.forward(operator, outputs, all));
          floats.data()[k] = at - 1;
          double below = run.lossOf(Backpropagated.forward(operator, outputs, all));
          floats.data()[k] = at;
          slopes[k] = (above - below) / 2;
        }
        assertClose("gradient of input " + i, slopes, doubles(run.gradients().get(i)));
      }
    }
  }

  static double[] doubles(NdArray array) {
    double[] doubles = new double[array.shape().elements()];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] =
          switch (array) {
            case FloatArray(TensorShape _, float[] data) -> data[i];
            case LongArray(TensorShape _, long[] data) -> data[i];
            case BooleanArray(TensorShape _, boolean[] data) -> data[i] ? 1 : 0;
          };
    }
    return doubles;
  }

  /// Equal within 1e-6 of the largest.
  static void assertClose(String what, double[] expected, double[] actual) {
    assertEquals(expected.length, actual.length, what);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], TOLERANCE * Math.max(largest, 1e-3), what + ", " + i);
    }
  }

  /// A run of one operator, forward and backward.
  ///
  /// @param weights of the outputs' elements in the loss
  private record Backpropagated(
      List<NdArray> outputs, double[][] weights, Map<Integer, FloatArray> gradients) {

    static Backpropagated of(Operator operator, int outputs, List<Optional<NdArray>> inputs) {
      Run run = run(operator, outputs, inputs);
      var weights = new ArrayList<double[]>();
      var byOutputs = new ArrayList<Optional<FloatArray>>();
      for (NdArray output : run.outputs()) {
        FloatArray w = eighths(99 + weights.size(), output.shape().elements());
        weights.add(doubles(w));
        byOutputs.add(
            output instanceof FloatArray
                ? Optional.of(w.reshaped(output.shape()))
                : Optional.empty());
      }
      run.backward(byOutputs);
      var gradients = new HashMap<Integer, FloatArray>();
      for (int i = 0; i < inputs.size(); i++) {
        int at = i;
        run.gradient("x" + i).ifPresent(gradient -> gradients.put(at, gradient));
      }
      return new Backpropagated(run.outputs(), weights.toArray(double[][]::new), gradients);
    }

    static List<NdArray> forward(Operator operator, int outputs, List<Optional<NdArray>> inputs) {
      return run(operator, outputs, inputs).outputs();
    }

    private static Run run(Operator operator, int outputs, List<Optional<NdArray>> inputs) {
      var tensors = new LinkedHashMap<String, NdArray>();
      var given = new ArrayList<String>();
      for (int i = 0; i < inputs.size(); i++) {
        String name = "x" + i;
        inputs.get(i).ifPresent(input -> tensors.put(name, input));
        given.add(inputs.get(i).isPresent() ? name : "");
      }
      List<String> names = new ArrayList<>();
      for (int i = 0; i < outputs; i++) {
        names.add("y" + i);
      }
      var node = new Node("", new Node.Apply(operator), given, names);
      var graph = new Graph(List.of(), tensors, tensors.keySet(), List.of(node), names);
      return Run.forBackward(graph, Map.of(), Team.ALONE, Run.Observer.NONE);
    }

    double loss(double[][] y) {
      double loss = 0;
      for (int i = 0; i < y.length; i++) {
        if (outputs.get(i) instanceof FloatArray) {
          for (int k = 0; k < y[i].length; k++) {
            loss += weights[i][k] * y[i][k];
          }
        }
      }
      return loss;
    }

    double lossOf(List<NdArray> y) {
      return loss(y.stream().map(GradientCheck::doubles).toArray(double[][]::new));
    }
  }
}
