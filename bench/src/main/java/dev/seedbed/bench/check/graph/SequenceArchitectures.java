package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.graph.PlannedTensor.Order;
import dev.seedbed.graph.GateFunction;
import dev.seedbed.graph.Operator;
import dev.seedbed.graph.Recurrence;
import dev.seedbed.graph.RecurrentSpec;
import dev.seedbed.graph.Reshaping;
import dev.seedbed.init.Kernel;
import dev.seedbed.tensor.Activation;
import java.util.List;

/// Recurrent networks.
final class SequenceArchitectures {
  private static final int WIDTH = 32;
  private static final Activation NONE = Layers.NONE;

  private SequenceArchitectures() {}

  /// The kind of cell.
  enum Cell {
    LSTM(4),
    GRU(3),
    TANH(1),
    RELU(1);

    private final int gates;

    Cell(int gates) {
      this.gates = gates;
    }

    private Operator operator() {
      return switch (this) {
        case LSTM -> new Recurrence.Lstm(spec(List.of()), false);
        case GRU -> new Recurrence.Gru(spec(List.of()), true);
        case TANH -> new Recurrence.Rnn(spec(List.of()));
        case RELU ->
            new Recurrence.Rnn(spec(List.of(new GateFunction(GateFunction.Kind.RELU, 0, 0))));
      };
    }

    private static RecurrentSpec spec(List<GateFunction> functions) {
      return new RecurrentSpec(
          RecurrentSpec.Direction.FORWARD, functions, Float.POSITIVE_INFINITY, true);
    }

    private Activation f() {
      return this == RELU ? new Activation.Relu() : new Activation.Tanh();
    }
  }

  /// Recurrent layers, and a dense one of the last state, or of each if targets belong to places.
  static Architecture recurrent(Cell cell, int depth) {
    return plan -> {
      var layers = new Layers(plan);
      GraphTask task = plan.task();
      boolean symbols = task.kinds() > 0;
      String x = GraphTask.INPUT;
      if (symbols) {
        x = layers.lookUp("tokens", x, task.kinds(), WIDTH, Role.TOKENS);
      }
      int in = symbols ? WIDTH : task.length(2);
      for (int l = 1; l <= depth; l++) {
        String path = "layer" + l;
        boolean last = l == depth && !symbols;
        layer(plan, path, x, in, cell);
        String shape =
            last
                ? plan.shape(path + "/shape", -1, WIDTH)
                : plan.shape(path + "/shape", 0, 0, WIDTH);
        String from = path + (last ? "/last" : "/states");
        x = plan.node(path + "/h", new Reshaping.Reshape(false), from, shape);
        in = WIDTH;
      }
      int out = task.outputs();
      return symbols
          ? layers.everywhere("head", x, WIDTH, out, Role.HEAD, NONE, NONE)
          : layers.dense("head", x, WIDTH, out, Role.HEAD, NONE, NONE);
    };
  }

  private static void layer(NetworkPlan plan, String path, String x, int in, Cell cell) {
    int rows = cell.gates * WIDTH;
    Activation before = in == WIDTH ? cell.f() : NONE;
    String w =
        plan.weight(
            path + "/weight",
            Role.INPUT,
            Kernel.gates(cell.gates, in, WIDTH),
            Order.UNITS_FIRST,
            before,
            NONE,
            1,
            rows,
            in);
    String r =
        plan.weight(
            path + "/recurrent",
            Role.STATE,
            Kernel.gates(cell.gates, WIDTH, WIDTH),
            Order.UNITS_FIRST,
            cell.f(),
            NONE,
            1,
            rows,
            WIDTH);
    String b = plan.bias(path + "/bias", 1, 2L * rows);
    plan.node(
        path, cell.operator(), List.of(x, w, r, b), List.of(path + "/states", path + "/last"));
  }
}
