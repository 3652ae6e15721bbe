package dev.seedbed.check.measure;

import dev.seedbed.check.graph.WeightedNode;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Operands;
import dev.seedbed.graph.Recurrence;
import dev.seedbed.graph.RecurrentSpec.Direction;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.init.Law;
import dev.seedbed.kernel.Team;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a recurrent layer keeps over time.
///
/// @param name of its input weights
/// @param stateWeights the tensors of the weights from state to state
/// @param biases the tensors that the biases of all gates are made of
/// @param layer ONNX's name of it
/// @param gain by what factor a small change of the state grows a step, root mean square over rows
///   and units. The gradient on its way back grows alike: both go through the same Jacobians.
///   Pascanu et al. 2013, arXiv:1211.5063. NaN of a single step
/// @param gates means of the biases of each gate, in ONNX's order: of an LSTM input, output,
///   forget, cell; of a GRU update, reset, hidden; of an RNN the one. Empty without biases
public record RecurrenceMeasurement(
    String name,
    List<String> stateWeights,
    List<String> biases,
    String layer,
    double gain,
    List<Double> gates) {
  /// The change of the state before the first step, over the state's root mean square.
  private static final float CHANGE = 1e-3f;

  /// The growth of a change is followed until it is as large, or as small. Beyond that, changes
  /// bend the functions, or get lost in rounding.
  private static final double FOLLOWED = 100;

  public RecurrenceMeasurement {
    stateWeights = List.copyOf(stateWeights);
    biases = List.copyOf(biases);
    gates = List.copyOf(gates);
  }

  /// Runs the layer once more, with another initial state.
  ///
  /// @param weights the operators with weights that the layer counts as
  /// @param biases the tensors of its biases
  static RecurrenceMeasurement of(
      List<WeightedNode> weights,
      List<String> biases,
      List<Optional<NdArray>> inputs,
      List<NdArray> outputs,
      Team team) {
    if (!(weights.getFirst().node().operator().orElse(null) instanceof Recurrence layer)) {
      throw new IllegalArgumentException("no recurrent layer: " + weights.getFirst().name());
    }
    FloatArray y = outputs.getFirst().asFloats();
    boolean batchFirst = layer.spec().batchFirst();
    int steps = y.shape().length(batchFirst ? 1 : 0);
    double gain = Double.NaN;
    if (steps > 1 && y.data().length > 0) {
      List<Optional<NdArray>> changed = new ArrayList<>(inputs);
      int state = layer.hasCell() ? 6 : 5;
      while (changed.size() <= state) {
        changed.add(Optional.empty());
      }
      changed.set(
          state, Optional.of(changed(changed.get(state), stateShape(y.shape(), batchFirst), y)));
      FloatArray other =
          layer.outputs(new Operands(changed, outputs.size(), team)).getFirst().asFloats();
      gain = gain(differences(y, other, layer.spec().direction(), batchFirst));
    }
    return new RecurrenceMeasurement(
        weights.getFirst().name(),
        weights.stream().filter(node -> node.input() == 2).map(WeightedNode::weight).toList(),
        biases,
        layer.name(),
        gain,
        gates(inputs, layer.gates()));
  }

  /// Directions × rows × units, or rows first, of outputs of steps × directions × rows × units, or
  /// rows × steps × directions × units.
  private static TensorShape stateShape(TensorShape y, boolean batchFirst) {
    return batchFirst
        ? TensorShape.of(y.length(0), y.length(2), y.length(3))
        : TensorShape.of(y.length(1), y.length(2), y.length(3));
  }

  private static FloatArray changed(Optional<NdArray> state, TensorShape shape, FloatArray y) {
    double size = Math.sqrt(NodeProbe.secondMoment(y));
    FloatArray changed = FloatArray.of(shape);
    new Law.Normal(0, size > 0 ? CHANGE * size : CHANGE)
        .draw(new Seed(0).stream("check/state"), 0, changed.data());
    if (state.isPresent()) {
      float[] before = state.get().asFloats().data();
      for (int i = 0; i < before.length; i++) {
        changed.data()[i] += before[i];
      }
    }
    return changed;
  }

  /// The sums of squared differences after each step of the first direction.
  private static double[] differences(
      FloatArray y, FloatArray other, Direction direction, boolean batchFirst) {
    TensorShape shape = y.shape();
    int steps = shape.length(batchFirst ? 1 : 0);
    int directions = shape.length(batchFirst ? 2 : 1);
    int units = shape.length(3);
    // Without rows first, neighbours of a step and direction are rows × units.
    int together = batchFirst ? units : shape.length(2) * units;
    double[] sums = new double[steps];
    for (int i = 0; i < y.data().length; i++) {
      int block = i / together;
      int step = block / directions % steps;
      if (block % directions == 0) {
        double difference = (double) other.data()[i] - y.data()[i];
        sums[direction == Direction.REVERSE ? steps - 1 - step : step] += difference * difference;
      }
    }
    return sums;
  }

  private static double gain(double[] squares) {
    int last = 1;
    while (last < squares.length - 1
        && squares[last] < FOLLOWED * FOLLOWED * squares[0]
        && squares[last] * FOLLOWED * FOLLOWED > squares[0]) {
      last++;
    }
    return squares[0] > 0 ? StrictMath.pow(squares[last] / squares[0], 0.5 / last) : 0;
  }

  private static List<Double> gates(List<Optional<NdArray>> inputs, int gates) {
    if (inputs.size() < 4 || inputs.get(3).isEmpty()) {
      return List.of();
    }
    FloatArray biases = inputs.get(3).get().asFloats();
    // Directions × (biases of the input, then of the state), each gate by gate.
    int units = biases.shape().length(1) / (2 * gates);
    double[] sums = new double[gates];
    for (int i = 0; i < biases.data().length; i++) {
      sums[i / units % gates] += biases.data()[i];
    }
    List<Double> means = new ArrayList<>();
    for (double sum : sums) {
      means.add(sum / units / biases.shape().length(0));
    }
    return means;
  }
}
