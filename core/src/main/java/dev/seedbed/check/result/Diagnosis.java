package dev.seedbed.check.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The findings of a check.
///
/// @param findings the most severe first
public record Diagnosis(
    List<Finding> findings, List<LayerReport> layers, NetworkMeasurement network) {
  public Diagnosis {
    findings = List.copyOf(findings);
    layers = List.copyOf(layers);
  }

  public Verdict verdict() {
    return verdict(findings);
  }

  /// The verdict on a network that was run.
  public static Verdict verdict(List<Finding> findings) {
    Severity worst =
        findings.stream().map(Finding::severity).max(Severity::compareTo).orElse(Severity.INFO);
    return switch (worst) {
      case INFO -> Verdict.HEALTHY;
      case WARNING -> Verdict.WARNINGS;
      case ERROR -> Verdict.ERRORS;
    };
  }

  /// Whether a rule has found something of at least that severity.
  public boolean finds(Rule rule, Severity least) {
    return findings.stream().anyMatch(f -> f.rule() == rule && f.severity().compareTo(least) >= 0);
  }

  /// With more findings.
  public Diagnosis and(List<Finding> more) {
    var all = new ArrayList<>(findings);
    all.addAll(more);
    return new Diagnosis(sorted(all), layers, network);
  }

  /// The most severe first, else in the order of the rules.
  public static List<Finding> sorted(List<Finding> findings) {
    return findings.stream()
        .sorted(
            Comparator.comparing(Finding::severity, Comparator.reverseOrder())
                .thenComparing(Finding::rule))
        .toList();
  }
}
