package dev.seedbed.io.graph;

import dev.seedbed.graph.AxisPosition;
import dev.seedbed.graph.CumSum;
import dev.seedbed.graph.Fourier;
import dev.seedbed.graph.Operator;
import dev.seedbed.graph.Reduction;
import dev.seedbed.io.graph.OperatorTable.Moved;

/// The rows of operators that fold or transform arrays along axes.
final class ReductionOperators {
  private ReductionOperators() {}

  /// Makes a reduction.
  private interface Maker {
    Operator make(boolean keepDims, boolean noopWithEmptyAxes);
  }

  static void addTo(OperatorTable table) {
    add(table, "ReduceSum", 13, Reduction.ReduceSum::new);
    add(table, "ReduceMean", 18, Reduction.ReduceMean::new);
    add(table, "ReduceMax", 18, Reduction.ReduceMax::new);
    add(table, "ReduceMin", 18, Reduction.ReduceMin::new);
    add(table, "ReduceProd", 18, Reduction.ReduceProd::new);
    add(table, "ReduceL1", 18, Reduction.ReduceL1::new);
    add(table, "ReduceL2", 18, Reduction.ReduceL2::new);
    add(table, "ReduceSumSquare", 18, Reduction.ReduceSumSquare::new);
    add(table, "ReduceLogSum", 18, Reduction.ReduceLogSum::new);
    add(table, "ReduceLogSumExp", 18, Reduction.ReduceLogSumExp::new);
    table.add(
        "ArgMax",
        1,
        (a, _) ->
            new AxisPosition.ArgMax(
                (int) a.integer("axis", 0),
                a.flag("keepdims", true),
                a.flag("select_last_index", false)));
    table.add(
        "ArgMin",
        1,
        (a, _) ->
            new AxisPosition.ArgMin(
                (int) a.integer("axis", 0),
                a.flag("keepdims", true),
                a.flag("select_last_index", false)));
    table.add(
        "DFT",
        17,
        (a, opset) ->
            new Fourier.Dft(
                a.flag("inverse", false), a.flag("onesided", false), opset < 20 ? 1 : -2),
        new Moved("axis", 20, 2));
    table.add("STFT", 17, (a, _) -> new Fourier.Stft(a.flag("onesided", true)));
    table.add(
        "CumSum", 11, (a, _) -> new CumSum(a.flag("exclusive", false), a.flag("reverse", false)));
  }

  /// @param moved the opset from which on the axes are an input
  private static void add(OperatorTable table, String type, int moved, Maker maker) {
    table.add(
        type,
        1,
        (a, _) -> maker.make(a.flag("keepdims", true), a.flag("noop_with_empty_axes", false)),
        new Moved("axes", moved, 1));
  }
}
