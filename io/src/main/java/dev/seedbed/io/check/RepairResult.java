package dev.seedbed.io.check;

import dev.seedbed.check.Repair;
import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Severity;
import dev.seedbed.io.start.RemedyPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The outcome of repairing a start.
///
/// @param changes the differences between the copy and the start; none if nothing was repaired
/// @param refused tensors that could not be drawn as findings ask, and why
/// @param out the file that was written
public record RepairResult(
    CheckResult before,
    CheckResult after,
    List<Change> changes,
    Map<String, String> refused,
    Path out) {
  public RepairResult {
    changes = List.copyOf(changes);
    refused = Map.copyOf(refused);
  }

  /// New values for a layer or a tensor.
  public sealed interface Change {
    /// A layer of a chain was drawn anew.
    record OfLayer(String layer, Repair repair) implements Change {}

    /// A tensor was drawn anew.
    record OfTensor(String tensor, String scheme) implements Change {}

    static List<Change> of(RemedyPlan plan) {
      return plan.drawn().stream()
          .<Change>map(planned -> new OfTensor(planned.tensor().name(), planned.scheme()))
          .toList();
    }

    static List<Change> of(Chain chain, List<Repair> repairs) {
      return repairs.stream()
          .<Change>map(repair -> new OfLayer(chain.stages().get(repair.stage()).name(), repair))
          .toList();
    }
  }

  /// Warnings and errors that the copy still has.
  public List<Finding> left() {
    return after.findings().stream()
        .filter(finding -> finding.severity() != Severity.INFO)
        .toList();
  }

  /// Why a finding is still there.
  public String reason(Finding finding) {
    Optional<String> refusal =
        finding.remedies().stream()
            .filter(Remedy.OfTensor.class::isInstance)
            .map(remedy -> ((Remedy.OfTensor) remedy).tensor())
            .filter(refused::containsKey)
            .map(refused::get)
            .findFirst();
    return refusal.orElse(
        finding.isRepairable() ? "every new draw had it, too" : "new values cannot repair it");
  }
}
