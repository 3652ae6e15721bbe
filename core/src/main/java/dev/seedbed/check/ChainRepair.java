package dev.seedbed.check;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Severity;
import dev.seedbed.random.Seed;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// A chain after a repair of the findings that new weights can repair. It is never worse than
/// before.
///
/// @param chain with the repairs made
/// @param repairs layer by layer; none if nothing was repaired
/// @param diagnosis of the chain with repairs
public record ChainRepair(Chain chain, List<Repair> repairs, Diagnosis diagnosis) {
  /// The most draws: in a narrow network one seed may give a dead layer, and one repair may uncover
  /// another fault.
  private static final int DRAWS = 5;

  /// Less is better: fewer errors, or as many and fewer warnings.
  public static final Comparator<List<Finding>> BY_FAULTS =
      Comparator.<List<Finding>>comparingLong(findings -> count(findings, Severity.ERROR))
          .thenComparingLong(findings -> count(findings, Severity.WARNING));

  public ChainRepair {
    repairs = List.copyOf(repairs);
  }

  private static long count(List<Finding> findings, Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  /// Repairs what `check` finds, draw by draw, and keeps each draw that is better than the one
  /// before.
  ///
  /// @param diagnosis that the check gave
  /// @param copies layers whose weights are to be drawn anew in any case, as they are copies of
  ///   others: kept unless that makes the chain worse
  /// @param seed of the first draw; the others take those that follow it
  public static ChainRepair of(Check check, Diagnosis diagnosis, Set<Integer> copies, Seed seed) {
    var best = new ChainRepair(check.chain(), List.of(), diagnosis);
    List<Repair> others = Repair.of(check.chain(), copies, seed);
    ChainRepair parted = others.isEmpty() ? best : best.with(check, others);
    if (BY_FAULTS.compare(parted.diagnosis.findings(), diagnosis.findings()) <= 0) {
      best = parted;
    }
    for (int draw = 0; draw < DRAWS; draw++) {
      List<Repair> repairs =
          Repair.of(check.with(best.chain), best.diagnosis, new Seed(seed.value() + draw));
      if (repairs.isEmpty()) {
        break;
      }
      ChainRepair next = best.with(check, repairs);
      if (BY_FAULTS.compare(next.diagnosis.findings(), best.diagnosis.findings()) < 0) {
        best = next;
      }
    }
    return best;
  }

  private ChainRepair with(Check check, List<Repair> more) {
    Chain repaired = Repair.repaired(chain, more);
    var together = new TreeMap<Integer, Repair>();
    repairs.forEach(repair -> together.put(repair.stage(), repair));
    more.forEach(repair ->
        together.merge(repair.stage(), repair, (earlier, latest) -> latest.after(earlier)));
    return new ChainRepair(repaired, List.copyOf(together.values()), check.with(repaired).run());
  }
}
