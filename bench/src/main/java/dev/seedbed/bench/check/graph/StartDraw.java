package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.graph.Change.Gate;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.init.Fans;
import dev.seedbed.init.Kernel;
import dev.seedbed.random.Seed;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Draws the tensors of a planned network.
final class StartDraw {
  private final NetworkPlan plan;
  private final String output;
  private final Seed seed;

  /// Units first, by path.
  private final Map<String, float[]> values = new LinkedHashMap<>();

  private StartDraw(NetworkPlan plan, String output, Seed seed) {
    this.plan = plan;
    this.output = output;
    this.seed = seed;
  }

  /// The values of all parameters, by path.
  ///
  /// @param output of the plan
  /// @param start that has a scheme
  static Map<String, FloatArray> of(NetworkPlan plan, String output, Start start, Seed seed) {
    var draw = new StartDraw(plan, output, seed);
    String scheme = start.scheme().orElseThrow();
    plan.tensors().forEach(tensor -> draw.values.put(tensor.path(), draw.first(tensor, scheme)));
    start.changes().forEach(draw::make);
    return draw.stored();
  }

  private Map<String, FloatArray> stored() {
    var stored = new LinkedHashMap<String, FloatArray>();
    plan.tensors().forEach(t -> stored.put(t.path(), t.stored(of(t))));
    return stored;
  }

  private float[] of(PlannedTensor tensor) {
    return values.getOrDefault(tensor.path(), new float[0]);
  }

  private float[] first(PlannedTensor tensor, String scheme) {
    if (!Role.SCALES.contains(tensor.role())) {
      return tensor.draw(scheme, seed);
    }
    float[] constant = new float[tensor.shape().elements()];
    Arrays.fill(constant, tensor.isBias() ? 0 : 1);
    return constant;
  }

  private List<PlannedTensor> matrices() {
    return plan.tensors().stream().filter(PlannedTensor::isMatrix).toList();
  }

  private void make(Change change) {
    switch (change) {
      case Change.Drawn(var roles, String scheme) ->
          each(t -> !t.isBias() && roles.contains(t.role()), t -> t.draw(scheme, seed));
      case Change.Times(var roles, double factor) ->
          each(t -> !t.isBias() && roles.contains(t.role()), t -> times(of(t), factor));
      case Change.ByDepth(var roles, double each, double power) -> {
        double factor = StrictMath.pow(each * plan.branches(), power);
        make(new Change.Times(roles, factor));
      }
      case Change.One(var which, double factor) -> {
        PlannedTensor one =
            switch (which) {
              case FIRST -> matrices().getFirst();
              case MIDDLE -> matrices().get(matrices().size() / 2);
              case LAST -> matrices().getLast();
            };
        each(one::equals, t -> times(of(t), factor));
      }
      case Change.Biases(double value) ->
          each(t -> t.isBias() && t.active(), t -> filled(t, value));
      case Change.Gates(Gate gate, double value) ->
          each(t -> t.isBias() && t.role() == Role.STATE, t -> gate(t, gate, value));
      case Change.Scales(var roles, double value) ->
          each(t -> !t.isBias() && roles.contains(t.role()), t -> filled(t, value));
      case Change.MiddleScale(double value) -> {
        List<PlannedTensor> scales =
            plan.tensors().stream()
                .filter(t -> !t.isBias() && Role.SCALES.contains(t.role()))
                .toList();
        each(scales.get(scales.size() / 2)::equals, t -> filled(t, value));
      }
      case Change.WrongFans(var mistake) ->
          each(PlannedTensor::isMatrix, t -> times(of(t), wrong(t.place().kernel(), mistake)));
      case Change.OneFilter _ -> each(PlannedTensor::isMatrix, this::oneFilter);
      case Change.OneTensor _ -> oneTensor();
      case Change.Chrono(double longest) ->
          each(
              t -> t.isBias() && t.role() == Role.STATE,
              t -> t.draw("zeros+chrono(longest=" + longest + ",forget=2,input=0)", seed));
      case Change.UnitVariance _ -> unitVariance();
    }
  }

  /// What becomes of a tensor.
  private interface Rule {
    float[] of(PlannedTensor tensor);
  }

  private void each(Predicate<PlannedTensor> which, Rule rule) {
    plan.tensors().stream().filter(which).forEach(t -> values.put(t.path(), rule.of(t)));
  }

  private static float[] times(float[] old, double factor) {
    float[] product = new float[old.length];
    for (int i = 0; i < old.length; i++) {
      product[i] = (float) (factor * old[i]);
    }
    return product;
  }

  private static float[] filled(PlannedTensor tensor, double value) {
    float[] constant = new float[tensor.shape().elements()];
    Arrays.fill(constant, (float) value);
    return constant;
  }

  /// The first half of recurrent biases are those of the inputs.
  private float[] gate(PlannedTensor tensor, Gate gate, double value) {
    int units = tensor.place().kernel().units();
    int gates = tensor.place().kernel().blocks();
    // ONNX has an LSTM's in the order input, output, forget, cell; a GRU's update gate is its
    // first.
    int at =
        switch (gate) {
          case INPUT -> 0;
          case OUTPUT -> 1;
          case FORGET -> gates < 4 ? 0 : 2;
        };
    float[] changed = of(tensor).clone();
    Arrays.fill(changed, at * units, (at + 1) * units, (float) value);
    return changed;
  }

  private static double wrong(Kernel kernel, Change.Mistake mistake) {
    Fans fans = kernel.fans();
    return switch (mistake) {
      case NO_WINDOW -> Math.sqrt(kernel.taps());
      case FANS_OF_SHAPE ->
          switch (kernel.kind()) {
            // [channels, 1, window] reads as if each channel reached all.
            case DEPTHWISE_CONVOLUTION -> Math.sqrt(1.0 / kernel.blocks());
            // [in, out, window] reads as if `out` were the inputs, and there is no stride.
            case TRANSPOSED_CONVOLUTION ->
                Math.sqrt(fans.in() / ((double) kernel.units() * kernel.taps()));
            default -> 1;
          };
    };
  }

  private float[] oneFilter(PlannedTensor tensor) {
    float[] old = of(tensor);
    Kernel kernel = tensor.place().kernel();
    int row = kernel.inputs() * kernel.taps();
    float[] equal = new float[old.length];
    for (int i = 0; i < old.length; i++) {
      equal[i] = old[i % row];
    }
    return equal;
  }

  private void oneTensor() {
    var firsts = new HashMap<String, float[]>();
    each(
        PlannedTensor::isMatrix,
        t -> firsts.computeIfAbsent(t.order() + " " + t.shape(), _ -> of(t)).clone());
  }

  private void unitVariance() {
    for (PlannedTensor tensor : matrices()) {
      for (int i = 0; i < 3; i++) {
        double deviation = LayerSpread.of(plan.graph(stored(), output), plan.task(), tensor.path());
        if (!(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
          throw new IllegalStateException("no scale gives variance 1: " + tensor.path());
        }
        values.put(tensor.path(), times(of(tensor), 1 / deviation));
      }
    }
  }
}
