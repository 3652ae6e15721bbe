package dev.seedbed.study;

import dev.seedbed.init.Scheme;
import dev.seedbed.random.Seed;
import dev.seedbed.statistics.BestOfK;
import dev.seedbed.statistics.Comparison;
import dev.seedbed.statistics.Interval;
import dev.seedbed.statistics.LastingLead;
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
import java.util.OptionalDouble;
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
  /// @param errors the same of the share of rows that are misclassified; empty for quantities, and
  ///   if all are right or wrong on the same rows
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
      Optional<SeedVariance> errors,
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

  /// The most decimals of a lead; one that needs more is written with an exponent.
  private static final int MOST_DECIMALS = 7;

  /// How far the winner is ahead of what one seed gives on average, on the validation rows and on
  /// as many new ones.
  ///
  /// @param winner its validation score
  /// @param among how many trials it was chosen among
  /// @param rows how many validation rows
  /// @param errors how many of them a single seed misclassifies on average; empty for quantities
  /// @param loss by how much the loss is lower
  /// @param metric by how much the accuracy is higher, or the RMSE lower; empty if all classify the
  ///   same rows rightly
  /// @param found whether the seeds differ by more than the noise of the validation rows makes: the
  ///   interval of their share in the variance begins above 0
  public record Lead(
      Score winner,
      int among,
      int rows,
      OptionalDouble errors,
      LastingLead loss,
      Optional<LastingLead> metric,
      boolean found) {

    /// Whether the validation rows can say anything of new ones.
    public boolean tells() {
      return errors.isEmpty() || errors.getAsDouble() >= LastingLead.LEAST_ERRORS;
    }

    private String inWords() {
      if (!tells()) {
        return "unknown: too few validation rows to say; single seeds misclassify %s of %,d on average, and it takes two to show how much hard rows differ"
            .formatted(
                errors.getAsDouble() == 0 ? "none" : "%.2g".formatted(errors.getAsDouble()), rows);
      }
      boolean classes = winner instanceof Score.Classification;
      String gain =
          metric
              .map(lead ->
                  classes
                      ? sentence(lead.times(100), "%s points of accuracy")
                          + "; of loss it gained %s, expect %s".formatted((Object[]) numbers(loss))
                      : sentence(lead, "RMSE %s")
                          + "; of loss it gained %s, expect %s".formatted((Object[]) numbers(loss)))
              .orElseGet(
                  () -> sentence(loss, "%s of loss") + "; all classify the same rows rightly");
      return gain
          + (found
              ? "; the seeds differ by more than the noise of these rows"
              : "; the seeds differ by no more than the noise of these rows makes");
    }

    private String sentence(LastingLead lead, String unit) {
      String[] numbers = numbers(lead);
      return "choosing among %,d seeds gained %s on the validation rows; on as many new rows expect %s"
          .formatted(among, unit.formatted(numbers[0]), numbers[1]);
    }

    /// The lead, and what to expect with its interval, with as many decimals as two digits of half
    /// the interval take; with an exponent if those are many.
    private static String[] numbers(LastingLead lead) {
      Interval interval = lead.interval();
      double half = (interval.high() - interval.low()) / 2;
      int decimals = decimals(half, 2);
      String format = decimals > MOST_DECIMALS ? "%.1e" : "%." + decimals + "f";
      return new String[] {
        format.formatted(lead.observed()),
        "%s (%s to %s)"
            .formatted(
                format.formatted(lead.expected()),
                format.formatted(interval.low()),
                format.formatted(interval.high()))
      };
    }

    /// The decimals with which `value` has at least so many digits that mean something.
    private static int decimals(double value, int digits) {
      return value > 0
          ? Math.clamp(digits - 1 - (int) Math.floor(StrictMath.log10(value)), 0, 12)
          : digits;
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
        ? "unknown: that takes three validation rows, and seeds that differ on some of them"
        : "unknown: that takes two seeds of the winner's scheme trained to the end";
  }

  /// The seed effect in the trials of a study.
  static SeedEffect of(
      StudySpec spec, List<TrialResult> ranking, List<Rung> rungs, RowLosses rowLosses) {
    // If none is stopped, all are references.
    int references =
        rungs.isEmpty() && spec.rungs().isEmpty() ? spec.seeds().size() : spec.references();
    Set<Integer> unselected = spec.withReferences(references).referenceTrials();
    var all = new Evidence(spec, ranking, rungs, rowLosses, unselected, regretful(ranking, rungs));
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

  /// What some trials lose on each group of rows.
  ///
  /// @param losses of each trial, the best first
  /// @param unselected which of them nothing but their seed chose
  private record Measured(double[][] losses, boolean[] unselected) {
    Optional<SeedVariance> variance() {
      return SeedVariance.of(losses, unselected);
    }

    LastingLead lead(SeedVariance variance) {
      return LastingLead.of(losses, unselected, 0, variance);
    }
  }

  /// The trials of a study, and which of them say what.
  private record Evidence(
      StudySpec spec,
      List<TrialResult> ranking,
      List<Rung> rungs,
      RowLosses rowLosses,
      Set<Integer> references,
      Map<Integer, Boolean> spared) {

    /// Whether nothing but its seed chose the trial.
    boolean unselected(TrialResult result) {
      return result.completed() && references.contains(result.trial().number());
    }

    /// The lowest cost of a trial that was not spared; infinite if there is none.
    double lowestUnspared() {
      return ranking.stream()
          .filter(result -> result.completed() && !spared.containsKey(result.trial().number()))
          .mapToDouble(TrialResult::cost)
          .min()
          .orElse(Double.POSITIVE_INFINITY);
    }

    /// By how much the lowest loss of the spared among `trials` is below that.
    double regret(List<TrialResult> trials) {
      double lowest =
          trials.stream()
              .filter(result -> result.completed() && spared.containsKey(result.trial().number()))
              .mapToDouble(TrialResult::cost)
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
          some ? bestOf(losses) : List.of(),
          measured(scheme).flatMap(Measured::variance),
          measuredErrors(scheme).flatMap(Measured::variance),
          factors(scheme, trials));
    }

    private List<BestOfK> bestOf(double[] losses) {
      return BestOfK.curve(losses, seed("best-of")).stream()
          .map(best -> best.within(0, Double.POSITIVE_INFINITY))
          .toList();
    }

    /// What the trials of a scheme lose on each group of rows, or how often they err there, so that
    /// the mean over groups is that over rows.
    private Optional<Measured> measured(Scheme scheme) {
      return measured(scheme, rowLosses.losses());
    }

    private Optional<Measured> measuredErrors(Scheme scheme) {
      boolean classes = Arrays.stream(rowLosses.hits()).anyMatch(hits -> hits.length > 0);
      if (!classes) {
        return Optional.empty();
      }
      int[] rows = rowLosses.rows();
      double[][] errors =
          Arrays.stream(rowLosses.hits())
              .map(hits ->
                  IntStream.range(0, rows.length).mapToDouble(i -> rows[i] - hits[i]).toArray())
              .toArray(double[][]::new);
      return measured(scheme, errors);
    }

    private Optional<Measured> measured(Scheme scheme, double[][] sums) {
      List<TrialResult> trials = rowLosses.trials();
      int[] own =
          IntStream.range(0, trials.size())
              .filter(i -> trials.get(i).trial().scheme().equals(scheme))
              .toArray();
      double scale = (double) rowLosses.rows().length / rowCount();
      double[][] losses =
          IntStream.of(own)
              .mapToObj(i -> Arrays.stream(sums[i]).map(sum -> scale * sum).toArray())
              .toArray(double[][]::new);
      boolean[] unselected = new boolean[own.length];
      for (int i = 0; i < own.length; i++) {
        unselected[i] = unselected(trials.get(own[i]));
      }
      return own.length == 0 ? Optional.empty() : Optional.of(new Measured(losses, unselected));
    }

    /// How many rows a trial that nothing but its seed chose misclassifies on average.
    private double errors(Scheme scheme) {
      return IntStream.range(0, rowLosses.trials().size())
          .filter(i -> rowLosses.trials().get(i).trial().scheme().equals(scheme))
          .filter(i -> unselected(rowLosses.trials().get(i)))
          .map(i -> rowCount() - Arrays.stream(rowLosses.hits()[i]).sum())
          .average()
          .orElse(0);
    }

    private int rowCount() {
      return Arrays.stream(rowLosses.rows()).sum();
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
        rungs.getFirst().places().forEach(place -> losses[place.trial().number()] = place.cost());
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
      Scheme scheme = winner.get().trial().scheme();
      LastingLead loss = measured(scheme).orElseThrow().lead(own.variance().get());
      Score score = winner.get().outcome().best().orElseThrow();
      return Optional.of(
          new Lead(
              score,
              own.trials(),
              rowCount(),
              switch (score) {
                case Score.Classification _ -> OptionalDouble.of(errors(scheme));
                case Score.Regression _ -> OptionalDouble.empty();
              },
              loss,
              switch (score) {
                case Score.Classification _ ->
                    own.errors()
                        .map(variance -> measuredErrors(scheme).orElseThrow().lead(variance));
                case Score.Regression regression ->
                    Optional.of(loss.times(unit(regression, own.oneSeed().get().mean())));
              },
              own.variance().get().interval().low() > 0));
    }

    /// The RMSE that one of loss is worth between a winner and a mean loss: √x − √y = (x − y)/(√x +
    /// √y).
    private static double unit(Score.Regression winner, double mean) {
      double root = Math.sqrt(winner.loss());
      double unit = root > 0 ? winner.rmse() / root : 0;
      return root + Math.sqrt(mean) > 0 ? unit / (root + Math.sqrt(mean)) : 0;
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
