package dev.seedbed.study;

import dev.seedbed.train.Epoch;
import dev.seedbed.train.TrainingSpec;
import java.util.Comparator;
import java.util.List;

/// How a trial stands after some epochs. It follows from its curve alone.
///
/// @param epochs done
/// @param best the best epoch so far, as the number of its place in the curve; −1 if there is none
/// @param cost of that epoch; NaN, which loses against every number, if the trial has diverged or
///   has done no epoch
/// @param loss its validation loss; NaN likewise
/// @param halfDifference [Epoch#halfDifference()] of that epoch
/// @param end why it does not train on
record Standing(
    Trial trial, int epochs, int best, double cost, double loss, double halfDifference, End end) {

  /// Whether a trial has ended by itself.
  enum End {
    /// It can train on.
    NONE,
    COMPLETED,
    DIVERGED
  }

  /// From the best to the worst: lower cost first, NaN last, ties by the lower loss, then by the
  /// lower seeds.
  static final Comparator<Standing> ORDER =
      Comparator.comparingDouble(Standing::cost)
          .thenComparingDouble(Standing::loss)
          .thenComparing(Standing::trial, TrialResult.SEEDS);

  /// How a trial stood after at most `budget` epochs of `curve`.
  static Standing of(Trial trial, List<Epoch> curve, int budget, TrainingSpec spec) {
    int epochs = Math.min(budget, curve.size());
    int best = -1;
    for (int i = 0; i < epochs; i++) {
      Epoch epoch = curve.get(i);
      if (!epoch.finite()) {
        return new Standing(trial, i + 1, best, Double.NaN, Double.NaN, 0, End.DIVERGED);
      }
      if (best < 0 || Epoch.RANKING.compare(epoch, curve.get(best)) < 0) {
        best = i;
      }
    }
    if (best < 0) {
      return new Standing(trial, epochs, best, Double.NaN, Double.NaN, 0, End.NONE);
    }
    boolean completed = epochs >= spec.epochs() || epochs - (best + 1) >= spec.patience();
    return new Standing(
        trial,
        epochs,
        best,
        curve.get(best).cost(),
        curve.get(best).validation().loss(),
        curve.get(best).halfDifference(),
        completed ? End.COMPLETED : End.NONE);
  }
}
