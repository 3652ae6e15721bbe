package dev.seedbed.luck;

import dev.seedbed.luck.Runs.Configuration;
import dev.seedbed.luck.Runs.Run;
import dev.seedbed.random.Seed;
import dev.seedbed.statistics.BestOfK;
import dev.seedbed.statistics.IndependentErrors;
import dev.seedbed.statistics.InterquartileMean;
import dev.seedbed.statistics.Interval;
import dev.seedbed.statistics.LastingLead;
import dev.seedbed.statistics.Quantiles;
import dev.seedbed.statistics.SeedVariance;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// How much of the results of runs is luck. Runs that diverged have no score to take a mean of:
/// they are left out, which flatters their configuration, and counted.
///
/// @param runs what it is made from
/// @param configurations each by itself, in the same order
/// @param contrasts of each two configurations that have a score
public record Luck(Runs runs, List<OfConfiguration> configurations, List<Contrast> contrasts) {
  /// Resamples and random flips follow from it: the same runs give the same numbers.
  private static final Seed SEED = new Seed(0);

  public Luck {
    configurations = List.copyOf(configurations);
    contrasts = List.copyOf(contrasts);
  }

  /// One configuration.
  ///
  /// @param outlook what its scores say; empty if no run has one
  public record OfConfiguration(Configuration configuration, Optional<Outlook> outlook) {}

  /// What scores of runs say, in their unit.
  ///
  /// @param scores where they lie
  /// @param expectation the 95 % interval of their expectation; empty for one run
  /// @param next where the score of a new seed lies with probability 95 %; empty for one run
  /// @param middle the interquartile mean over runs and tasks
  /// @param bestOf the score to expect of the best of k seeds
  /// @param baseline how far scores would lie apart by chance; empty if rows are not known
  /// @param winner the best run
  public record Outlook(
      Quantiles scores,
      Optional<Interval> expectation,
      Optional<Interval> next,
      InterquartileMean middle,
      List<BestOfK> bestOf,
      Optional<Baseline> baseline,
      Winner winner) {
    public Outlook {
      bestOf = List.copyOf(bestOf);
    }
  }

  /// How far scores lie apart by chance alone.
  ///
  /// @param errors independent from seed to seed, in the unit of the scores
  /// @param excess how much more than that they varied; empty for one run
  public record Baseline(IndependentErrors errors, Optional<IndependentErrors.Excess> excess) {}

  /// The best run.
  ///
  /// @param lead how much better it is than the mean; at least 0
  /// @param lasting how much of the lead to expect on new rows; empty if rows are not known,
  ///   nothing varies, or runs miss fewer than two rows on average
  public record Winner(Run run, double lead, Optional<Lasting> lasting) {}

  /// What lasts of a lead.
  ///
  /// @param expected the lead to expect on new rows
  /// @param interval where the lead on as many new rows lies with probability 95 %; empty if hits
  ///   or losses of rows are not known
  /// @param share of the variance of scores that is the seeds' own, and so of any lead: in [0, 1]
  /// @param shareInterval within [0, 1]
  public record Lasting(
      double expected, Optional<Interval> interval, double share, Interval shareInterval) {}

  /// What the runs say.
  public static Luck of(Runs runs) {
    return new Luck(
        runs,
        runs.configurations().stream()
            .map(one ->
                new OfConfiguration(
                    one, one.runs().isEmpty() ? Optional.empty() : Optional.of(outlook(runs, one))))
            .toList(),
        Contrast.all(runs, SEED));
  }

  private static Outlook outlook(Runs runs, Configuration configuration) {
    double[] scores = configuration.scores();
    Quantiles spread = Quantiles.of(scores);
    double least = Math.min(runs.range().low(), spread.least());
    double greatest = Math.max(runs.range().high(), spread.greatest());
    double[][] cells = cells(runs.direction(), configuration);
    boolean[] all = new boolean[cells.length];
    Arrays.fill(all, true);
    Optional<SeedVariance> variance =
        cells.length > 1 ? SeedVariance.of(cells, all) : Optional.empty();
    Optional<Baseline> baseline =
        variance
            .map(some ->
                new Baseline(
                    IndependentErrors.of(some, cells[0].length),
                    Optional.of(IndependentErrors.excess(some))))
            .or(() ->
                runs.hits()
                    .flatMap(hits -> ofHits(runs.direction(), hits, spread.mean()))
                    .map(errors -> new Baseline(errors, errors.excess(scores))));
    int best = best(runs.direction(), scores);
    double lead = runs.direction().loss(spread.mean()) - runs.direction().loss(scores[best]);
    Optional<Lasting> lasting =
        variance.isPresent()
            ? variance.map(some -> lasting(some, LastingLead.of(cells, all, best, some)))
            : baseline.flatMap(Baseline::excess).map(excess -> lasting(excess, lead));
    return new Outlook(
        spread,
        spread.expectation(least, greatest),
        spread.prediction(least, greatest),
        middle(configuration),
        bestOf(runs.direction(), scores).stream()
            .map(expected -> expected.within(least, greatest))
            .toList(),
        baseline,
        new Winner(
            configuration.runs().get(best),
            Math.max(0, lead),
            lasting.filter(_ -> tells(runs, cells, spread.mean()))));
  }

  /// Whether rows that are hits or misses say anything of new ones: not if a run misses next to
  /// none of them.
  private static boolean tells(Runs runs, double[][] cells, double mean) {
    double errors =
        cells.length > 0
            ? errors(cells)
            : runs.hits()
                .map(hits -> hits.rows() * error(runs.direction(), hits, mean))
                .orElse(0.0);
    return errors >= LastingLead.LEAST_ERRORS;
  }

  /// How many rows a run misses on average; infinite if cells are losses of any size.
  private static double errors(double[][] cells) {
    // A hit is a loss of −1 beside 0 where more is better, and of 0 beside 1 where less is.
    double least = Arrays.stream(cells).flatMapToDouble(Arrays::stream).min().orElse(0);
    double sum = 0;
    for (double[] ofRun : cells) {
      for (double cell : ofRun) {
        if (cell != least && cell != least + 1) {
          return Double.POSITIVE_INFINITY;
        }
        sum += cell - least;
      }
    }
    return sum / cells.length;
  }

  /// What lasts, if hits or losses of rows are known.
  private static Lasting lasting(SeedVariance variance, LastingLead lead) {
    return new Lasting(
        lead.expected(), Optional.of(lead.interval()), variance.share(), variance.interval());
  }

  /// What lasts, if only scores are known.
  private static Lasting lasting(IndependentErrors.Excess excess, double lead) {
    return new Lasting(
        Math.max(0, lead) * excess.share(),
        Optional.empty(),
        excess.share(),
        excess.shareInterval());
  }

  private static int best(Direction direction, double[] scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .min(Comparator.comparingDouble(i -> direction.loss(scores[i])))
        .orElseThrow();
  }

  private static InterquartileMean middle(Configuration configuration) {
    List<Run> runs = configuration.runs();
    int tasks = runs.getFirst().ofTasks().length;
    return InterquartileMean.of(
        IntStream.range(0, tasks)
            .mapToObj(task -> runs.stream().mapToDouble(run -> run.ofTasks()[task]).toArray())
            .toList(),
        SEED);
  }

  private static List<BestOfK> bestOf(Direction direction, double[] scores) {
    double[] losses = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      losses[i] = direction.loss(scores[i]);
    }
    List<BestOfK> curve = BestOfK.curve(losses, SEED);
    return direction == Direction.MINIMIZE
        ? curve
        : curve.stream()
            .map(best ->
                new BestOfK(
                    best.k(),
                    -best.unbiased(),
                    -best.plugIn(),
                    new Interval(-best.interval().high(), -best.interval().low())))
            .toList();
  }

  private static Optional<IndependentErrors> ofHits(
      Direction direction, Runs.Hits hits, double mean) {
    return IndependentErrors.ofError(error(direction, hits, mean), hits.rows())
        .map(some ->
            new IndependentErrors(some.rows(), some.variance() * hits.whole() * hits.whole()));
  }

  private static double error(Direction direction, Runs.Hits hits, double mean) {
    double share = mean / hits.whole();
    return direction == Direction.MINIMIZE ? share : 1 - share;
  }

  /// The losses of each run on each row; none if they are not known.
  private static double[][] cells(Direction direction, Configuration configuration) {
    return configuration.runs().stream()
        .map(Run::rows)
        .filter(rows -> rows.length > 0)
        .map(rows -> Arrays.stream(rows).map(direction::loss).toArray())
        .toArray(double[][]::new);
  }
}
