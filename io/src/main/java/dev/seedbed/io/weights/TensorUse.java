package dev.seedbed.io.weights;

import java.util.List;

/// The operator of an ONNX graph, or the layer of Keras, that uses a tensor: evidence of what the
/// tensor's axes mean.
///
/// | operator, input | shape | if transposed |
/// |---|---|---|
/// | Gemm, MatMul, 1 | in × out | out × in |
/// | Gemm, MatMul, 0 | out × in | in × out |
/// | Conv, 1 | out × in/group × kernel… | |
/// | ConvTranspose, 1 | in × out/group × kernel… | |
/// | Gather, 0 | entries × features (an embedding) | |
/// | LSTM, GRU, RNN, 1 (W) | directions × gates·hidden × in | |
/// | LSTM, GRU, RNN, 2 (R) | directions × gates·hidden × hidden | |
/// | LSTM, GRU, RNN, 3 (B) | directions × 2·gates·hidden | |
///
/// Where several operators use a tensor, it is the first of the table's, or else the first at all.
///
/// The layers of a Keras file are operators of domain "keras" (`keras.Dense`), and all their
/// variables input 1.
///
/// @param operator its type; that of another domain than ONNX's own has the domain in front, with a
///   dot
/// @param input the position among the operator's inputs, from 0
/// @param transposed whether the last two axes are exchanged on the way: by transA or transB of
///   Gemm, or by a Transpose in front
/// @param group of Conv and ConvTranspose; else 1
/// @param strides of Conv and ConvTranspose; empty where the file leaves them at 1
public record TensorUse(
    String operator, int input, boolean transposed, long group, List<Long> strides) {

  public TensorUse {
    strides = List.copyOf(strides);
  }

  /// The same on the other side of a Transpose of the last two axes.
  TensorUse transpose() {
    return new TensorUse(operator, input, !transposed, group, strides);
  }
}
