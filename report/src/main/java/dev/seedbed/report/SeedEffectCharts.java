package dev.seedbed.report;

import dev.seedbed.io.document.SeedEffectPart;
import dev.seedbed.io.document.SeedEffectPart.BestOf;
import dev.seedbed.io.document.SeedEffectPart.ComparisonPart;
import dev.seedbed.report.ChartData.BestOfSeeds;
import dev.seedbed.report.ChartData.SchemeComparisons;
import dev.seedbed.statistics.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// The charts of how much the seed mattered, and the scheme.
///
/// @param effect as `result.json` says it
record SeedEffectCharts(SeedEffectPart effect) {

  /// The lowest loss to expect of several seeds; empty if there is but one.
  Optional<Chart> bestOf() {
    var schemes = new ArrayList<BestOfSeeds.Scheme>();
    var rows = new ArrayList<List<String>>();
    for (SeedEffectPart.SchemePart scheme : effect.schemes()) {
      schemes.add(
          new BestOfSeeds.Scheme(
              scheme.scheme(),
              scheme.bestOf().stream().map(BestOf::seeds).toList(),
              numbers(scheme.bestOf(), BestOf::unbiased),
              numbers(scheme.bestOf(), BestOf::unbiasedLow),
              numbers(scheme.bestOf(), BestOf::unbiasedHigh)));
      for (BestOf best : scheme.bestOf()) {
        rows.add(
            List.of(
                scheme.scheme(),
                Integer.toString(best.seeds()),
                ShownNumbers.text(best.unbiased()),
                ShownNumbers.text(best.unbiasedLow()),
                ShownNumbers.text(best.unbiasedHigh()),
                ShownNumbers.text(best.plugIn())));
      }
    }
    return schemes.stream().allMatch(scheme -> scheme.seeds().size() <= 1)
        ? Optional.empty()
        : Optional.of(
            new Chart(
                "best-of",
                "The best of several seeds",
                "The lowest validation loss to expect of k seeds, estimated from the trials that are never stopped. Where the line is flat, more seeds are of no use; dotted is its 95 % interval.",
                new BestOfSeeds(StudyCharts.LOSS, schemes),
                new DataTable(
                    List.of("scheme", "seeds", "expected", "from", "to", "plug-in"), rows)));
  }

  private static List<Double> numbers(List<BestOf> all, ToDoubleFunction<BestOf> of) {
    return all.stream().map(best -> ShownNumbers.rounded(of.applyAsDouble(best))).toList();
  }

  /// Which scheme beats which; empty if there is but one.
  Optional<Chart> comparisons() {
    List<Better> all = effect.comparisons().stream().map(Better::of).toList();
    boolean any =
        effect.comparisons().stream()
            .anyMatch(comparison -> comparison.verdict() != Comparison.Verdict.NOT_SIGNIFICANT);
    List<List<String>> rows = all.stream().map(Better::row).toList();
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Chart(
                "schemes",
                "Schemes compared",
                "How often the first scheme beats the second on the same seed, with 95 % intervals: one that crosses ½ tells nothing. "
                    + (any
                        ? "The verdicts are in the table."
                        : "No difference here is significant."),
                new SchemeComparisons(all.stream().map(Better::data).toList()),
                new DataTable(
                    List.of(
                        "schemes",
                        "seeds",
                        "P",
                        "from",
                        "to",
                        "p (Holm)",
                        "ASO",
                        "ASO, reverse",
                        "verdict"),
                    rows)));
  }

  /// A comparison, from the side of the better scheme.
  private record Better(
      String name,
      double probability,
      double low,
      double high,
      double aso,
      double asoReverse,
      ComparisonPart comparison) {

    static Better of(ComparisonPart comparison) {
      double a = comparison.probability();
      double low = comparison.probabilityLow().orElse(Double.NaN);
      double high = comparison.probabilityHigh().orElse(Double.NaN);
      return a >= 0.5
          ? new Better(
              comparison.a() + " > " + comparison.b(),
              a,
              low,
              high,
              comparison.asoA(),
              comparison.asoB(),
              comparison)
          : new Better(
              comparison.b() + " > " + comparison.a(),
              1 - a,
              1 - high,
              1 - low,
              comparison.asoB(),
              comparison.asoA(),
              comparison);
    }

    SchemeComparisons.Comparison data() {
      return new SchemeComparisons.Comparison(name, probability, low, high);
    }

    List<String> row() {
      return List.of(
          name,
          Integer.toString(comparison.seeds()),
          ShownNumbers.text(probability),
          ShownNumbers.text(low),
          ShownNumbers.text(high),
          ShownNumbers.text(comparison.holm()),
          ShownNumbers.text(aso),
          ShownNumbers.text(asoReverse),
          comparison.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
  }
}
