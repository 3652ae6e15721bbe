package dev.seedbed.graph;

import java.util.List;
import java.util.function.IntConsumer;

/// Operators that apply a function to the elements of any number of arrays, which are repeated to
/// one shape (see [TensorShape#broadcast]).
public sealed interface VariadicFunction extends Operator {
  /// The function that joins two arrays.
  BinaryFunction step();

  @Override
  default List<NdArray> outputs(Operands in) {
    NdArray result = in.get(0);
    for (int i = 1; i < in.count(); i++) {
      result = step().output(in, result, in.get(i));
    }
    return List.of(result);
  }

  /// The sum.
  record Sum() implements VariadicFunction {
    @Override
    public BinaryFunction step() {
      return new BinaryFunction.Add();
    }

    @Override
    public void gradients(Backward back) {
      addToAll(back, back.gradient(0).orElseThrow());
    }
  }

  /// The sum divided by the number of arrays.
  record Mean() implements VariadicFunction {
    @Override
    public BinaryFunction step() {
      return new BinaryFunction.Add();
    }

    @Override
    public List<NdArray> outputs(Operands in) {
      FloatArray sum = VariadicFunction.super.outputs(in).getFirst().asFloats();
      return List.of(divided(in, sum, in.count()));
    }

    private static NdArray divided(Operands in, FloatArray sum, int count) {
      return new BinaryFunction.Div().output(in, sum, FloatArray.scalar((float) count));
    }

    @Override
    public void gradients(Backward back) {
      FloatArray g = back.gradient(0).orElseThrow();
      addToAll(back, divided(back.operands(), g, back.inputs().size()).asFloats());
    }
  }

  private static void addToAll(Backward back, FloatArray g) {
    for (int i = 0; i < back.inputs().size(); i++) {
      if (back.wants(i)) {
        back.add(i, Fold.sumTo(g, back.inputShape(i), back.team()));
      }
    }
  }

  /// The largest, NaN if one is. Of several, each gets an equal share of the gradient.
  record Max() implements VariadicFunction {
    @Override
    public BinaryFunction step() {
      return new BinaryFunction.Larger();
    }

    @Override
    public void gradients(Backward back) {
      addToEqual(back);
    }

    @Override
    public Keeps keeps() {
      return Keeps.ALL;
    }
  }

  /// The smallest, NaN if one is. Of several, each gets an equal share of the gradient.
  record Min() implements VariadicFunction {
    @Override
    public BinaryFunction step() {
      return new BinaryFunction.Smaller();
    }

    @Override
    public void gradients(Backward back) {
      addToEqual(back);
    }

    @Override
    public Keeps keeps() {
      return Keeps.ALL;
    }
  }

  /// Shares out the gradient among the inputs that are equal to the output.
  private static void addToEqual(Backward back) {
    FloatArray g = back.gradient(0).orElseThrow();
    float[] y = back.output(0).data();
    int[] equal = new int[y.length];
    for (int i = 0; i < back.inputs().size(); i++) {
      eachEqual(back, i, y, at -> equal[at]++);
    }
    for (int i = 0; i < back.inputs().size(); i++) {
      if (back.wants(i)) {
        FloatArray d = FloatArray.of(g.shape());
        eachEqual(back, i, y, at -> d.data()[at] = g.data()[at] / equal[at]);
        back.add(i, Fold.sumTo(d, back.inputShape(i), back.team()));
      }
    }
  }

  private static void eachEqual(Backward back, int input, float[] y, IntConsumer use) {
    float[] x = back.floats(input).data();
    TensorShape shape = back.outputShape(0);
    Broadcast broadcast = Broadcast.of(shape, back.inputShape(input));
    broadcast.each(
        back.team(),
        (at, places, length) -> {
          for (int e = 0; e < length; e++) {
            if (x[places[1] + e * broadcast.step(1)] == y[at + e]) {
              use.accept(at + e);
            }
          }
        });
  }
}
