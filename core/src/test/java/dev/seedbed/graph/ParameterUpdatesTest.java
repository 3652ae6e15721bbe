package dev.seedbed.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.kernel.Team;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Ten steps on a linear model against those of PyTorch: `parameter_updates.py`.
class ParameterUpdatesTest {
  private static final FloatArray X = array(4, 3, 1, -2, 0.5f, 0.25f, 1.5f, -1, 2, 0, 3, -1, 1, 1);
  private static final FloatArray Y = array(4, 1, 1, -1, 0.5f, 2);

  private static FloatArray array(int rows, int columns, float... values) {
    return new FloatArray(TensorShape.of(rows, columns), values);
  }

  private static float[] afterTenSteps(ParameterUpdates.Method method) {
    FloatArray w = array(3, 1, 0.5f, -0.25f, 1);
    FloatArray unused = array(1, 1, 7);
    var graph =
        new Graph(
            List.of(new Graph.Input("x", Graph.ElementType.FLOAT, List.of(-1L, 3L), true)),
            Map.of("w", w, "unused", unused),
            Set.of("w", "unused"),
            List.of(
                new Node(
                    "product",
                    new Node.Apply(new Gemm(1, 1, false, false)),
                    List.of("x", "w"),
                    List.of("y"))),
            List.of("y"));
    var updates = new ParameterUpdates(graph, method);
    for (int step = 0; step < 10; step++) {
      Run run = Run.forBackward(graph, Map.of("x", X), Team.ALONE, Run.Observer.NONE);
      TargetLoss loss = TargetLoss.squaredError(run.outputs().getFirst().asFloats(), Y);
      run.backward(List.of(Optional.of(loss.gradient())));
      updates.step(run);
    }
    assertThat(unused.data()).containsExactly(7);
    return w.data();
  }

  // Ten steps of some float operations each, of numbers near 1: 1e-5 is a hundred roundings.
  private static void assertAre(float[] values, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) values[i]).isCloseTo(expected[i], within(1e-5));
    }
  }

  @Test
  void momentum_tenSteps_areThoseOfPyTorch() {
    assertAre(
        afterTenSteps(new ParameterUpdates.Momentum(0.1, 0.9)),
        -1.7212046379747847,
        -0.3826720560160016,
        0.6964441217839545);
  }

  @Test
  void adam_tenSteps_areThoseOfPyTorch() {
    assertAre(
        afterTenSteps(new ParameterUpdates.Adam(0.05)),
        0.022611471357258585,
        0.11874741479624552,
        0.5360250069184104);
  }
}
