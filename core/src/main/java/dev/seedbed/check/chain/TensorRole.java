package dev.seedbed.check.chain;

/// The role of a tensor in its network.
public enum TensorRole {
  WEIGHT,

  /// Added to what weights give, or to what is normalised.
  BIAS,

  /// Multiplies what is normalised, unit by unit.
  SCALE,

  /// None of these, or not known. Only searched for numbers that are not finite.
  OTHER
}
