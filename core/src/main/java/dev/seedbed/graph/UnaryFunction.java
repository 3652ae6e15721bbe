package dev.seedbed.graph;

import dev.seedbed.elementary.Elementary;
import java.util.List;

/// Operators that apply a function to each element.
public sealed interface UnaryFunction extends Operator {
  /// y = f(x).
  float value(float x);

  /// f′(x), where y = f(x). At a kink it is the derivative from the left.
  float derivative(float x, float y);

  @Override
  default List<NdArray> outputs(Operands in) {
    FloatArray x = in.floats(0);
    FloatArray y = FloatArray.of(x.shape());
    Parallel.ranges(
        in.team(),
        x.data().length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            y.data()[i] = value(x.data()[i]);
          }
        });
    return List.of(y);
  }

  @Override
  default void gradients(Backward back) {
    if (back.wants(0) && back.gradient(0).isPresent()) {
      float[] x = back.floats(0).data();
      float[] y = back.output(0).data();
      float[] g = back.gradientOrZeros(0).data();
      FloatArray d = FloatArray.of(back.inputShape(0));
      Parallel.ranges(
          back.team(),
          x.length,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              d.data()[i] = g[i] * derivative(x[i], y[i]);
            }
          });
      back.add(0, d);
    }
  }

  @Override
  default Keeps keeps() {
    return Keeps.ALL;
  }

  /// max(x, 0).
  record Relu() implements UnaryFunction {
    @Override
    public float value(float x) {
      return x <= 0 ? 0 : x;
    }

    @Override
    public float derivative(float x, float y) {
      return x > 0 ? 1 : 0;
    }
  }

  /// eˣ.
  record Exp() implements UnaryFunction {
    @Override
    public float value(float x) {
      return Elementary.exp(x);
    }

    @Override
    public float derivative(float x, float y) {
      return y;
    }
  }
}
