package dev.seedbed.bench.starts;

import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Severity;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What `check` says of a start, in a few words.
final class Verdicts {
  private Verdicts() {}

  /// The verdict, and the rules that found something: "**errors**: saddle (L1), …".
  static String of(Diagnosis diagnosis) {
    String verdict = "**" + diagnosis.verdict().name().toLowerCase(Locale.ROOT) + "**";
    List<String> rules =
        diagnosis.findings().stream()
            .filter(finding -> finding.severity() != Severity.INFO)
            .map(Finding::rule)
            .distinct()
            .map(rule -> "%s (%s)".formatted(rule.title(), rule.id()))
            .toList();
    return rules.isEmpty()
        ? verdict
        : verdict + rules.stream().collect(Collectors.joining(", ", ": ", ""));
  }
}
