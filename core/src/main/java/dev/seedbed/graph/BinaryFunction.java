package dev.seedbed.graph;

import java.util.List;

/// Operators that apply a function to the elements of two arrays, one of which is repeated where
/// the other is longer (see [TensorShape#broadcast]).
public sealed interface BinaryFunction extends Operator {
  /// The function of real numbers.
  float value(float a, float b);

  /// The function of whole numbers.
  long value(long a, long b);

  /// ∂value/∂a.
  float derivativeByFirst(float a, float b);

  /// ∂value/∂b.
  float derivativeBySecond(float a, float b);

  @Override
  default List<NdArray> outputs(Operands in) {
    TensorShape shape = in.shape(0).broadcast(in.shape(1));
    NdArray a = Strided.repeated(in.shape(0), shape).read(in.get(0), in.team());
    NdArray b = Strided.repeated(in.shape(1), shape).read(in.get(1), in.team());
    if (a instanceof LongArray x) {
      long[] y = b.asLongs().data();
      LongArray z = LongArray.of(shape);
      Parallel.ranges(
          in.team(),
          y.length,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              z.data()[i] = value(x.data()[i], y[i]);
            }
          });
      return List.of(z);
    }
    float[] x = a.asFloats().data();
    float[] y = b.asFloats().data();
    FloatArray z = FloatArray.of(shape);
    Parallel.ranges(
        in.team(),
        y.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            z.data()[i] = value(x[i], y[i]);
          }
        });
    return List.of(z);
  }

  /// a + b.
  record Add() implements BinaryFunction {
    @Override
    public float value(float a, float b) {
      return a + b;
    }

    @Override
    public long value(long a, long b) {
      return a + b;
    }

    @Override
    public float derivativeByFirst(float a, float b) {
      return 1;
    }

    @Override
    public float derivativeBySecond(float a, float b) {
      return 1;
    }
  }
}
