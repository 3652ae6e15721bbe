package dev.seedbed.study;

import dev.seedbed.network.Model;
import dev.seedbed.train.Score;
import java.util.List;
import java.util.Optional;

/// What a study found.
///
/// @param ranking all trials, the best first
/// @param winner empty if every trial diverged
public record StudyResult(List<TrialResult> ranking, Optional<Winner> winner) {

  /// The best trial.
  ///
  /// @param model its network, ready to use
  /// @param test its score on the test rows, which no other trial was measured on
  public record Winner(TrialResult trial, Model model, Score test) {}

  public StudyResult {
    ranking = List.copyOf(ranking);
  }
}
