package dev.seedbed.check;

import java.util.Comparator;
import java.util.List;

/// Something that a rule has found.
///
/// @param layer the layer or tensor, such as "layer2"; "network" if it is about all of it
/// @param value what was measured
/// @param threshold what it was compared with, in words: "below 1e-7"
/// @param message one plain sentence: what is so, and why it matters
/// @param fix a command or a line of code; empty if there is nothing to mend
/// @param remedies what mends it tensor by tensor, where tensors are judged by themselves
public record Finding(
    Rule rule,
    Severity severity,
    String layer,
    double value,
    String threshold,
    String message,
    String fix,
    List<Remedy> remedies) {
  public Finding {
    remedies = List.copyOf(remedies);
  }

  /// A finding without remedies for single tensors.
  public Finding(
      Rule rule,
      Severity severity,
      String layer,
      double value,
      String threshold,
      String message,
      String fix) {
    this(rule, severity, layer, value, threshold, message, fix, List.of());
  }

  /// One finding of the network that stands for those of several layers: that of the most extreme
  /// value.
  static Finding worst(List<Finding> group, int layers) {
    boolean low = group.getFirst().threshold().startsWith("below");
    Comparator<Finding> byValue = Comparator.comparingDouble(Finding::value);
    Finding worst = group.stream().max(low ? byValue.reversed() : byValue).orElseThrow();
    return new Finding(
        worst.rule,
        worst.severity,
        "network",
        worst.value,
        worst.threshold,
        "%d of %d layers, the worst %s: %s"
            .formatted(group.size(), layers, worst.layer, worst.message),
        Repair.mends(worst) ? Advice.FIX : worst.fix);
  }

  /// The same finding with another fix.
  public Finding withFix(String other) {
    return new Finding(rule, severity, layer, value, threshold, message, other, remedies);
  }

  /// The same finding, which these remedies mend.
  Finding mendedBy(List<Remedy> some) {
    String by = some.isEmpty() ? "" : Advice.draw(some);
    return new Finding(rule, severity, layer, value, threshold, message, by, some);
  }

  /// The same finding of another severity.
  Finding with(Severity other) {
    return new Finding(rule, other, layer, value, threshold, message, fix, remedies);
  }
}
