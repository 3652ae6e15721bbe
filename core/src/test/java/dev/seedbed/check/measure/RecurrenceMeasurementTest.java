package dev.seedbed.check.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.check.TestGraph;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Recurrence;
import dev.seedbed.graph.RecurrentSpec;
import dev.seedbed.graph.RecurrentSpec.Direction;
import dev.seedbed.graph.TensorShape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Layers whose inputs count for nothing, so that the state goes on alone and its growth is known.
class RecurrenceMeasurementTest {
  private static final int UNITS = 6;

  private static RecurrenceMeasurement measured(
      Recurrence layer, FloatArray state, FloatArray biases) {
    var graph = new TestGraph();
    graph.input("x", 9, -1, 3);
    graph.normal("w", 0, 1, (long) layer.gates() * UNITS, 3);
    graph.parameter("r", state);
    graph.parameter("b", biases);
    graph.apply("rnn", layer, "x", "w", "r", "b");
    return TestGraph.measured(graph.start("rnn")).parts().recurrences().getFirst();
  }

  private static RecurrentSpec spec(Direction direction) {
    return new RecurrentSpec(direction, List.of(), Float.POSITIVE_INFINITY, false);
  }

  private static FloatArray identity(float factor) {
    FloatArray state = FloatArray.of(TensorShape.of(1, UNITS, UNITS));
    for (int i = 0; i < UNITS; i++) {
      state.data()[i * UNITS + i] = factor;
    }
    return state;
  }

  /// tanh has slope 1 at 0, where the state is but for the change.
  @ParameterizedTest
  @ValueSource(floats = {0.03f, 0.5f, 1, 1.4f})
  void rnn_gainIsThatOfItsStateWeights(float factor) {
    RecurrenceMeasurement rnn =
        measured(
            new Recurrence.Rnn(spec(Direction.FORWARD)),
            identity(factor),
            FloatArray.of(TensorShape.of(1, 2 * UNITS)));
    // Beyond a hundredfold change tanh bends: (1e-3 · 100)² / 3.
    assertThat(rnn.gain()).isCloseTo(factor, within(0.004 * factor));
    assertThat(rnn.stateWeights()).containsExactly("r");
    assertThat(rnn.biases()).containsExactly("b");
  }

  @ParameterizedTest
  @EnumSource(
      value = Direction.class,
      names = {"FORWARD", "REVERSE"})
  void direction_followsTheStepsAsTheyAreTaken(Direction direction) {
    RecurrenceMeasurement rnn =
        measured(
            new Recurrence.Rnn(spec(direction)),
            identity(0.7f),
            FloatArray.of(TensorShape.of(1, 2 * UNITS)));
    assertThat(rnn.gain()).isCloseTo(0.7, within(0.003));
  }

  /// The cell goes on by σ(forget bias), half of which is a bias of the input and half of the
  /// state.
  @ParameterizedTest
  @ValueSource(floats = {-5, -1, 1})
  void lstm_gainIsTheForgetGate(float bias) {
    FloatArray biases = FloatArray.of(TensorShape.of(1, 8 * UNITS));
    for (int part = 0; part < 2; part++) {
      for (int j = 0; j < UNITS; j++) {
        biases.data()[(part * 4 + 2) * UNITS + j] = bias / 2;
      }
    }
    RecurrenceMeasurement lstm =
        measured(
            new Recurrence.Lstm(spec(Direction.FORWARD), false),
            FloatArray.of(TensorShape.of(1, 4 * UNITS, UNITS)),
            biases);
    double gate = 1 / (1 + Math.exp(-bias));
    assertThat(lstm.gain()).isCloseTo(gate, within(0.004 * gate));
    assertThat(lstm.gates().get(2)).isCloseTo(bias, within(1e-6));
    assertThat(lstm.gates().get(0)).isZero();
  }

  @Test
  void gru_gainIsTheUpdateGate_halfOfTheStateWithoutBiases() {
    RecurrenceMeasurement gru =
        measured(
            new Recurrence.Gru(spec(Direction.FORWARD), false),
            FloatArray.of(TensorShape.of(1, 3 * UNITS, UNITS)),
            FloatArray.of(TensorShape.of(1, 6 * UNITS)));
    assertThat(gru.gain()).isCloseTo(0.5, within(0.002));
  }
}
