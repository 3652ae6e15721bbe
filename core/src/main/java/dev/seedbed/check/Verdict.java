package dev.seedbed.check;

/// What all findings come to.
public enum Verdict {
  /// Nothing above [Severity#INFO].
  HEALTHY,
  WARNINGS,
  ERRORS
}
