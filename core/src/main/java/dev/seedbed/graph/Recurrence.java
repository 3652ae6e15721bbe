package dev.seedbed.graph;

import dev.seedbed.kernel.Panels;
import dev.seedbed.kernel.Team;
import java.util.Arrays;
import java.util.List;

/// Recurrent layers. Inputs: X, W, R, and if they are given B, the lengths of the sequences, and
/// the initial state; outputs: the state after each step, and the last one.
///
/// On the way back they run forward again, and then take all steps back.
public sealed interface Recurrence extends Operator {
  RecurrentSpec spec();

  /// How many gates a unit has.
  int gates();

  /// The default activation functions of one direction.
  List<GateFunction> usualFunctions();

  /// Whether there is a cell state beside the state.
  default boolean hasCell() {
    return false;
  }

  /// Takes all steps of one direction.
  void forward(RecurrentPass pass, Operands in);

  /// Takes all steps back.
  ///
  /// @param dy the gradient by the outputs
  /// @param dp receives that by the peepholes; may be empty
  /// @return what the weights of the last gate were multiplied with, where that is not the state
  float[] backward(RecurrentPass pass, Operands in, float[] dy, float[] dp);

  private RecurrentPass run(RecurrentShapes shapes, int d, Operands in, boolean backward) {
    var pass =
        new RecurrentPass(
            shapes, d, spec(), spec().functions(d, usualFunctions()), backward, in.team());
    pass.readInputs(in.floats(0).data(), in.floats(1).data());
    pass.readState(data(in, 5), pass.h);
    if (hasCell()) {
      pass.readState(data(in, 6), pass.c);
    }
    forward(pass, in);
    return pass;
  }

  /// The elements of an input; none if it is left out.
  static float[] data(Operands in, int i) {
    return in.find(i).isPresent() ? in.floats(i).data() : new float[0];
  }

  private RecurrentShapes shapes(Operands in) {
    RecurrentShapes shapes = RecurrentShapes.of(in, spec(), gates());
    if (hasCell()) {
      shapes.checkState(in, 6);
      RecurrentShapes.check(in, 7, shapes.directions(), 3L * shapes.units());
    }
    return shapes;
  }

  @Override
  default List<NdArray> outputs(Operands in) {
    RecurrentShapes shapes = shapes(in);
    FloatArray y = FloatArray.of(shapes.output());
    FloatArray h = FloatArray.of(shapes.state());
    FloatArray c = FloatArray.of(shapes.state());
    for (int d = 0; d < shapes.directions(); d++) {
      RecurrentPass pass = run(shapes, d, in, false);
      int last = shapes.steps() * shapes.rows() * shapes.units();
      pass.writeOutputs(y.data());
      pass.writeState(pass.h, last, h.data());
      pass.writeState(pass.c, last, c.data());
    }
    return hasCell() ? List.of(y, h, c) : List.of(y, h);
  }

  @Override
  default void gradients(Backward back) {
    Operands in = back.operands();
    RecurrentShapes shapes = shapes(in);
    float[] dy = back.gradientOrZeros(0).data();
    float[] dx = wanted(back, 0);
    float[] dw = wanted(back, 1);
    float[] dr = wanted(back, 2);
    float[] db = wanted(back, 3);
    float[] dh = wanted(back, 5);
    float[] dc = wanted(back, 6);
    float[] dp = wanted(back, 7);
    for (int d = 0; d < shapes.directions(); d++) {
      RecurrentPass pass = run(shapes, d, in, true);
      back.gradient(1).ifPresent(g -> pass.readState(g.data(), pass.dh));
      if (hasCell()) {
        back.gradient(2).ifPresent(g -> pass.readState(g.data(), pass.dc));
      }
      float[] reset = backward(pass, in, dy, dp);
      pass.parameterGradients(in.floats(1).data(), dx, dw, dr, db, reset);
      if (dh.length > 0) {
        pass.writeState(pass.dh, 0, dh);
      }
      if (dc.length > 0) {
        pass.writeState(pass.dc, 0, dc);
      }
    }
    float[][] all = {dx, dw, dr, db, new float[0], dh, dc, dp};
    for (int i = 0; i < all.length; i++) {
      if (back.wants(i)) {
        back.add(i, new FloatArray(back.inputShape(i), all[i]));
      }
    }
  }

  private static float[] wanted(Backward back, int i) {
    return back.wants(i) ? new float[back.inputShape(i).elements()] : new float[0];
  }

  @Override
  default Keeps keeps() {
    return Keeps.INPUTS;
  }

  /// Works on the units of one row.
  interface RowWork {
    /// Works on one row.
    ///
    /// @param gates where the row's gates of the step start
    /// @param state where its state before the step starts; that after is rows × units further
    void run(int row, int gates, int state);
  }

  /// Works on all rows of a step whose sequences have not ended.
  private static void rows(RecurrentPass pass, Team team, int step, boolean forward, RowWork work) {
    Parallel.ranges(
        team,
        pass.rows,
        20L * pass.width,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            if (pass.time(step, row) >= 0) {
              work.run(
                  row,
                  (step * pass.rows + row) * pass.width,
                  (step * pass.rows + row) * pass.units);
            } else if (forward) {
              pass.keepState(step, row);
            }
          }
        });
  }

  /// h′ = f(Wx + Rh + b).
  record Rnn(RecurrentSpec spec) implements Recurrence {
    @Override
    public String name() {
      return "RNN";
    }

    @Override
    public int gates() {
      return 1;
    }

    @Override
    public List<GateFunction> usualFunctions() {
      return List.of(GateFunction.TANH);
    }

    @Override
    public void forward(RecurrentPass pass, Operands in) {
      pass.addBiases(data(in, 3), 1);
      Panels[] r = pass.packedState(in.floats(2).data(), 0, 1);
      GateFunction f = pass.functions.getFirst();
      int next = pass.rows * pass.units;
      for (int step = 0; step < pass.shapes.steps(); step++) {
        pass.multiplyState(r, pass.h, step * next, step, 0, 1);
        rows(
            pass,
            in.team(),
            step,
            true,
            (_, at, state) -> {
              for (int j = 0; j < pass.units; j++) {
                float z = pass.fromInput[at + j] + pass.fromState[at + j];
                pass.h[state + next + j] = pass.activate(f, at, 0, j, z);
              }
            });
      }
    }

    @Override
    public float[] backward(RecurrentPass pass, Operands in, float[] dy, float[] dp) {
      Panels[] r = pass.packedStateTransposed(in.floats(2).data(), 0, 1);
      GateFunction f = pass.functions.getFirst();
      for (int step = pass.shapes.steps() - 1; step >= 0; step--) {
        pass.addOutputGradients(step, dy);
        rows(
            pass,
            in.team(),
            step,
            false,
            (row, at, _) -> {
              for (int j = 0; j < pass.units; j++) {
                float dz = pass.dh[row * pass.units + j] * pass.slope(f, at, 0, j);
                pass.byInput[at + j] = dz;
                pass.byState[at + j] = dz;
                pass.dh[row * pass.units + j] = 0;
              }
            });
        pass.multiplyBack(r, step, 0, 1, pass.dh);
      }
      return new float[0];
    }
  }

  /// Gated recurrent units. Gates: update z, reset r, and the new state.
  ///
  /// @param linearBeforeReset whether the state is multiplied with its weights before the reset
  ///   gate is applied
  record Gru(RecurrentSpec spec, boolean linearBeforeReset) implements Recurrence {
    @Override
    public String name() {
      return "GRU";
    }

    @Override
    public int gates() {
      return 3;
    }

    @Override
    public List<GateFunction> usualFunctions() {
      return List.of(GateFunction.SIGMOID, GateFunction.TANH);
    }

    @Override
    public void forward(RecurrentPass pass, Operands in) {
      int units = pass.units;
      float[] b = data(in, 3);
      pass.addBiases(b, linearBeforeReset ? 2 : 3);
      float[] weights = in.floats(2).data();
      Panels[] first = pass.packedState(weights, 0, linearBeforeReset ? 3 : 2);
      Panels[] last = pass.packedState(weights, 2, 3);
      GateFunction f = pass.functions.get(0);
      GateFunction g = pass.functions.get(1);
      int next = pass.rows * units;
      int resetBias = (pass.direction() * 2 + 1) * pass.width + 2 * units;
      float[] reset = new float[next];
      for (int step = 0; step < pass.shapes.steps(); step++) {
        pass.multiplyState(first, pass.h, step * next, step, 0, linearBeforeReset ? 3 : 2);
        rows(
            pass,
            in.team(),
            step,
            true,
            (row, at, state) -> {
              for (int j = 0; j < units; j++) {
                for (int gate = 0; gate < 2; gate++) {
                  int place = at + gate * units + j;
                  pass.activate(f, at, gate, j, pass.fromInput[place] + pass.fromState[place]);
                }
                reset[row * units + j] = pass.a[at + units + j] * pass.h[state + j];
                if (linearBeforeReset && b.length > 0) {
                  pass.fromState[at + 2 * units + j] += b[resetBias + j];
                }
              }
            });
        if (!linearBeforeReset) {
          pass.multiplyState(last, reset, 0, step, 2, 3);
        }
        rows(
            pass,
            in.team(),
            step,
            true,
            (_, at, state) -> {
              for (int j = 0; j < units; j++) {
                int place = at + 2 * units + j;
                float fromState = pass.fromState[place];
                if (linearBeforeReset) {
                  fromState *= pass.a[at + units + j];
                }
                float n = pass.activate(g, at, 2, j, pass.fromInput[place] + fromState);
                float update = pass.a[at + j];
                pass.h[state + next + j] = (1 - update) * n + update * pass.h[state + j];
              }
            });
      }
    }

    @Override
    public float[] backward(RecurrentPass pass, Operands in, float[] dy, float[] dp) {
      int units = pass.units;
      float[] weights = in.floats(2).data();
      Panels[] first = pass.packedStateTransposed(weights, 0, linearBeforeReset ? 3 : 2);
      Panels[] last = pass.packedStateTransposed(weights, 2, 3);
      GateFunction f = pass.functions.get(0);
      GateFunction g = pass.functions.get(1);
      float[] reset = new float[linearBeforeReset ? 0 : pass.shapes.steps() * pass.rows * units];
      float[] byReset = new float[pass.rows * units];
      for (int step = pass.shapes.steps() - 1; step >= 0; step--) {
        pass.addOutputGradients(step, dy);
        rows(
            pass,
            in.team(),
            step,
            false,
            (row, at, state) -> {
              for (int j = 0; j < units; j++) {
                float dh = pass.dh[row * units + j];
                float update = pass.a[at + j];
                float r = pass.a[at + units + j];
                float n = pass.a[at + 2 * units + j];
                float before = pass.h[state + j];
                float dn = dh * (1 - update) * pass.slope(g, at, 2, j);
                float dUpdate = dh * (before - n) * pass.slope(f, at, 0, j);
                pass.byInput[at + j] = dUpdate;
                pass.byState[at + j] = dUpdate;
                pass.byInput[at + 2 * units + j] = dn;
                pass.byState[at + 2 * units + j] = linearBeforeReset ? dn * r : dn;
                byReset[row * units + j] =
                    linearBeforeReset ? dn * pass.fromState[at + 2 * units + j] : 0;
                pass.dh[row * units + j] = dh * update;
              }
            });
        if (!linearBeforeReset) {
          pass.multiplyBack(last, step, 2, 3, byReset);
        }
        rows(
            pass,
            in.team(),
            step,
            false,
            (row, at, state) -> {
              for (int j = 0; j < units; j++) {
                float r = pass.a[at + units + j];
                float by = byReset[row * units + j];
                float before = pass.h[state + j];
                if (!linearBeforeReset) {
                  reset[state + j] = r * before;
                  pass.dh[row * units + j] += by * r;
                  by *= before;
                }
                float dr = by * pass.slope(f, at, 1, j);
                pass.byInput[at + units + j] = dr;
                pass.byState[at + units + j] = dr;
              }
            });
        pass.multiplyBack(first, step, 0, linearBeforeReset ? 3 : 2, pass.dh);
        Arrays.fill(byReset, 0);
      }
      return reset;
    }
  }

  /// Long short-term memory. Gates: input, output, forget, and the new cell. Inputs after the
  /// initial state: the initial cell state, and peepholes from it to the first three gates.
  ///
  /// @param inputForget whether the forget gate is 1 minus the input gate
  record Lstm(RecurrentSpec spec, boolean inputForget) implements Recurrence {
    @Override
    public String name() {
      return "LSTM";
    }

    @Override
    public int gates() {
      return 4;
    }

    @Override
    public boolean hasCell() {
      return true;
    }

    @Override
    public List<GateFunction> usualFunctions() {
      return List.of(GateFunction.SIGMOID, GateFunction.TANH, GateFunction.TANH);
    }

    @Override
    public void forward(RecurrentPass pass, Operands in) {
      int units = pass.units;
      pass.addBiases(data(in, 3), 4);
      Panels[] weights = pass.packedState(in.floats(2).data(), 0, 4);
      GateFunction f = pass.functions.get(0);
      GateFunction g = pass.functions.get(1);
      GateFunction out = pass.functions.get(2);
      float[] p = data(in, 7);
      int peep = pass.direction() * 3 * units;
      int next = pass.rows * units;
      for (int step = 0; step < pass.shapes.steps(); step++) {
        pass.multiplyState(weights, pass.h, step * next, step, 0, 4);
        rows(
            pass,
            in.team(),
            step,
            true,
            (_, at, state) -> {
              for (int j = 0; j < units; j++) {
                float before = pass.c[state + j];
                float i = pass.activate(f, at, 0, j, sum(pass, at, 0, j, p, peep, before));
                float forget;
                if (inputForget) {
                  forget = 1 - i;
                } else {
                  forget = pass.activate(f, at, 2, j, sum(pass, at, 2, j, p, peep, before));
                }
                int cell = at + 3 * units + j;
                float n = pass.activate(g, at, 3, j, pass.fromInput[cell] + pass.fromState[cell]);
                float c = forget * before + i * n;
                pass.c[state + next + j] = c;
                float o = pass.activate(f, at, 1, j, sum(pass, at, 1, j, p, peep, c));
                pass.h[state + next + j] = o * out.value(pass.clipped(c));
              }
            });
      }
    }

    /// What the function of one of the first three gates is applied to.
    private static float sum(
        RecurrentPass pass, int at, int gate, int j, float[] p, int peep, float cell) {
      int place = at + gate * pass.units + j;
      float sum = pass.fromInput[place] + pass.fromState[place];
      return p.length == 0 ? sum : sum + p[peep + gate * pass.units + j] * cell;
    }

    @Override
    public float[] backward(RecurrentPass pass, Operands in, float[] dy, float[] dp) {
      int units = pass.units;
      Panels[] weights = pass.packedStateTransposed(in.floats(2).data(), 0, 4);
      GateFunction f = pass.functions.get(0);
      GateFunction g = pass.functions.get(1);
      GateFunction out = pass.functions.get(2);
      float[] p = data(in, 7);
      int peep = pass.direction() * 3 * units;
      int next = pass.rows * units;
      for (int step = pass.shapes.steps() - 1; step >= 0; step--) {
        pass.addOutputGradients(step, dy);
        rows(
            pass,
            in.team(),
            step,
            false,
            (row, at, state) -> {
              for (int j = 0; j < units; j++) {
                float dh = pass.dh[row * units + j];
                float before = pass.c[state + j];
                float c = pass.c[state + next + j];
                float squashed = out.value(pass.clipped(c));
                float o = pass.a[at + units + j];
                float i = pass.a[at + j];
                float n = pass.a[at + 3 * units + j];
                float dOut = dh * squashed * pass.slope(f, at, 1, j);
                float dc = pass.dc[row * units + j] + dh * o * pass.derivative(out, c, squashed);
                dc += p.length == 0 ? 0 : dOut * p[peep + units + j];
                float byInputGate = inputForget ? dc * (n - before) : dc * n;
                float dIn = byInputGate * pass.slope(f, at, 0, j);
                float dForget = inputForget ? 0 : dc * before * pass.slope(f, at, 2, j);
                float dNew = dc * i * pass.slope(g, at, 3, j);
                float forget = inputForget ? 1 - i : pass.a[at + 2 * units + j];
                float dBefore = dc * forget;
                if (p.length > 0) {
                  dBefore += dIn * p[peep + j] + dForget * p[peep + 2 * units + j];
                }
                pass.dc[row * units + j] = dBefore;
                pass.dh[row * units + j] = 0;
                set(pass, at + j, dIn);
                set(pass, at + units + j, dOut);
                set(pass, at + 2 * units + j, dForget);
                set(pass, at + 3 * units + j, dNew);
              }
            });
        pass.multiplyBack(weights, step, 0, 4, pass.dh);
      }
      if (dp.length > 0) {
        peepholeGradients(pass, dp, peep);
      }
      return new float[0];
    }

    private static void set(RecurrentPass pass, int place, float gradient) {
      pass.byInput[place] = gradient;
      pass.byState[place] = gradient;
    }

    private static void peepholeGradients(RecurrentPass pass, float[] dp, int peep) {
      int units = pass.units;
      int next = pass.rows * units;
      double[] sums = new double[3 * units];
      for (int i = 0; i < pass.shapes.steps() * pass.rows; i++) {
        for (int gate = 0; gate < 3; gate++) {
          for (int j = 0; j < units; j++) {
            // The output gate sees the new cell state, the others the old one.
            float cell = pass.c[i * units + j + (gate == 1 ? next : 0)];
            sums[gate * units + j] +=
                (double) pass.byInput[i * pass.width + gate * units + j] * cell;
          }
        }
      }
      for (int j = 0; j < sums.length; j++) {
        dp[peep + j] = (float) sums[j];
      }
    }
  }
}
