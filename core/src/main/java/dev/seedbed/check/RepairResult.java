package dev.seedbed.check;

import dev.seedbed.random.Seed;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// A chain with what a check found wrong mended as far as other numbers can, and never worse than
/// before.
///
/// @param chain with the repairs made
/// @param repairs layer by layer; none if nothing was mended
/// @param diagnosis of the chain with repairs
public record RepairResult(Chain chain, List<Repair> repairs, Diagnosis diagnosis) {
  /// Draws at the most: one seed may be dead in a narrow network, and what one repair mends may
  /// uncover another fault.
  private static final int DRAWS = 5;

  private static final Comparator<Diagnosis> BY_FAULTS =
      Comparator.<Diagnosis>comparingLong(diagnosis -> count(diagnosis, Severity.ERROR))
          .thenComparingLong(diagnosis -> count(diagnosis, Severity.WARNING));

  public RepairResult {
    repairs = List.copyOf(repairs);
  }

  private static long count(Diagnosis diagnosis, Severity severity) {
    return diagnosis.findings().stream().filter(f -> f.severity() == severity).count();
  }

  /// Mends what `check` finds, draw by draw, and keeps each draw that has fewer faults than what
  /// was before it: fewer errors, or as many and fewer warnings.
  ///
  /// @param diagnosis that the check gave
  /// @param seed of the first draw; the others take those that follow it
  public static RepairResult of(Check check, Diagnosis diagnosis, Seed seed) {
    var best = new RepairResult(check.chain(), List.of(), diagnosis);
    for (int draw = 0; draw < DRAWS; draw++) {
      Check again = check.with(best.chain());
      List<Repair> repairs = Repair.of(again, best.diagnosis(), new Seed(seed.value() + draw));
      if (repairs.isEmpty()) {
        break;
      }
      Chain mended = Repair.mended(best.chain(), repairs);
      Diagnosis found = check.with(mended).run();
      if (BY_FAULTS.compare(found, best.diagnosis()) < 0) {
        best = new RepairResult(mended, together(best.repairs(), repairs), found);
      }
    }
    return best;
  }

  private static List<Repair> together(List<Repair> earlier, List<Repair> later) {
    var repairs = new TreeMap<Integer, Repair>();
    earlier.forEach(repair -> repairs.put(repair.stage(), repair));
    later.forEach(repair ->
        repairs.merge(repair.stage(), repair, (old, latest) -> latest.after(old)));
    return List.copyOf(repairs.values());
  }
}
