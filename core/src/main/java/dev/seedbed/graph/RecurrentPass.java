package dev.seedbed.graph;

import dev.seedbed.kernel.Panels;
import dev.seedbed.kernel.Team;
import java.util.Arrays;
import java.util.List;

/// One direction of a recurrent layer, all its steps. Arrays are steps × rows × gates × units, with
/// the steps in the order in which they are taken.
final class RecurrentPass {
  final RecurrentShapes shapes;
  final List<GateFunction> functions;
  final float clip;
  private final boolean reverse;
  private final int d;
  final int rows;
  final int units;
  final int width;
  private final Team team;

  /// The input of each step, in order: steps × rows × inputs.
  private final float[] x;

  /// What the input and the biases give to each gate.
  final float[] fromInput;

  /// What the state before gives to each gate.
  final float[] fromState;

  /// What the functions of the gates are applied to, and their values.
  final float[] z;

  final float[] a;

  /// The states, from the initial one on: (steps + 1) × rows × units.
  final float[] h;

  final float[] c;

  /// The gradients by [#fromInput] and [#fromState].
  final float[] byInput;

  final float[] byState;

  /// The gradients by the state after the step that is being taken back; then by that before.
  final float[] dh;

  final float[] dc;

  RecurrentPass(
      RecurrentShapes shapes,
      int d,
      RecurrentSpec spec,
      List<GateFunction> functions,
      boolean backward,
      Team team) {
    this.shapes = shapes;
    this.d = d;
    this.functions = functions;
    this.clip = spec.clip();
    this.reverse = spec.reverse(d);
    this.team = team;
    this.rows = shapes.rows();
    this.units = shapes.units();
    this.width = shapes.gates() * units;
    int steps = shapes.steps();
    this.x = floats(steps, rows, shapes.inputs());
    this.fromInput = floats(steps, rows, width);
    this.fromState = floats(steps, rows, width);
    this.z = floats(steps, rows, width);
    this.a = floats(steps, rows, width);
    this.h = floats(steps + 1, rows, units);
    this.c = floats(steps + 1, rows, units);
    this.byInput = floats(backward ? steps : 0, rows, width);
    this.byState = floats(backward ? steps : 0, rows, width);
    this.dh = floats(1, rows, units);
    this.dc = floats(1, rows, units);
  }

  private static float[] floats(int a, int b, int c) {
    return FloatArray.of(TensorShape.of(a, b, c)).data();
  }

  /// The time that row `row` has at a step; -1 if its sequence has ended.
  int time(int step, int row) {
    int length = shapes.length(row);
    if (step >= length) {
      return -1;
    }
    return reverse ? length - 1 - step : step;
  }

  /// Puts the inputs in the order of steps, and multiplies them all.
  void readInputs(float[] data, float[] w) {
    int inputs = shapes.inputs();
    for (int step = 0; step < shapes.steps(); step++) {
      for (int row = 0; row < rows; row++) {
        int time = time(step, row);
        if (time >= 0) {
          int from = shapes.inputAt(time, row);
          System.arraycopy(data, from, x, (step * rows + row) * inputs, inputs);
        }
      }
    }
    Products.multiply(
        shapes.steps() * rows,
        width,
        inputs,
        MatrixView.of(x, 0, inputs),
        weights(w, inputs).transposed(),
        MatrixView.of(fromInput, 0, width),
        team);
  }

  private MatrixView weights(float[] w, int columns) {
    return MatrixView.of(w, d * width * columns, columns);
  }

  /// The rows of the recurrent weights of some gates, packed.
  Panels[] packedState(float[] r, int fromGate, int toGate) {
    return Products.packRows(
        (toGate - fromGate) * units, units, Products.BLOCK, gates(r, fromGate), team);
  }

  /// The columns of the same, packed.
  Panels[] packedStateTransposed(float[] r, int fromGate, int toGate) {
    return Products.packRows(
        units, (toGate - fromGate) * units, Products.BLOCK, gates(r, fromGate).transposed(), team);
  }

  private MatrixView gates(float[] r, int fromGate) {
    return MatrixView.of(r, (d * width + fromGate * units) * units, units);
  }

  /// fromState of a step for some gates: the product of a state with their weights.
  void multiplyState(Panels[] packed, float[] state, int stateAt, int step, int fromGate, int to) {
    Products.multiply(
        packed,
        (to - fromGate) * units,
        rows,
        units,
        MatrixView.of(state, stateAt, units).transposed(),
        MatrixView.of(fromState, step * rows * width + fromGate * units, width).transposed(),
        team);
  }

  /// The gradient by a state that was multiplied with the weights of some gates.
  ///
  /// @param sum is added to
  void multiplyBack(Panels[] packed, int step, int fromGate, int toGate, float[] sum) {
    Products.multiply(
        packed,
        units,
        rows,
        (toGate - fromGate) * units,
        MatrixView.of(byState, step * rows * width + fromGate * units, width).transposed(),
        MatrixView.of(sum, 0, units).transposed().adding(),
        team);
  }

  void readState(float[] initial, float[] states) {
    if (initial.length > 0) {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(initial, shapes.stateAt(d, row), states, row * units, units);
      }
    }
  }

  /// Copies a state or its gradient to its place among all directions.
  void writeState(float[] states, int at, float[] target) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(states, at + row * units, target, shapes.stateAt(d, row), units);
    }
  }

  void writeOutputs(float[] y) {
    for (int step = 0; step < shapes.steps(); step++) {
      for (int row = 0; row < rows; row++) {
        int time = time(step, row);
        if (time >= 0) {
          System.arraycopy(
              h, ((step + 1) * rows + row) * units, y, shapes.outputAt(time, d, row), units);
        }
      }
    }
  }

  /// Keeps the state of a row whose sequence has ended.
  void keepState(int step, int row) {
    int at = (step * rows + row) * units;
    System.arraycopy(h, at, h, at + rows * units, units);
    System.arraycopy(c, at, c, at + rows * units, units);
  }

  /// Adds to dh the gradients by the outputs of a step.
  void addOutputGradients(int step, float[] dy) {
    for (int row = 0; row < rows; row++) {
      int time = time(step, row);
      if (time >= 0) {
        int at = shapes.outputAt(time, d, row);
        for (int j = 0; j < units; j++) {
          dh[row * units + j] += dy[at + j];
        }
      }
    }
  }

  float clipped(float value) {
    return Math.min(Math.max(value, -clip), clip);
  }

  /// Applies gate `gate`'s function; `at` is where the row's gates start.
  float activate(GateFunction f, int at, int gate, int j, float value) {
    int place = at + gate * units + j;
    z[place] = value;
    a[place] = f.value(clipped(value));
    return a[place];
  }

  /// The gradient by what a gate's function was applied to.
  float slope(GateFunction f, int at, int gate, int j) {
    int place = at + gate * units + j;
    return derivative(f, z[place], a[place]);
  }

  float derivative(GateFunction f, float value, float result) {
    return Math.abs(value) > clip ? 0 : f.derivative(value, result);
  }

  /// The gradients by the parameters and inputs, once those of all steps are there.
  ///
  /// @param dw receives those by the weights, or is empty if they are not wanted; so are the others
  /// @param resetState for each step, what the weights of the last gate were multiplied with where
  ///   that is not the state; or empty
  void parameterGradients(
      float[] w, float[] dx, float[] dw, float[] dr, float[] db, float[] resetState) {
    int inputs = shapes.inputs();
    int count = shapes.steps() * rows;
    MatrixView gradient = MatrixView.of(byInput, 0, width);
    if (dw.length > 0) {
      Products.multiply(
          width,
          inputs,
          count,
          gradient.transposed(),
          MatrixView.of(x, 0, inputs),
          weights(dw, inputs),
          team);
    }
    if (dr.length > 0) {
      int last = resetState.length > 0 ? width - units : width;
      Products.multiply(
          last,
          units,
          count,
          MatrixView.of(byState, 0, width).transposed(),
          MatrixView.of(h, 0, units),
          gates(dr, 0),
          team);
      Products.multiply(
          width - last,
          units,
          count,
          new MatrixView(byState, last, 1, width),
          MatrixView.of(resetState, 0, units),
          gates(dr, last / units),
          team);
    }
    if (db.length > 0) {
      sumRows(byInput, db, d * 2 * width);
      sumRows(byState, db, (d * 2 + 1) * width);
    }
    if (dx.length > 0) {
      float[] ordered = floats(shapes.steps(), rows, inputs);
      Products.multiply(
          count,
          inputs,
          width,
          gradient,
          weights(w, inputs),
          MatrixView.of(ordered, 0, inputs),
          team);
      for (int step = 0; step < shapes.steps(); step++) {
        for (int row = 0; row < rows; row++) {
          int time = time(step, row);
          for (int j = 0; time >= 0 && j < inputs; j++) {
            dx[shapes.inputAt(time, row) + j] += ordered[(step * rows + row) * inputs + j];
          }
        }
      }
    }
  }

  private void sumRows(float[] gradients, float[] target, int at) {
    double[] sums = new double[width];
    for (int i = 0; i < gradients.length; i++) {
      sums[i % width] += gradients[i];
    }
    for (int j = 0; j < width; j++) {
      target[at + j] = (float) sums[j];
    }
  }

  /// Adds the two biases of the input's and the state's side to what the input gives.
  ///
  /// @param stateGates how many gates, from the first on, get the state's bias here
  void addBiases(float[] b, int stateGates) {
    if (b.length == 0) {
      return;
    }
    float[] sum = Arrays.copyOfRange(b, d * 2 * width, (d * 2 + 1) * width);
    for (int j = 0; j < stateGates * units; j++) {
      sum[j] += b[(d * 2 + 1) * width + j];
    }
    for (int i = 0; i < fromInput.length; i++) {
      fromInput[i] += sum[i % width];
    }
  }

  int direction() {
    return d;
  }
}
