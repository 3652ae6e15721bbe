package dev.seedbed.check;

/// Something that a rule has found.
///
/// @param layer the layer or tensor, such as "layer2"; "network" if it is about all of it
/// @param value what was measured
/// @param threshold what it was compared with, in words: "below 1e-7"
/// @param message one plain sentence: what is so, and why it matters
/// @param fix a command or a line of code; empty if there is nothing to mend
public record Finding(
    Rule rule,
    Severity severity,
    String layer,
    double value,
    String threshold,
    String message,
    String fix) {

  /// The same finding of another severity.
  Finding with(Severity other) {
    return new Finding(rule, other, layer, value, threshold, message, fix);
  }
}
