package dev.seedbed.score;

import dev.seedbed.statistics.Interval;
import dev.seedbed.statistics.Proportion;

/// Whether a network is better than the baseline, judged row by row at 95 %.
public enum Beats {
  YES,
  NO,
  /// These rows cannot tell.
  UNCLEAR;

  /// Of the rows that one of both gets right and the other wrong, the network gets more than half,
  /// or less: the question of McNemar 1947, with Wilson's interval.
  ///
  /// @param won rows that only the network gets right
  /// @param lost rows that only the baseline gets right
  static Beats of(int won, int lost) {
    if (won + lost == 0) {
      return UNCLEAR;
    }
    var share = new Proportion(won, won + lost);
    return of(new Interval(share.low() - 0.5, share.high() - 0.5));
  }

  /// @param gain over the baseline
  static Beats of(Interval gain) {
    if (gain.low() > 0) {
      return YES;
    }
    return gain.high() < 0 ? NO : UNCLEAR;
  }
}
