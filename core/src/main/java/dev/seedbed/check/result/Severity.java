package dev.seedbed.check.result;

/// How much a [Finding] matters, the least first.
public enum Severity {
  /// Good to know; the start is sound.
  INFO,
  /// Training will likely be slower or worse than it need be.
  WARNING,
  /// Training will likely fail, or a part of the network is lost to it.
  ERROR
}
