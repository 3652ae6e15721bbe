package dev.seedbed.cli.live;

import dev.seedbed.study.Rung;
import dev.seedbed.study.StudySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// How many epochs a race still takes, if no trial ends by itself and no more survive a rung than 1
/// in η and the references: what comes is not known, as who is within noise of the best survives
/// too, and trials may run out of patience.
///
/// @param budgets after how many epochs there is a rung, and the end
/// @param eta η: one in η trials survives a rung
/// @param stage how many rungs were decided
/// @param running how many trials train up to the next rung
/// @param field how many are compared there
/// @param spared of those that train, references that are out of the race
/// @param references of the others, those that cannot be stopped
record EpochPlan(
    List<Integer> budgets, int eta, int stage, int running, int field, int spared, int references) {

  /// Before the first epoch.
  static EpochPlan of(StudySpec spec) {
    var budgets = new ArrayList<>(spec.rungs());
    budgets.add(spec.training().epochs());
    int trials = spec.trialCount();
    int eta = spec.halving().map(halving -> halving.eta()).orElse(1);
    return new EpochPlan(budgets, eta, 0, trials, trials, 0, spec.referenceTrials().size());
  }

  /// After a rung.
  ///
  /// @param left how many trials train on
  /// @param isReference whether the trial of that number cannot be stopped
  EpochPlan after(Rung rung, int left, Set<Integer> isReference) {
    var ahead =
        rung.places().stream()
            .filter(
                place -> place.fate() == Rung.Fate.KEPT || place.fate() == Rung.Fate.WITHIN_NOISE)
            .toList();
    long safe =
        ahead.stream().filter(place -> isReference.contains(place.trial().number())).count();
    return new EpochPlan(
        budgets,
        eta,
        rung.number(),
        left,
        ahead.size(),
        spared + (int) rung.count(Rung.Fate.REFERENCE),
        (int) safe);
  }

  /// The epochs of each trial at the end of this stage.
  int budget() {
    return budgets.get(stage);
  }

  /// The epochs of each trial since the previous rung.
  int stageEpochs() {
    return budget() - (stage == 0 ? 0 : budgets.get(stage - 1));
  }

  boolean last() {
    return stage == budgets.size() - 1;
  }

  /// The epochs that come after this stage.
  long later() {
    if (last()) {
      return 0;
    }
    int kept = Math.ceilDiv(field, eta);
    // References survive like any other trial, and those that do not are spared.
    int lost = references - (int) ((long) references * kept / Math.max(1, field));
    int survivors = Math.min(running, kept + spared + lost);
    var next =
        new EpochPlan(budgets, eta, stage + 1, survivors, kept, spared + lost, references - lost);
    return (long) survivors * next.stageEpochs() + next.later();
  }
}
