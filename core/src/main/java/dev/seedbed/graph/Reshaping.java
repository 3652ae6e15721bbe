package dev.seedbed.graph;

import java.util.Arrays;
import java.util.List;

/// Operators that keep all elements in their order, in another shape.
public sealed interface Reshaping extends Rearrangement {
  /// The shape of the output.
  ///
  /// @throws IllegalArgumentException if there is none
  TensorShape shape(Operands in);

  @Override
  default List<NdArray> outputs(Operands in) {
    return List.of(in.get(0).reshaped(shape(in)));
  }

  @Override
  default void gradients(Backward back) {
    if (back.wants(0)) {
      back.gradient(0).ifPresent(g -> back.add(0, g.reshaped(back.inputShape(0))));
    }
  }

  /// Inputs: an array and its new shape, in which −1 stands for the length that is left over.
  ///
  /// @param allowZero whether 0 is a length; if not, it stands for the input's length of that axis
  record Reshape(boolean allowZero) implements Reshaping {
    @Override
    public TensorShape shape(Operands in) {
      TensorShape old = in.shape(0);
      long[] lengths = in.longs(1).data().clone();
      int open = -1;
      long known = 1;
      for (int axis = 0; axis < lengths.length; axis++) {
        if (lengths[axis] == 0 && !allowZero) {
          if (axis >= old.rank()) {
            throw refusal(in);
          }
          lengths[axis] = old.length(axis);
        }
        if (lengths[axis] == -1) {
          if (open >= 0) {
            throw refusal(in);
          }
          open = axis;
        } else {
          try {
            known = Math.multiplyExact(known, lengths[axis]);
          } catch (ArithmeticException e) {
            throw refusal(in);
          }
        }
      }
      if (open >= 0) {
        if (known <= 0 || old.elements() % known != 0) {
          throw refusal(in);
        }
        lengths[open] = old.elements() / known;
      }
      TensorShape shape = TensorShape.of(lengths);
      if (shape.elements() != old.elements()) {
        throw refusal(in);
      }
      return shape;
    }

    private static IllegalArgumentException refusal(Operands in) {
      return new IllegalArgumentException(
          "an array of %s does not fit in shape %s"
              .formatted(in.shape(0), Arrays.toString(in.longs(1).data())));
    }
  }

  /// Makes a matrix of an array.
  ///
  /// @param axis the first that goes to the columns; from the end if negative
  record Flatten(int axis) implements Reshaping {
    @Override
    public TensorShape shape(Operands in) {
      TensorShape old = in.shape(0);
      if (axis < -old.rank() || axis > old.rank()) {
        throw new IllegalArgumentException(
            "axis must be from %d to %d: %d".formatted(-old.rank(), old.rank(), axis));
      }
      int at = axis < 0 ? axis + old.rank() : axis;
      return TensorShape.of(old.elements(0, at), old.elements(at, old.rank()));
    }
  }

  /// Takes away axes of length 1. Inputs: an array, and the axes; without them, all of length 1.
  record Squeeze() implements Reshaping {
    @Override
    public TensorShape shape(Operands in) {
      TensorShape old = in.shape(0);
      boolean[] leftOut = new boolean[old.rank()];
      if (in.find(1).isPresent()) {
        for (long given : in.longs(1).data()) {
          int axis = old.axis(given);
          if (axis >= old.rank() || old.length(axis) != 1) {
            throw new IllegalArgumentException(
                "axis %d must have length 1: %s".formatted(given, old));
          }
          leftOut[axis] = true;
        }
      } else {
        for (int axis = 0; axis < old.rank(); axis++) {
          leftOut[axis] = old.length(axis) == 1;
        }
      }
      long[] lengths = new long[old.rank()];
      int rank = 0;
      for (int axis = 0; axis < old.rank(); axis++) {
        if (!leftOut[axis]) {
          lengths[rank++] = old.length(axis);
        }
      }
      return TensorShape.of(Arrays.copyOf(lengths, rank));
    }
  }

  /// Adds axes of length 1. Inputs: an array, and where the new axes stand in the output.
  record Unsqueeze() implements Reshaping {
    @Override
    public TensorShape shape(Operands in) {
      TensorShape old = in.shape(0);
      long[] given = in.longs(1).data();
      int rank = old.rank() + given.length;
      boolean[] added = new boolean[rank];
      for (long axis : given) {
        int at = TensorShape.axis(axis, rank);
        if (added[at]) {
          throw new IllegalArgumentException("axes must be different: " + Arrays.toString(given));
        }
        added[at] = true;
      }
      long[] lengths = new long[rank];
      int next = 0;
      for (int axis = 0; axis < rank; axis++) {
        lengths[axis] = added[axis] ? 1 : old.length(next++);
      }
      return TensorShape.of(lengths);
    }
  }

  /// Adds axes of length 1 at the end, so that an array is repeated along later axes of another, as
  /// functions of two arrays did it before opset 7. Inputs: the array, and the other.
  ///
  /// @param axis of the other where the first axis of the array stands; from the end if negative
  record AlignedAt(int axis) implements Reshaping {
    @Override
    public TensorShape shape(Operands in) {
      TensorShape old = in.shape(0);
      TensorShape other = in.shape(1);
      int from = other.axis(axis);
      if (from + old.rank() > other.rank()) {
        throw new IllegalArgumentException(
            "%s does not fit in %s from axis %d on".formatted(old, other, from));
      }
      long[] lengths = new long[other.rank() - from];
      Arrays.fill(lengths, 1);
      for (int i = 0; i < old.rank(); i++) {
        lengths[i] = old.length(i);
      }
      return TensorShape.of(lengths);
    }
  }
}
