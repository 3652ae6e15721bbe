package dev.seedbed.graph;

/// How the padding of convolutions and pools is found.
public enum Padding {
  /// As the attribute `pads` says.
  EXPLICIT,
  /// So much that there is an output for each step, the odd one at the end.
  SAME_UPPER,
  /// Likewise, the odd one at the beginning.
  SAME_LOWER,
  /// None.
  VALID
}
