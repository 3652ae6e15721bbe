package dev.seedbed.study;

import dev.seedbed.init.Scheme;
import dev.seedbed.random.Seed;
import dev.seedbed.statistics.BestOfK;
import dev.seedbed.statistics.Comparison;
import dev.seedbed.statistics.Interval;
import dev.seedbed.statistics.Quantiles;
import dev.seedbed.statistics.SeedVariance;
import dev.seedbed.statistics.TwoWay;
import dev.seedbed.train.Score;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/// How much the seed mattered: what one seed would have given, what several gave, and how much of
/// the difference is more than luck with the validation rows.
///
/// The best validation loss represents a trial. Trials that survive a rung were selected by their
/// loss, so they say nothing of a typical seed. All numbers but the spreads of the rungs are
/// therefore computed from trials that nothing but their seed selected: the references, or all
/// trials if none is ever stopped. If both kinds of seeds vary, only those that share no seed with
/// another count.
///
/// @param schemes each by itself
/// @param lead of the winner; empty if there is none, or nothing to compare it with
/// @param comparisons of each scheme with each other, over seeds that both were trained with to the
///   end; none if there are fewer than two such seeds
public record SeedEffect(
    List<OfScheme> schemes, Optional<Lead> lead, List<Comparison> comparisons) {
  public SeedEffect {
    schemes = List.copyOf(schemes);
    comparisons = List.copyOf(comparisons);
  }

  /// The effect of seeds under one scheme.
  ///
  /// @param trials how many
  /// @param diverged how many of them
  /// @param stopped how many of them
  /// @param oneSeed validation losses of trials that nothing but their seed chose
  /// @param nextLoss where the loss of a new seed lies with probability 95 %: a prediction
  ///   interval; empty for fewer than two trials
  /// @param accuracy their validation accuracy, or RMSE
  /// @param nextAccuracy where that of a new seed lies
  /// @param spared how many references would have been stopped
  /// @param regrets how many of those ended with a lower loss than every trial of the study that
  ///   was not spared
  /// @param regret by how much the lowest of those is lower than all that were not spared; 0 if
  ///   none is
  /// @param bestOf the expected lowest loss of k seeds, for several k
  /// @param variance the seeds' own share in the variance of losses
  /// @param factors the shares of both kinds of seeds, if both vary
  public record OfScheme(
      String scheme,
      int trials,
      int diverged,
      int stopped,
      Optional<Quantiles> oneSeed,
      Optional<Interval> nextLoss,
      Optional<Quantiles> accuracy,
      Optional<Interval> nextAccuracy,
      int spared,
      int regrets,
      double regret,
      List<BestOfK> bestOf,
      Optional<SeedVariance> variance,
      Optional<Factors> factors) {
    public OfScheme {
      bestOf = List.copyOf(bestOf);
    }
  }

  /// The separate effects of the seed of the weights and of that of the order.
  ///
  /// @param epochs after which the trials were compared, if that was at a rung; empty if each
  ///   counts with its best epoch
  public record Factors(OptionalInt epochs, TwoWay twoWay) {}

  /// How far the winner is ahead of what one seed gives on average, and how much of that is
  /// expected to last on new rows: the share that [SeedVariance] gives, whatever the number of
  /// seeds.
  ///
  /// @param winner its validation score
  /// @param loss by how much the validation loss is lower
  /// @param accuracy by how much the validation accuracy is higher, or the RMSE lower
  /// @param share of it that is real
  public record Lead(Score winner, double loss, double accuracy, SeedVariance share) {
    public double realLoss() {
      return loss * share.share();
    }

    public double realAccuracy() {
      return accuracy * share.share();
    }

    private String inWords() {
      Interval interval = share.interval();
      String lead =
          "the winner is %.4f (%s) better than single seeds are on average"
              .formatted(loss, metric(accuracy));
      String real = "about %.4f (%s) of that".formatted(realLoss(), metric(realAccuracy()));
      String percent =
          "(real: %.0f %%, 95 %% interval %.0f to %.0f %%)"
              .formatted(100 * share.share(), 100 * interval.low(), 100 * interval.high());
      if (share.share() == 0) {
        return "no seed effect was found: %s, within the noise of the validation rows %s"
            .formatted(lead, percent);
      }
      return interval.low() == 0
          ? "%s; %s may be real %s, but there are too few seeds to be sure of any seed effect"
              .formatted(lead, real, percent)
          : "%s; %s is real, if these validation rows are typical %s"
              .formatted(lead, real, percent);
    }

    private String metric(double difference) {
      return switch (winner) {
        case Score.Classification _ -> "%.2f points".formatted(100 * difference);
        case Score.Regression _ -> "RMSE %.4g".formatted(difference);
      };
    }
  }

  /// In one sentence, how much of the winner's lead is luck.
  public String luck() {
    if (lead.isPresent()) {
      return lead.get().inWords();
    }
    boolean several =
        schemes.stream()
            .anyMatch(scheme -> scheme.oneSeed().isPresent() && scheme.oneSeed().get().count() > 1);
    return several
        ? "unknown: the seeds, or the validation rows, do not differ enough"
        : "unknown: that takes two seeds of the winner's scheme trained to the end";
  }

  /// The seed effect in the trials of a study.
  static SeedEffect of(StudySpec spec, List<TrialResult> ranking, List<Rung> rungs) {
    // If none is stopped, all are references.
    int references =
        rungs.isEmpty() && spec.rungs().isEmpty() ? spec.seeds().size() : spec.references();
    Set<Integer> unselected = spec.withReferences(references).referenceTrials();
    var all = new Evidence(spec, ranking, rungs, unselected, regretful(ranking, rungs));
    List<OfScheme> schemes = spec.schemes().stream().map(all::ofScheme).toList();
    return new SeedEffect(schemes, all.lead(schemes), all.comparisons());
  }

  /// The numbers of the references that would have been stopped, each with whether that would have
  /// been a loss.
  private static Map<Integer, Boolean> regretful(List<TrialResult> ranking, List<Rung> rungs) {
    var spared = new HashMap<Integer, Boolean>();
    for (Rung rung : rungs) {
      rung.places().stream()
          .filter(place -> place.fate() == Rung.Fate.REFERENCE)
          .forEach(place -> spared.put(place.trial().number(), false));
    }
    for (TrialResult result : ranking) {
      if (!result.completed()) {
        continue;
      }
      if (!spared.containsKey(result.trial().number())) {
        break;
      }
      spared.put(result.trial().number(), true);
    }
    return spared;
  }

  /// The trials of a study, and which of them say what.
  private record Evidence(
      StudySpec spec,
      List<TrialResult> ranking,
      List<Rung> rungs,
      Set<Integer> references,
      Map<Integer, Boolean> spared) {

    /// Whether nothing but its seed chose the trial.
    boolean unselected(TrialResult result) {
      return result.completed() && references.contains(result.trial().number());
    }

    /// The lowest loss of a trial that was not spared; infinite if there is none.
    double lowestUnspared() {
      return ranking.stream()
          .filter(result -> result.completed() && !spared.containsKey(result.trial().number()))
          .mapToDouble(TrialResult::loss)
          .min()
          .orElse(Double.POSITIVE_INFINITY);
    }

    /// By how much the lowest loss of the spared among `trials` is below that.
    double regret(List<TrialResult> trials) {
      double lowest =
          trials.stream()
              .filter(result -> result.completed() && spared.containsKey(result.trial().number()))
              .mapToDouble(TrialResult::loss)
              .min()
              .orElse(Double.POSITIVE_INFINITY);
      return lowest < lowestUnspared() ? lowestUnspared() - lowest : 0;
    }

    List<TrialResult> of(Scheme scheme) {
      return ranking.stream().filter(result -> result.trial().scheme().equals(scheme)).toList();
    }

    OfScheme ofScheme(Scheme scheme) {
      List<TrialResult> trials = of(scheme);
      List<TrialResult> unselected = trials.stream().filter(this::unselected).toList();
      double[] losses = unselected.stream().mapToDouble(TrialResult::loss).toArray();
      double[] accuracies = unselected.stream().mapToDouble(SeedEffect::accuracy).toArray();
      List<Boolean> regrets =
          trials.stream()
              .map(result -> spared.get(result.trial().number()))
              .filter(regret -> regret != null)
              .toList();
      boolean some = losses.length > 0;
      Optional<Quantiles> loss = some ? Optional.of(Quantiles.of(losses)) : Optional.empty();
      Optional<Quantiles> metric = some ? Optional.of(Quantiles.of(accuracies)) : Optional.empty();
      return new OfScheme(
          scheme.name(),
          trials.size(),
          (int) trials.stream().filter(r -> r.outcome() instanceof Outcome.Diverged).count(),
          (int) trials.stream().filter(r -> r.outcome() instanceof Outcome.Stopped).count(),
          loss,
          loss.flatMap(values -> values.prediction(0, Double.POSITIVE_INFINITY)),
          metric,
          metric.flatMap(values -> values.prediction(0, greatestMetric(unselected))),
          regrets.size(),
          (int) regrets.stream().filter(regret -> regret).count(),
          regret(trials),
          some ? BestOfK.curve(losses, seed("best-of")) : List.of(),
          variance(trials, unselected),
          factors(scheme, trials));
    }

    /// All are compared after the same number of epochs, the most that all have done: the best
    /// epoch of each is chosen by the sum of the halves, which makes one half the worse the better
    /// the other is.
    private Optional<SeedVariance> variance(
        List<TrialResult> trials, List<TrialResult> unselected) {
      List<TrialResult> completed = trials.stream().filter(TrialResult::completed).toList();
      OptionalInt epochs = completed.stream().mapToInt(r -> r.curve().size()).min();
      if (epochs.isEmpty() || unselected.isEmpty()) {
        return Optional.empty();
      }
      int last = epochs.getAsInt() - 1;
      double[] differences =
          completed.stream().mapToDouble(r -> r.curve().get(last).halfDifference()).toArray();
      if (Arrays.stream(differences).anyMatch(Double::isNaN)) {
        return Optional.empty();
      }
      return SeedVariance.of(half(unselected, last, 1), half(unselected, last, -1), differences);
    }

    /// The losses on the even rows (sign 1) or the odd ones (−1).
    private static double[] half(List<TrialResult> trials, int epoch, int sign) {
      return trials.stream()
          .map(trial -> trial.curve().get(epoch))
          .mapToDouble(e -> e.validation().loss() + sign * e.halfDifference())
          .toArray();
    }

    /// The bootstrap's draws follow from the study's own seed.
    private Seed seed(String path) {
      int[] word = new int[2];
      spec.training().orderSeed().stream("statistics/" + path).words(0, word, 0, 2);
      return new Seed(((long) word[0] << 32) | (word[1] & 0xFFFFFFFFL));
    }

    private Optional<Factors> factors(Scheme scheme, List<TrialResult> trials) {
      if (spec.vary() != Vary.BOTH || spec.seeds().size() < 2) {
        return Optional.empty();
      }
      double[] losses = new double[spec.trialCount()];
      Arrays.fill(losses, Double.NaN);
      if (rungs.isEmpty()) {
        trials.forEach(result -> losses[result.trial().number()] = result.loss());
      } else {
        rungs.getFirst().places().forEach(place -> losses[place.trial().number()] = place.loss());
      }
      int n = spec.seeds().size();
      double[][] grid = new double[n][n];
      int first = spec.schemes().indexOf(scheme) * n * n;
      for (int i = 0; i < n * n; i++) {
        if (Double.isNaN(losses[first + i])) {
          return Optional.empty();
        }
        grid[i / n][i % n] = losses[first + i];
      }
      return Optional.of(
          new Factors(
              rungs.isEmpty() ? OptionalInt.empty() : OptionalInt.of(rungs.getFirst().epochs()),
              TwoWay.of(grid)));
    }

    Optional<Lead> lead(List<OfScheme> schemes) {
      Optional<TrialResult> winner = ranking.stream().filter(TrialResult::completed).findFirst();
      if (winner.isEmpty()) {
        return Optional.empty();
      }
      OfScheme own = schemes.get(spec.schemes().indexOf(winner.get().trial().scheme()));
      if (own.variance().isEmpty() || own.oneSeed().isEmpty()) {
        return Optional.empty();
      }
      double accuracy = accuracy(winner.get()) - own.accuracy().orElseThrow().mean();
      Score score = winner.get().outcome().best().orElseThrow();
      return Optional.of(
          new Lead(
              score,
              own.oneSeed().get().mean() - winner.get().loss(),
              switch (score) {
                case Score.Classification _ -> accuracy;
                case Score.Regression _ -> -accuracy;
              },
              own.variance().get()));
    }

    List<Comparison> comparisons() {
      int perScheme = spec.trialCount() / spec.schemes().size();
      double[][] losses = new double[spec.schemes().size()][perScheme];
      for (double[] row : losses) {
        Arrays.fill(row, Double.NaN);
      }
      ranking.stream()
          .filter(this::unselected)
          .forEach(result -> {
            int number = result.trial().number();
            losses[number / perScheme][number % perScheme] = result.loss();
          });
      // A scheme that diverges from nearly every seed says nothing, and must not silence others.
      int[] some =
          IntStream.range(0, losses.length)
              .filter(s -> Arrays.stream(losses[s]).filter(Double::isFinite).count() > 1)
              .toArray();
      int[] common =
          IntStream.range(0, perScheme)
              .filter(i -> Arrays.stream(some).noneMatch(s -> Double.isNaN(losses[s][i])))
              .toArray();
      if (common.length < 2 || some.length < 2) {
        return List.of();
      }
      var byScheme = new LinkedHashMap<String, double[]>();
      for (int s : some) {
        double[] row = losses[s];
        byScheme.put(
            spec.schemes().get(s).name(), Arrays.stream(common).mapToDouble(i -> row[i]).toArray());
      }
      return Comparison.all(byScheme, seed("schemes"));
    }
  }

  /// 1 for accuracies; an RMSE has no bound.
  private static double greatestMetric(List<TrialResult> trials) {
    return switch (trials.getFirst().outcome().best().orElseThrow()) {
      case Score.Classification _ -> 1;
      case Score.Regression _ -> Double.POSITIVE_INFINITY;
    };
  }

  private static double accuracy(TrialResult result) {
    return result.outcome().best().orElseThrow().metric();
  }
}
