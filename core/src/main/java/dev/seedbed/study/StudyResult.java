package dev.seedbed.study;

import dev.seedbed.model.Model;
import dev.seedbed.random.Seed;
import dev.seedbed.score.Scores;
import java.util.List;
import java.util.Optional;

/// The result of a study.
///
/// @param ranking all trials, the best first
/// @param rungs in the order in which they were decided
/// @param rowLosses of the trials that were trained to their end
/// @param importance of the columns, the most important first; empty if no trial was trained to its
///   end
/// @param seedEffect how much the seed mattered
/// @param winner empty if every trial that was not stopped diverged
public record StudyResult(
    List<TrialResult> ranking,
    List<Rung> rungs,
    RowLosses rowLosses,
    List<InputImportance> importance,
    SeedEffect seedEffect,
    Optional<Winner> winner) {

  /// What the study keeps.
  ///
  /// @param kept of which trials it is made
  /// @param model the network, or all of them, ready to use
  /// @param test its scores on the test rows, which nothing else was measured on
  public record Winner(Kept kept, Model model, Scores test) {

    /// The trials whose networks are kept, the best first.
    public List<TrialResult> trials() {
      return kept.trials();
    }

    /// The best trial.
    public TrialResult trial() {
      return trials().getFirst();
    }

    /// The seed that the best trial's start was drawn from.
    public Seed seed() {
      return trial().trial().seed();
    }
  }

  public StudyResult {
    ranking = List.copyOf(ranking);
    rungs = List.copyOf(rungs);
    importance = List.copyOf(importance);
  }

  /// The epochs that were trained, of all trials together.
  public long epochs() {
    return ranking.stream().mapToLong(trial -> trial.curve().size()).sum();
  }
}
