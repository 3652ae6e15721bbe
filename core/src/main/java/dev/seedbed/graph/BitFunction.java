package dev.seedbed.graph;

import java.util.List;

/// Operators on the bits of whole numbers.
public sealed interface BitFunction extends Operator {
  long value(long a, long b);

  @Override
  default List<NdArray> outputs(Operands in) {
    long[] a = in.longs(0).data();
    long[] b = in.longs(1).data();
    Broadcast broadcast = Broadcast.of(in.shape(0), in.shape(1));
    LongArray c = LongArray.of(broadcast.shape());
    broadcast.each(
        in.team(),
        (at, places, length) -> {
          for (int e = 0; e < length; e++) {
            c.data()[at + e] =
                value(a[places[0] + e * broadcast.step(0)], b[places[1] + e * broadcast.step(1)]);
          }
        });
    return List.of(c);
  }

  /// The bits that both have.
  record BitwiseAnd() implements BitFunction {
    @Override
    public long value(long a, long b) {
      return a & b;
    }
  }

  /// The bits that one has.
  record BitwiseOr() implements BitFunction {
    @Override
    public long value(long a, long b) {
      return a | b;
    }
  }

  /// The bits that only one has.
  record BitwiseXor() implements BitFunction {
    @Override
    public long value(long a, long b) {
      return a ^ b;
    }
  }

  /// All bits turned over.
  record BitwiseNot() implements BitFunction {
    @Override
    public long value(long a, long b) {
      return ~a;
    }

    @Override
    public List<NdArray> outputs(Operands in) {
      return BitFunction.super.outputs(
          new Operands(List.of(in.inputs().getFirst(), in.inputs().getFirst()), 1, in.team()));
    }
  }

  /// The bits of a moved by b places; those that are moved out are lost, those that are moved in
  /// are 0. Numbers count as 64 bits without a sign.
  record BitShift(Direction direction) implements BitFunction {
    /// Where bits go.
    public enum Direction {
      LEFT,
      RIGHT
    }

    @Override
    public long value(long a, long b) {
      if (b < 0 || b >= Long.SIZE) {
        return 0;
      }
      return direction == Direction.LEFT ? a << b : a >>> b;
    }
  }
}
