package dev.seedbed.study;

import dev.seedbed.descent.Evaluation;
import dev.seedbed.train.Score;
import java.util.List;
import java.util.Optional;

/// What a study keeps, beside the other ways to keep the same trials, all on the validation rows.
/// The best alone was chosen on these rows, so its score flatters it.
///
/// @param way how the networks are kept, with as many members as there are
/// @param candidates the trials of which an ensemble would be made, or is, the best first
/// @param alone the score of the best alone
/// @param ensemble the score of all together
/// @param soup of the mean of their weights; empty if it was not asked for
public record Kept(
    Keep way, List<TrialResult> candidates, Score alone, Score ensemble, Optional<SoupScore> soup) {
  public Kept {
    candidates = List.copyOf(candidates);
  }

  /// The mean of weights beside the ensemble of the same networks.
  ///
  /// @param excess by how much its loss is above the ensemble's, the mean over rows
  /// @param standardError of that mean over the choice of rows; NaN for a single row
  public record SoupScore(Score score, double excess, double standardError) {
    static SoupScore of(Evaluation soup, Evaluation ensemble) {
      int rows = soup.losses().length;
      double mean = soup.score().loss() - ensemble.score().loss();
      double squares = 0;
      for (int i = 0; i < rows; i++) {
        double off = soup.losses()[i] - ensemble.losses()[i] - mean;
        squares += off * off;
      }
      return new SoupScore(
          soup.score(), mean, rows == 1 ? Double.NaN : Math.sqrt(squares / (rows - 1.0) / rows));
    }

    /// Whether it is as good as the ensemble, but for one standard error.
    public boolean good() {
      return excess <= 0 || excess <= standardError;
    }
  }

  /// What is kept if `wanted` is asked for.
  ///
  /// @param candidates the best first
  static Kept of(
      Keep wanted,
      List<TrialResult> candidates,
      Evaluation alone,
      Evaluation ensemble,
      Optional<Evaluation> soup) {
    Optional<SoupScore> measured = soup.map(score -> SoupScore.of(score, ensemble));
    boolean refused = measured.isPresent() && !measured.get().good();
    return new Kept(
        refused ? new Keep.Best() : wanted.withMembers(candidates.size()),
        candidates,
        alone.score(),
        ensemble.score(),
        measured);
  }

  /// The trials whose networks are kept, the best first.
  public List<TrialResult> trials() {
    return candidates.subList(0, way.members());
  }

  /// The score of what is kept.
  public Score validation() {
    return switch (way) {
      case Keep.Best _ -> alone;
      case Keep.Ensemble _ -> ensemble;
      case Keep.Soup _ -> soup.orElseThrow().score();
    };
  }
}
