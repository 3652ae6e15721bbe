package dev.seedbed.luck;

import dev.seedbed.luck.Runs.Configuration;
import dev.seedbed.luck.Runs.Run;
import dev.seedbed.random.Seed;
import dev.seedbed.statistics.Comparison;
import dev.seedbed.statistics.Holm;
import dev.seedbed.statistics.Interval;
import dev.seedbed.statistics.Quantiles;
import dev.seedbed.statistics.SeedsNeeded;
import dev.seedbed.statistics.UnpairedComparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Two configurations compared.
///
/// @param better the name of the one with the better mean; of two equal ones the first
/// @param worse the name of the other
/// @param pairing which runs were compared
/// @param runsOfBetter how many of it
/// @param runsOfWorse how many of the other
/// @param difference by how much the mean is better, in the unit of the score; at least 0
/// @param differenceInterval of its expectation, infinite for a single pair
/// @param probability that the better one wins, ties counted half: on the same seed, or of two runs
///   taken at random
/// @param probabilityInterval of that; empty if not paired
/// @param pValue of a permutation test of the difference
/// @param holm the p-value adjusted for all comparisons of the table
/// @param seedsNeeded how many seeds would tell them apart if the difference and its spread are
///   those seen; empty if they are equal, or the spread is not known
public record Contrast(
    String better,
    String worse,
    Pairing pairing,
    int runsOfBetter,
    int runsOfWorse,
    double difference,
    Interval differenceInterval,
    double probability,
    Optional<Interval> probabilityInterval,
    double pValue,
    double holm,
    OptionalLong seedsNeeded) {

  /// Which runs are compared.
  public enum Pairing {
    /// Those of the same seed, one by one.
    PAIRED,
    /// All of the one with all of the other, as fewer than half have a seed in common, or seeds are
    /// not known.
    UNPAIRED
  }

  /// Whether the difference is more than chance: the adjusted p-value is at most 5 %.
  public boolean toldApart() {
    return holm <= 1 - Interval.LEVEL;
  }

  /// Each configuration with each later one.
  static List<Contrast> all(Runs runs, Seed seed) {
    List<Configuration> some =
        runs.configurations().stream().filter(one -> !one.runs().isEmpty()).toList();
    int count = some.size() * (some.size() - 1) / 2;
    var contrasts = new ArrayList<Contrast>();
    for (int i = 0; i < some.size(); i++) {
      for (int j = i + 1; j < some.size(); j++) {
        contrasts.add(new Pair(runs, some.get(i), some.get(j)).contrast(count, seed));
      }
    }
    double[] holm = Holm.adjusted(contrasts.stream().mapToDouble(Contrast::pValue).toArray());
    for (int i = 0; i < holm.length; i++) {
      contrasts.set(i, contrasts.get(i).withHolm(holm[i]));
    }
    return List.copyOf(contrasts);
  }

  private Contrast withHolm(double adjusted) {
    return new Contrast(
        better,
        worse,
        pairing,
        runsOfBetter,
        runsOfWorse,
        difference,
        differenceInterval,
        probability,
        probabilityInterval,
        pValue,
        adjusted,
        seedsNeeded);
  }

  /// Two configurations to compare.
  private record Pair(Runs runs, Configuration a, Configuration b) {

    Contrast contrast(int comparisons, Seed seed) {
      double[][] common = common();
      return common[0].length == 0
          ? unpaired(losses(a.runs()), losses(b.runs()), comparisons, seed)
          : paired(common[0], common[1], comparisons, seed);
    }

    private double[] losses(List<Run> some) {
      return some.stream().mapToDouble(run -> runs.direction().loss(run.score())).toArray();
    }

    /// The losses of both from the same seeds; none if they are to be compared otherwise.
    private double[][] common() {
      if (!runs.seedsNamed()) {
        return new double[2][0];
      }
      Map<String, Run> ofB = b.runs().stream().collect(Collectors.toMap(Run::seed, run -> run));
      List<Run> inA = new ArrayList<>();
      List<Run> inB = new ArrayList<>();
      for (Run run : a.runs()) {
        Run same = ofB.get(run.seed());
        if (same != null) {
          inA.add(run);
          inB.add(same);
        }
      }
      int fewer = Math.min(a.runs().size(), b.runs().size());
      if (2 * inA.size() < fewer || inA.size() < Math.min(2, fewer)) {
        return new double[2][0];
      }
      return new double[][] {losses(inA), losses(inB)};
    }

    private Contrast paired(double[] ofA, double[] ofB, int comparisons, Seed seed) {
      var losses = new LinkedHashMap<String, double[]>();
      losses.put(a.name(), ofA);
      losses.put(b.name(), ofB);
      Comparison comparison = Comparison.all(losses, seed).getFirst();
      double[] differences = new double[ofA.length];
      for (int i = 0; i < differences.length; i++) {
        differences[i] = ofA[i] - ofB[i];
      }
      boolean first = comparison.meanDifference() <= 0;
      Interval probability = comparison.probabilityInterval();
      return new Contrast(
          first ? a.name() : b.name(),
          first ? b.name() : a.name(),
          Pairing.PAIRED,
          ofA.length,
          ofB.length,
          Math.abs(comparison.meanDifference()),
          first ? negative(comparison.differenceInterval()) : comparison.differenceInterval(),
          first ? comparison.probability() : 1 - comparison.probability(),
          Optional.of(
              first ? probability : new Interval(1 - probability.high(), 1 - probability.low())),
          comparison.pValue(),
          comparison.pValue(),
          SeedsNeeded.paired(
              comparison.meanDifference(), Quantiles.of(differences).deviation(), comparisons));
    }

    private Contrast unpaired(double[] ofA, double[] ofB, int comparisons, Seed seed) {
      UnpairedComparison comparison = UnpairedComparison.of(ofA, ofB, seed);
      boolean first = comparison.meanDifference() <= 0;
      return new Contrast(
          first ? a.name() : b.name(),
          first ? b.name() : a.name(),
          Pairing.UNPAIRED,
          first ? ofA.length : ofB.length,
          first ? ofB.length : ofA.length,
          Math.abs(comparison.meanDifference()),
          first ? negative(comparison.differenceInterval()) : comparison.differenceInterval(),
          first ? comparison.probability() : 1 - comparison.probability(),
          Optional.empty(),
          comparison.pValue(),
          comparison.pValue(),
          SeedsNeeded.unpaired(comparison.meanDifference(), comparison.deviation(), comparisons));
    }

    private static Interval negative(Interval interval) {
      return new Interval(-interval.high(), -interval.low());
    }
  }
}
