package dev.seedbed.io.verify;

import dev.seedbed.check.result.Severity;
import dev.seedbed.io.verify.VerifiedTensor.State;
import java.util.List;
import java.util.Optional;

/// What a verification found.
///
/// @param alpha the probability of any false alarm, if all is as it should be
/// @param tensors in the file's order
/// @param findings in the same order
/// @param unmatched rules that fit no tensor
/// @param axes how they are taken to be ordered, if the file does not say it
public record VerifyResult(
    double alpha,
    List<VerifiedTensor> tensors,
    List<VerifyFinding> findings,
    List<String> unmatched,
    Optional<String> axes) {
  public VerifyResult {
    tensors = List.copyOf(tensors);
    findings = List.copyOf(findings);
    unmatched = List.copyOf(unmatched);
  }

  /// What the findings mean together.
  public enum Verdict {
    /// All that was tested is as it was meant.
    AS_MEANT,
    WARNINGS,
    ERRORS,
    /// Nothing could be tested.
    NOT_RUN
  }

  public Verdict verdict() {
    if (findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR)) {
      return Verdict.ERRORS;
    }
    if (!findings.isEmpty()) {
      return Verdict.WARNINGS;
    }
    return count(State.AGREES) + count(State.DIFFERS) == 0 ? Verdict.NOT_RUN : Verdict.AS_MEANT;
  }

  /// How many tensors are in that state.
  public long count(State state) {
    return tensors.stream().filter(tensor -> tensor.state() == state).count();
  }
}
