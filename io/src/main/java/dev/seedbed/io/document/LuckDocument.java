package dev.seedbed.io.document;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.ALWAYS;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.seedbed.io.results.Results;
import dev.seedbed.io.results.ResultsSpec.Layout;
import dev.seedbed.io.results.ResultsSpec.Take;
import dev.seedbed.luck.Contrast;
import dev.seedbed.luck.Direction;
import dev.seedbed.luck.Luck;
import dev.seedbed.luck.Runs;
import dev.seedbed.statistics.BestOfK;
import dev.seedbed.statistics.IndependentErrors;
import dev.seedbed.statistics.InterquartileMean;
import dev.seedbed.statistics.Interval;
import dev.seedbed.statistics.Quantiles;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What `luck --json` prints: how much of the results of runs is luck.
///
/// @param range what scores can be; an end is empty if there is none
/// @param tasks that scores are means over; empty if there is but one
/// @param rowsEvaluated on how many rows each score was measured; empty if that is not known
/// @param configurations in the order of the table
/// @param comparisons of each two of them
public record LuckDocument(
    Source source,
    String metric,
    Direction direction,
    Range range,
    List<String> tasks,
    OptionalLong rowsEvaluated,
    List<ConfigurationPart> configurations,
    List<ContrastPart> comparisons) {
  public LuckDocument {
    tasks = List.copyOf(tasks);
    configurations = List.copyOf(configurations);
    comparisons = List.copyOf(comparisons);
  }

  /// Where runs were found.
  ///
  /// @param files as they were given
  /// @param seed the column of seeds; empty if there is none
  /// @param configuration the columns that say how a run was made
  /// @param step the column of steps, if there are several scores a run
  /// @param take which of these counts
  /// @param seedsNamed whether runs of several configurations can be paired by their seeds
  /// @param notes what else to know
  public record Source(
      List<String> files,
      Layout layout,
      Optional<String> seed,
      List<String> configuration,
      Optional<String> task,
      Optional<String> step,
      Optional<Take> take,
      boolean seedsNamed,
      List<String> notes) {
    public Source {
      files = List.copyOf(files);
      configuration = List.copyOf(configuration);
      notes = List.copyOf(notes);
    }
  }

  /// Ends of an interval; what is not finite is null.
  public record Range(
      @JsonInclude(ALWAYS) OptionalDouble low, @JsonInclude(ALWAYS) OptionalDouble high) {

    private static Range of(Interval interval) {
      return new Range(FiniteNumbers.finite(interval.low()), FiniteNumbers.finite(interval.high()));
    }
  }

  /// Runs that differ by their seeds alone.
  ///
  /// @param name empty if there is but one configuration
  /// @param runs with a score
  /// @param diverged seeds of runs that did; no number counts them
  /// @param unfinished seeds of runs that did not end; no number counts them
  /// @param empty seeds of runs without a score
  /// @param scores where they lie; empty if no run has one
  public record ConfigurationPart(
      String name,
      List<RunRow> runs,
      List<String> diverged,
      List<String> unfinished,
      List<String> empty,
      Optional<Spread> scores,
      Optional<MiddlePart> interquartileMean,
      List<BestOf> bestOf,
      Optional<BaselinePart> independentErrors,
      Optional<WinnerPart> winner) {
    public ConfigurationPart {
      runs = List.copyOf(runs);
      diverged = List.copyOf(diverged);
      unfinished = List.copyOf(unfinished);
      empty = List.copyOf(empty);
      bestOf = List.copyOf(bestOf);
    }

    private static ConfigurationPart of(Luck.OfConfiguration one) {
      Runs.Configuration configuration = one.configuration();
      Optional<Luck.Outlook> outlook = one.outlook();
      return new ConfigurationPart(
          configuration.name(),
          configuration.runs().stream().map(run -> new RunRow(run.seed(), run.score())).toList(),
          configuration.diverged(),
          configuration.unfinished(),
          configuration.empty(),
          outlook.map(Spread::of),
          outlook.map(Luck.Outlook::middle).map(MiddlePart::of),
          outlook.stream().flatMap(some -> some.bestOf().stream()).map(BestOf::of).toList(),
          outlook.flatMap(Luck.Outlook::baseline).map(BaselinePart::of),
          outlook.map(Luck.Outlook::winner).map(WinnerPart::of));
    }
  }

  /// A run.
  ///
  /// @param seed its seed, or its name
  public record RunRow(String seed, double score) {}

  /// Where scores lie.
  ///
  /// @param sd the standard deviation; null for one run, as the intervals are
  /// @param meanLow the lower end of the 95 % interval of the expectation
  /// @param predictionLow the lower end of where a new seed lies with probability 95 %
  public record Spread(
      int count,
      double mean,
      @JsonInclude(ALWAYS) OptionalDouble meanLow,
      @JsonInclude(ALWAYS) OptionalDouble meanHigh,
      @JsonInclude(ALWAYS) OptionalDouble sd,
      double least,
      double p25,
      double median,
      double p75,
      double greatest,
      @JsonInclude(ALWAYS) OptionalDouble predictionLow,
      @JsonInclude(ALWAYS) OptionalDouble predictionHigh) {

    private static Spread of(Luck.Outlook outlook) {
      Quantiles scores = outlook.scores();
      return new Spread(
          scores.count(),
          scores.mean(),
          FiniteNumbers.finite(outlook.expectation().map(Interval::low)),
          FiniteNumbers.finite(outlook.expectation().map(Interval::high)),
          FiniteNumbers.finite(scores.deviation()),
          scores.least(),
          scores.lower(),
          scores.median(),
          scores.upper(),
          scores.greatest(),
          FiniteNumbers.finite(outlook.next().map(Interval::low)),
          FiniteNumbers.finite(outlook.next().map(Interval::high)));
    }
  }

  /// The interquartile mean over runs and tasks, with its bootstrap interval.
  public record MiddlePart(double value, double low, double high) {
    private static MiddlePart of(InterquartileMean middle) {
      return new MiddlePart(middle.value(), middle.interval().low(), middle.interval().high());
    }
  }

  /// The score to expect of the best of several seeds.
  public record BestOf(
      int seeds, double unbiased, double plugIn, double unbiasedLow, double unbiasedHigh) {
    private static BestOf of(BestOfK best) {
      return new BestOf(
          best.k(), best.unbiased(), best.plugIn(), best.interval().low(), best.interval().high());
    }
  }

  /// The spread of scores if seeds erred independently of each other, and how much more there is.
  ///
  /// @param sd of independent errors
  /// @param varianceRatio the variance of scores over that; left out for one run, as all below
  /// @param p the probability of so large a ratio, or larger, if errors are independent
  public record BaselinePart(
      long rows,
      double sd,
      OptionalDouble varianceRatio,
      OptionalDouble varianceRatioLow,
      OptionalDouble varianceRatioHigh,
      OptionalDouble p) {

    private static BaselinePart of(Luck.Baseline baseline) {
      Optional<IndependentErrors.Excess> excess = baseline.excess();
      return new BaselinePart(
          baseline.errors().rows(),
          Math.sqrt(baseline.errors().variance()),
          FiniteNumbers.finite(excess.map(IndependentErrors.Excess::ratio)),
          FiniteNumbers.finite(excess.map(some -> some.interval().low())),
          FiniteNumbers.finite(excess.map(some -> some.interval().high())),
          FiniteNumbers.finite(excess.map(IndependentErrors.Excess::pValue)));
    }
  }

  /// The best run.
  ///
  /// @param lead how much better it is than the mean
  /// @param leadReal how much of that to expect on new rows; left out if rows are not known, as all
  ///   below
  /// @param leadRealLow the lower end of where the lead on as many new rows lies with probability
  ///   95 %; left out if hits or losses of rows are not known
  /// @param shareReal of the variance of the scores, and so of any lead
  public record WinnerPart(
      String seed,
      double score,
      double lead,
      OptionalDouble leadReal,
      OptionalDouble leadRealLow,
      OptionalDouble leadRealHigh,
      OptionalDouble shareReal,
      OptionalDouble shareRealLow,
      OptionalDouble shareRealHigh) {

    private static WinnerPart of(Luck.Winner winner) {
      Optional<Luck.Lasting> lasting = winner.lasting();
      Optional<Interval> interval = lasting.flatMap(Luck.Lasting::interval);
      Optional<Interval> share = lasting.map(Luck.Lasting::shareInterval);
      return new WinnerPart(
          winner.run().seed(),
          winner.run().score(),
          winner.lead(),
          FiniteNumbers.finite(lasting.map(Luck.Lasting::expected)),
          FiniteNumbers.finite(interval.map(Interval::low)),
          FiniteNumbers.finite(interval.map(Interval::high)),
          FiniteNumbers.finite(lasting.map(Luck.Lasting::share)),
          FiniteNumbers.finite(share.map(Interval::low)),
          FiniteNumbers.finite(share.map(Interval::high)));
    }
  }

  /// Two configurations compared.
  ///
  /// @param difference by how much the mean of the better is better
  /// @param differenceLow the lower end of its 95 % interval; null for a single pair of runs
  /// @param probability that a run of the better wins
  /// @param probabilityLow the lower end of its 95 % interval; left out if not paired
  /// @param holm the p-value adjusted for all comparisons
  /// @param toldApart whether that is at most 0.05
  /// @param seedsNeeded how many would tell them apart; null if the difference is 0 or its spread
  ///   is not known
  public record ContrastPart(
      String better,
      String worse,
      Contrast.Pairing pairing,
      int runsOfBetter,
      int runsOfWorse,
      double difference,
      @JsonInclude(ALWAYS) OptionalDouble differenceLow,
      @JsonInclude(ALWAYS) OptionalDouble differenceHigh,
      @JsonProperty("probability_better") double probability,
      @JsonProperty("probability_better_low") OptionalDouble probabilityLow,
      @JsonProperty("probability_better_high") OptionalDouble probabilityHigh,
      double p,
      @JsonProperty("p_holm") double holm,
      boolean toldApart,
      @JsonInclude(ALWAYS) OptionalLong seedsNeeded) {

    private static ContrastPart of(Contrast contrast) {
      Optional<Interval> probability = contrast.probabilityInterval();
      return new ContrastPart(
          contrast.better(),
          contrast.worse(),
          contrast.pairing(),
          contrast.runsOfBetter(),
          contrast.runsOfWorse(),
          contrast.difference(),
          FiniteNumbers.finite(contrast.differenceInterval().low()),
          FiniteNumbers.finite(contrast.differenceInterval().high()),
          contrast.probability(),
          FiniteNumbers.finite(probability.map(Interval::low)),
          FiniteNumbers.finite(probability.map(Interval::high)),
          contrast.pValue(),
          contrast.holm(),
          contrast.toldApart(),
          contrast.seedsNeeded());
    }
  }

  /// The document of results.
  ///
  /// @param files as they were given
  /// @param take which of several scores of a run counts
  public static LuckDocument of(List<String> files, Results results, Take take, Luck luck) {
    Runs runs = results.runs();
    OptionalLong rows =
        runs.hits().isPresent()
            ? OptionalLong.of(runs.hits().get().rows())
            : runs.configurations().stream()
                .flatMap(one -> one.runs().stream())
                .mapToLong(run -> run.rows().length)
                .filter(count -> count > 0)
                .findFirst();
    return new LuckDocument(
        new Source(
            files,
            results.layout(),
            results.seed(),
            results.configuration(),
            results.task(),
            results.step(),
            results.step().map(_ -> take),
            runs.seedsNamed(),
            results.notes()),
        runs.metric(),
        runs.direction(),
        Range.of(runs.range()),
        runs.tasks(),
        rows,
        luck.configurations().stream().map(ConfigurationPart::of).toList(),
        luck.contrasts().stream().map(ContrastPart::of).toList());
  }

  /// The configuration with the best mean; empty if no run has a score.
  public Optional<ConfigurationPart> best() {
    return configurations.stream()
        .filter(one -> one.scores().isPresent())
        .reduce((a, b) -> better(b, a) ? b : a);
  }

  private boolean better(ConfigurationPart a, ConfigurationPart b) {
    double difference = a.scores().orElseThrow().mean() - b.scores().orElseThrow().mean();
    return direction == Direction.MINIMIZE ? difference < 0 : difference > 0;
  }
}
