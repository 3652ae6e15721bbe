package dev.seedbed.io.document;

import dev.seedbed.study.Keep;
import dev.seedbed.study.Kept;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialResult;
import dev.seedbed.train.Score;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a study has kept, with its score on the validation rows: an accuracy if it predicts
/// classes, else an RMSE.
///
/// @param way best, ensemble or soup
/// @param members the trials whose networks it is made of, the best first
/// @param ensembleWouldGive what the best trials together give; empty if that is what is kept, or
///   if only one trial was trained to its end
/// @param soup the mean of their weights; empty if it was not asked for
public record KeptPart(
    String way,
    List<Member> members,
    OptionalDouble validationLoss,
    OptionalDouble validationAccuracy,
    OptionalDouble validationRmse,
    Optional<Together> ensembleWouldGive,
    Optional<Soup> soup) {
  public KeptPart {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("'members' must name at least one trial");
    }
    Keep.named(way, members.size());
  }

  /// A trial whose network is kept.
  ///
  /// @param seed of the weights
  /// @param orderSeed of the order of rows
  public record Member(String scheme, long seed, long orderSeed) {
    /// Whether it is that trial.
    public boolean is(Trial trial) {
      return trial.scheme().name().equals(scheme)
          && trial.seed().value() == seed
          && trial.order().value() == orderSeed;
    }

    private static Member of(TrialResult result) {
      Trial trial = result.trial();
      return new Member(trial.scheme().name(), trial.seed().value(), trial.order().value());
    }
  }

  /// What several networks give together.
  ///
  /// @param members how many
  public record Together(
      int members,
      OptionalDouble validationLoss,
      OptionalDouble validationAccuracy,
      OptionalDouble validationRmse) {}

  /// What the mean of the networks' weights gives.
  ///
  /// @param excess by how much its loss is above that of the ensemble, the mean over rows
  /// @param standardError of that mean; empty for a single row
  public record Soup(
      int members,
      OptionalDouble validationLoss,
      OptionalDouble validationAccuracy,
      OptionalDouble validationRmse,
      OptionalDouble excess,
      OptionalDouble standardError) {}

  static KeptPart of(Kept kept) {
    Score validation = kept.validation();
    int candidates = kept.candidates().size();
    boolean told = candidates > 1 && !(kept.way() instanceof Keep.Ensemble);
    return new KeptPart(
        kept.way().name(),
        kept.trials().stream().map(Member::of).toList(),
        FiniteNumbers.finite(validation.loss()),
        FiniteNumbers.finite(FiniteNumbers.accuracy(validation)),
        FiniteNumbers.finite(FiniteNumbers.rmse(validation)),
        told ? Optional.of(together(candidates, kept.ensemble())) : Optional.empty(),
        kept.soup().map(soup -> soup(candidates, soup)));
  }

  private static Together together(int members, Score score) {
    return new Together(
        members,
        FiniteNumbers.finite(score.loss()),
        FiniteNumbers.finite(FiniteNumbers.accuracy(score)),
        FiniteNumbers.finite(FiniteNumbers.rmse(score)));
  }

  private static Soup soup(int members, Kept.SoupScore soup) {
    return new Soup(
        members,
        FiniteNumbers.finite(soup.score().loss()),
        FiniteNumbers.finite(FiniteNumbers.accuracy(soup.score())),
        FiniteNumbers.finite(FiniteNumbers.rmse(soup.score())),
        FiniteNumbers.finite(soup.excess()),
        FiniteNumbers.finite(soup.standardError()));
  }

  /// How the networks become one model.
  public Keep keep() {
    return Keep.named(way, members.size());
  }
}
