package dev.seedbed.check.chain;

/// The meaning of the last layer's activations, and hence the loss that is measured.
public enum Head {
  /// Softmax over logits, with cross-entropy: the last layer's activation is the identity.
  SOFTMAX,
  /// A probability for each output by itself, with binary cross-entropy: the last layer's
  /// pre-activations are logits, its activation is the identity.
  SIGMOID,
  /// Values, with squared error, after whatever activation the last layer has.
  LINEAR
}
