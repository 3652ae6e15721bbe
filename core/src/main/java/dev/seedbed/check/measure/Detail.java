package dev.seedbed.check.measure;

/// How much of each layer is measured.
public enum Detail {
  ALL,

  /// All of each layer, and nothing beyond.
  FIGURES,

  /// Without percentiles, gains, singular values and likely initialisers: for thousands of seeds.
  SIGNALS
}
