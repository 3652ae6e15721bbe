package dev.seedbed.graph;

import java.util.Arrays;
import java.util.List;

/// Operators that pass their input on.
public sealed interface Passage extends Operator {
  @Override
  default List<NdArray> outputs(Operands in) {
    return List.of(in.get(0));
  }

  @Override
  default void gradients(Backward back) {
    if (back.wants(0)) {
      back.gradient(0).ifPresent(g -> back.add(0, g));
    }
  }

  /// x.
  record Identity() implements Passage {}

  /// x, and a mask that is true everywhere: a start is judged without dropout, whose noise says
  /// nothing about it.
  record Dropout() implements Passage {
    @Override
    public List<NdArray> outputs(Operands in) {
      if (in.outputCount() == 1) {
        return List.of(in.get(0));
      }
      BooleanArray mask = BooleanArray.of(in.shape(0));
      Arrays.fill(mask.data(), true);
      return List.of(in.get(0), mask);
    }
  }
}
