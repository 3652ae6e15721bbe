package dev.seedbed.study;

import dev.seedbed.descent.Evaluation;
import dev.seedbed.model.Model;
import dev.seedbed.random.Seed;
import dev.seedbed.statistics.Interval;
import dev.seedbed.statistics.Proportion;
import dev.seedbed.statistics.Quantiles;
import dev.seedbed.train.Score;
import java.util.List;
import java.util.Optional;

/// The result of a study.
///
/// @param ranking all trials, the best first
/// @param rungs in the order in which they were decided
/// @param seedEffect how much the seed mattered
/// @param winner empty if every trial that was not stopped diverged
public record StudyResult(
    List<TrialResult> ranking, List<Rung> rungs, SeedEffect seedEffect, Optional<Winner> winner) {

  /// The best trial.
  ///
  /// @param model its network, ready to use
  /// @param test its score on the test rows, which no other trial was measured on
  /// @param interval the 95 % confidence interval of that accuracy or RMSE over the choice of test
  ///   rows: Wilson 1927; for the RMSE, the root of the mean squared error's normal interval
  public record Winner(TrialResult trial, Model model, Score test, Interval interval) {

    /// The seed that its start was drawn from.
    public Seed seed() {
      return trial.trial().seed();
    }

    static Winner of(TrialResult trial, Model model, Evaluation test) {
      int rows = test.losses().length;
      Interval interval =
          switch (test.score()) {
            case Score.Classification score -> {
              var share = new Proportion((int) Math.rint(score.accuracy() * rows), rows);
              yield new Interval(share.low(), share.high());
            }
            case Score.Regression score when !Double.isFinite(score.loss()) || rows == 1 ->
                new Interval(0, Double.POSITIVE_INFINITY);
            case Score.Regression score -> {
              double unit = score.loss() == 0 ? 0 : score.rmse() / Math.sqrt(score.loss());
              Quantiles errors = Quantiles.of(test.losses());
              double half = Proportion.Z * errors.deviation() / Math.sqrt(rows);
              yield new Interval(
                  unit * Math.sqrt(Math.max(0, errors.mean() - half)),
                  unit * Math.sqrt(errors.mean() + half));
            }
          };
      return new Winner(trial, model, test.score(), interval);
    }
  }

  public StudyResult {
    ranking = List.copyOf(ranking);
    rungs = List.copyOf(rungs);
  }

  /// The epochs that were trained, of all trials together.
  public long epochs() {
    return ranking.stream().mapToLong(trial -> trial.curve().size()).sum();
  }
}
