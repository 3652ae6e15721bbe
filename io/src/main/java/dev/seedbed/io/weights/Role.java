package dev.seedbed.io.weights;

/// The role of a tensor in its network.
///
/// A tensor is a parameter if an operator uses it as a weight, bias, scale or shift, also through
/// operators that only change its type, its shape or its order. All else is a constant, which is
/// neither drawn nor judged.
///
/// Where only a sum, a product or a concatenation with computed values uses it, the operator does
/// not tell. Then it is a bias behind the product with a weight, a scale or shift behind a
/// normalisation, and else a parameter of another kind, if it is an initializer of more than one
/// number. Nodes `Constant` (unless the file has no initializers), single numbers, masks (an
/// infinity, or two numbers of which one is 0), what is subtracted or divided by, and the names
/// that libraries give to buffers (such as `attn_mask`, `inv_freq`, `pe`) are constants.
///
/// Files of weights only have no operators: there names and shapes decide. Of tensors that share
/// numbers, all but one are constants.
public sealed interface Role {

  /// It is learned.
  enum Parameter implements Role {
    /// The weights of a dense layer, a convolution, gates, an attention, or an embedding.
    WEIGHT,
    /// Added to the product with the weights.
    BIAS,
    /// The factor of a normalisation.
    SCALE,
    /// The summand of a normalisation.
    SHIFT,
    /// Whatever else is learned: positions, class tokens, slopes of PRelu, scales of layers.
    OTHER
  }

  /// It is not learned: a mask, a bound, a first state, a running mean, a shape.
  ///
  /// @param reason how that is known, in a few words
  record Constant(String reason) implements Role {}
}
