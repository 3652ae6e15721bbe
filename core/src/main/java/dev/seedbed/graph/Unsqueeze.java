package dev.seedbed.graph;

import java.util.Arrays;
import java.util.List;

/// Adds axes of length 1. Inputs: an array, and where the new axes stand in the output.
public record Unsqueeze() implements Rearrangement {
  @Override
  public List<NdArray> outputs(Operands in) {
    NdArray x = in.get(0);
    long[] given = in.longs(1).data();
    int rank = x.shape().rank() + given.length;
    long[] lengths = new long[rank];
    for (long axis : given) {
      int at = TensorShape.axis(axis, rank);
      if (lengths[at] == 1) {
        throw new IllegalArgumentException("axes must be different: " + Arrays.toString(given));
      }
      lengths[at] = 1;
    }
    int next = 0;
    for (int axis = 0; axis < rank; axis++) {
      if (lengths[axis] == 0) {
        lengths[axis] = x.shape().length(next++);
      }
    }
    return List.of(x.reshaped(TensorShape.of(lengths)));
  }

  @Override
  public void gradients(Backward back) {
    if (back.wants(0)) {
      back.gradient(0).ifPresent(g -> back.add(0, g.reshaped(back.inputShape(0))));
    }
  }
}
