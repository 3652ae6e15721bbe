package dev.seedbed.io.graph;

import dev.seedbed.data.InputException;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Run;
import dev.seedbed.kernel.Team;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Holds the gradients of a graph to differences of its own outputs along random directions, of a
/// loss that is a random linear function of all outputs. What core's tests find of single operators
/// in double to 1e-6, this finds of any graph to a few per cent: a wrong sign, factor or axis, or a
/// gradient that is missing.
final class Slopes {
  /// Steps as shares of an input's root mean square; one must do. Large ones meet kinks, small ones
  /// the rounding of floats.
  private static final double[] STEPS = {1.0 / 16, 1.0 / 64, 1.0 / 256, 1.0 / 1024, 1.0 / 8192};

  private static final double TOLERANCE = 0.03;

  /// The rounding of the outputs' elements, by which the loss may err.
  private static final double ROUNDING = 4e-7;

  private final Graph graph;
  private final Map<String, NdArray> inputs;
  private final List<FloatArray> weights = new ArrayList<>();

  private Slopes(Graph graph, Map<String, NdArray> inputs) {
    this.graph = graph;
    this.inputs = new LinkedHashMap<>(inputs);
  }

  /// What was found.
  ///
  /// @param checked inputs whose gradients are those of the differences
  /// @param flat inputs of which both are 0
  /// @param wrong what is wrong, a line each
  record Found(List<String> checked, List<String> flat, List<String> wrong) {}

  static Found of(Graph graph, Map<String, NdArray> inputs) {
    return new Slopes(graph, inputs).find();
  }

  private Found find() {
    var found = new Found(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Map<String, FloatArray> first = gradients();
    // Away from kinks: examples like to have zeros, and equal numbers.
    first.forEach((name, _) -> inputs.put(name, moved(floats(name), name.hashCode())));
    Map<String, FloatArray> gradients = gradients();
    for (String name : List.copyOf(inputs.keySet())) {
      if (inputs.get(name) instanceof FloatArray array && array.shape().elements() > 0) {
        Optional<FloatArray> gradient = Optional.ofNullable(gradients.get(name));
        Optional<String> difference = difference(name, array, gradient);
        if (difference.isPresent()) {
          found.wrong().add(name + " " + difference.get());
        } else {
          boolean some = gradient.filter(Slopes::isSome).isPresent();
          (some ? found.checked() : found.flat()).add(name);
        }
      }
    }
    return found;
  }

  private static boolean isSome(FloatArray gradient) {
    for (float g : gradient.data()) {
      if (g != 0) {
        return true;
      }
    }
    return false;
  }

  private FloatArray floats(String name) {
    return inputs.getOrDefault(name, FloatArray.of(0)).asFloats();
  }

  private static FloatArray moved(FloatArray array, int seed) {
    var random = new SplittableRandom(seed);
    double size = rootMeanSquare(array);
    FloatArray moved = FloatArray.of(array.shape());
    for (int i = 0; i < moved.data().length; i++) {
      moved.data()[i] = (float) (array.data()[i] + 0.02 * size * random.nextDouble(0.2, 1));
    }
    return moved;
  }

  private static double rootMeanSquare(FloatArray array) {
    double sum = 0;
    for (float x : array.data()) {
      sum += (double) x * x;
    }
    return sum == 0 ? 1 : Math.sqrt(sum / array.data().length);
  }

  private Run run(boolean backward) {
    var tensors = new LinkedHashMap<>(graph.tensors());
    tensors.putAll(inputs);
    var closed = new Graph(List.of(), tensors, tensors.keySet(), graph.nodes(), graph.outputs());
    return backward
        ? Run.forBackward(closed, Map.of(), Team.ALONE, Run.Observer.NONE)
        : Run.forward(closed, Map.of(), Team.ALONE);
  }

  private Map<String, FloatArray> gradients() {
    Run run = run(true);
    weights.clear();
    var random = new SplittableRandom(3);
    var byOutputs = new ArrayList<Optional<FloatArray>>();
    for (NdArray output : run.outputs()) {
      FloatArray weight = FloatArray.of(output.shape());
      for (int i = 0; i < weight.data().length; i++) {
        weight.data()[i] = (float) random.nextDouble(-1, 1);
      }
      weights.add(weight);
      byOutputs.add(output instanceof FloatArray ? Optional.of(weight) : Optional.empty());
    }
    run.backward(byOutputs);
    var gradients = new HashMap<String, FloatArray>();
    for (String name : inputs.keySet()) {
      run.gradient(name).ifPresent(gradient -> gradients.put(name, gradient));
    }
    return gradients;
  }

  /// A loss, and by how much it may err.
  private record Loss(double value, double error) {}

  /// Empty if shapes of outputs change, or there are none of real numbers.
  private Optional<Loss> loss(String name, FloatArray array) {
    NdArray before = inputs.put(name, array);
    try {
      List<NdArray> outputs = run(false).outputs();
      double value = 0;
      double sizes = 0;
      for (int i = 0; i < outputs.size(); i++) {
        if (!outputs.get(i).shape().equals(weights.get(i).shape())) {
          return Optional.empty();
        }
        if (outputs.get(i) instanceof FloatArray y) {
          for (int k = 0; k < y.data().length; k++) {
            value += (double) y.data()[k] * weights.get(i).data()[k];
            sizes += Math.abs((double) y.data()[k] * weights.get(i).data()[k]);
          }
        }
      }
      return Optional.of(new Loss(value, ROUNDING * sizes));
    } catch (InputException e) {
      return Optional.empty();
    } finally {
      if (before != null) {
        inputs.put(name, before);
      }
    }
  }

  private Optional<String> difference(String name, FloatArray x, Optional<FloatArray> gradient) {
    String worst = "";
    double size = rootMeanSquare(x);
    for (double step : STEPS) {
      var random = new SplittableRandom(11);
      FloatArray above = FloatArray.of(x.shape());
      FloatArray below = FloatArray.of(x.shape());
      double expected = 0;
      double squares = 0;
      for (int i = 0; i < x.data().length; i++) {
        double by = (random.nextBoolean() ? 1 : -1) * step * size * random.nextDouble(0.5, 1);
        above.data()[i] = (float) (x.data()[i] + by);
        below.data()[i] = (float) (x.data()[i] - by);
        double part =
            gradient.isEmpty()
                ? 0
                : gradient.get().data()[i] * ((double) above.data()[i] - below.data()[i]);
        expected += part;
        squares += part * part;
      }
      Optional<Loss> up = loss(name, above);
      Optional<Loss> down = loss(name, below);
      if (up.isEmpty() || down.isEmpty()) {
        return gradient.isEmpty()
            ? Optional.empty()
            : Optional.of("has a gradient, and outputs of another shape nearby");
      }
      double found = up.get().value() - down.get().value();
      double error = up.get().error() + down.get().error();
      if (Double.isNaN(found) || Double.isInfinite(found)) {
        return Optional.empty();
      }
      if (Math.abs(found - expected) <= TOLERANCE * Math.sqrt(squares) + error) {
        return Optional.empty();
      }
      worst = "changes the loss by %.4g, and not %.4g".formatted(found, expected);
    }
    return Optional.of(worst);
  }
}
