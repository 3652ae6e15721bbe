package dev.seedbed.cli;

import dev.seedbed.check.Chain;
import dev.seedbed.check.Finding;
import dev.seedbed.check.Repair;
import dev.seedbed.check.Severity;
import java.nio.file.Path;
import java.util.List;

/// What `check --fix` did.
///
/// @param changes what the copy has other than the start; none if nothing was mended
/// @param out the file that was written
record Mending(Checked before, Checked after, List<Change> changes, Path out) {
  Mending {
    changes = List.copyOf(changes);
  }

  /// New numbers.
  sealed interface Change {
    /// Of a layer of a chain.
    record OfLayer(String layer, Repair repair) implements Change {}

    static List<Change> of(Chain chain, List<Repair> repairs) {
      return repairs.stream()
          .<Change>map(
              repair -> new OfLayer(chain.stages().get(repair.stage()).name(), repair))
          .toList();
    }
  }

  /// Warnings and errors that the copy still has.
  List<Finding> left() {
    return after.findings().stream()
        .filter(finding -> finding.severity() != Severity.INFO)
        .toList();
  }

  /// Why a finding is still there.
  static String reason(Finding finding) {
    return Repair.mends(finding)
        ? "no draw that was tried is without it"
        : "no other numbers mend it";
  }
}
