package dev.seedbed.graph;

import java.util.List;

/// An operator of a graph: a function of arrays, in the form of ONNX's newest version of it, and
/// its gradient. Attributes are components of its record.
///
/// ONNX's pages are the specification: <https://onnx.ai/onnx/operators>. Every sum has one order,
/// so that results are the same to the bit with any number of threads.
public sealed interface Operator
    permits UnaryFunction,
        BinaryFunction,
        Rearrangement,
        MatrixProduct,
        Convolution,
        Pooling,
        Recurrence,
        VariadicFunction,
        ComparisonFunction,
        BooleanFunction,
        BitFunction,
        Selection,
        Conversion,
        Passage,
        Reduction,
        AxisPosition,
        CumSum,
        SoftmaxFunction,
        LabelLoss,
        RowNormalization,
        AxesNormalization,
        BatchNormalization,
        Indexing,
        Generating,
        Drawing,
        Fourier,
        Resize,
        GridSample,
        RoiAlign,
        NonMaxSuppression {

  /// ONNX's name of it.
  default String name() {
    return getClass().getSimpleName();
  }

  /// The outputs.
  ///
  /// @throws IllegalArgumentException if the inputs are none that this operator has
  List<NdArray> outputs(Operands in);

  /// Adds the gradients of the inputs that are wanted, given those of the outputs. Operators
  /// without a derivative add none.
  default void gradients(Backward back) {}

  /// Whether outputs depend on the elements of inputs, and not only on their shapes.
  default boolean looksAtElements() {
    return true;
  }

  /// What [#gradients] needs.
  default Keeps keeps() {
    return Keeps.NOTHING;
  }

  /// Which arrays of floats an operator needs on the way back.
  enum Keeps {
    NOTHING,
    INPUTS,
    /// All inputs but the first.
    LATER_INPUTS,
    OUTPUTS,
    ALL;

    /// Whether input `i` is needed.
    boolean input(int i) {
      return this == INPUTS || this == ALL || (this == LATER_INPUTS && i > 0);
    }

    boolean outputs() {
      return this == OUTPUTS || this == ALL;
    }
  }
}
