package dev.seedbed.report;

import dev.seedbed.io.document.LuckDocument;
import dev.seedbed.io.document.LuckDocument.BestOf;
import dev.seedbed.io.document.LuckDocument.ConfigurationPart;
import dev.seedbed.io.document.LuckDocument.ContrastPart;
import dev.seedbed.io.document.LuckDocument.RunRow;
import dev.seedbed.io.document.LuckDocument.Spread;
import dev.seedbed.luck.Direction;
import dev.seedbed.report.ChartData.BestOfSeeds;
import dev.seedbed.report.ChartData.Differences;
import dev.seedbed.report.ChartData.SeedSpread;
import dev.seedbed.report.text.ScoreText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// The charts of anybody's runs.
///
/// @param luck as `luck --json` says it
record LuckCharts(LuckDocument luck) {
  /// Of a configuration without a name.
  private static final String ALL = "all runs";

  /// More comparisons cannot be read.
  private static final int MOST_COMPARISONS = 20;

  List<Chart> all() {
    return Stream.of(Optional.of(spread()), bestOf(), comparisons())
        .flatMap(Optional::stream)
        .toList();
  }

  private List<ConfigurationPart> scored() {
    return luck.configurations().stream().filter(one -> one.scores().isPresent()).toList();
  }

  private static String name(ConfigurationPart one) {
    return one.name().isEmpty() ? ALL : one.name();
  }

  private Chart spread() {
    List<ConfigurationPart> configurations = scored();
    List<SeedSpread.Dot> dots = new ArrayList<>();
    List<List<Double>> boxes = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    int most = configurations.stream().mapToInt(one -> one.runs().size()).max().orElse(1);
    for (int c = 0; c < configurations.size(); c++) {
      ConfigurationPart one = configurations.get(c);
      for (int i = 0; i < one.runs().size(); i++) {
        RunRow run = one.runs().get(i);
        dots.add(
            new SeedSpread.Dot(
                (luck.source().seedsNamed() ? "seed " : "") + run.seed(),
                i,
                c,
                "completed",
                run.score()));
      }
      Spread scores = one.scores().orElseThrow();
      boxes.add(
          List.of(scores.least(), scores.p25(), scores.median(), scores.p75(), scores.greatest()));
      rows.add(row(one, scores));
    }
    Comparator<SeedSpread.Dot> byScore = Comparator.comparingDouble(SeedSpread.Dot::loss);
    dots.sort(luck.direction() == Direction.MINIMIZE ? byScore : byScore.reversed());
    return new Chart(
        "spread",
        "What the runs gave",
        "Each dot is a run; the diamond is the best. The box shows the quartiles. Where dots lie side by side means nothing.",
        new SeedSpread(
            luck.metric(),
            configurations.stream().map(LuckCharts::name).toList(),
            most,
            dots,
            boxes),
        new DataTable(
            List.of(
                "configuration",
                "runs",
                "mean",
                "sd",
                "from (95 %)",
                "to",
                "least",
                "median",
                "greatest",
                "new seed from (95 %)",
                "to"),
            rows));
  }

  private static List<String> row(ConfigurationPart one, Spread scores) {
    ScoreText text = ScoreText.of(scores.sd().orElse(Double.NaN));
    return List.of(
        name(one),
        Integer.toString(scores.count()),
        text.text(scores.mean()),
        ShownNumbers.text(scores.sd()),
        text.text(scores.meanLow()),
        text.text(scores.meanHigh()),
        text.text(scores.least()),
        text.text(scores.median()),
        text.text(scores.greatest()),
        text.text(scores.predictionLow()),
        text.text(scores.predictionHigh()));
  }

  /// The score to expect of the best of several seeds; empty if no configuration has two runs.
  private Optional<Chart> bestOf() {
    List<ConfigurationPart> several =
        scored().stream().filter(one -> one.runs().size() > 1).toList();
    List<List<String>> rows = new ArrayList<>();
    for (ConfigurationPart one : several) {
      ScoreText text = ScoreText.of(one.scores().orElseThrow().sd().orElse(Double.NaN));
      for (BestOf best : one.bestOf()) {
        rows.add(
            List.of(
                name(one),
                Integer.toString(best.seeds()),
                text.text(best.unbiased()),
                text.text(best.unbiasedLow()),
                text.text(best.unbiasedHigh()),
                text.text(best.plugIn())));
      }
    }
    List<BestOfSeeds.Scheme> curves =
        several.stream()
            .map(one ->
                new BestOfSeeds.Scheme(
                    name(one),
                    one.bestOf().stream().map(BestOf::seeds).toList(),
                    numbers(one, BestOf::unbiased),
                    numbers(one, BestOf::unbiasedLow),
                    numbers(one, BestOf::unbiasedHigh)))
            .toList();
    return several.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Chart(
                "best-of",
                "The best of several seeds",
                "The %s to expect of the best of k seeds. Where the line is flat, more seeds are of no use; dotted is its 95 %% interval."
                    .formatted(luck.metric()),
                new BestOfSeeds(luck.metric(), curves),
                new DataTable(
                    List.of("configuration", "seeds", "expected", "from", "to", "plug-in"), rows)));
  }

  private static List<Double> numbers(ConfigurationPart one, ToDoubleFunction<BestOf> of) {
    return one.bestOf().stream().map(of::applyAsDouble).toList();
  }

  private Optional<Chart> comparisons() {
    List<ContrastPart> all =
        luck.comparisons().stream().sorted(Comparator.comparingDouble(ContrastPart::holm)).toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    boolean any = all.stream().anyMatch(ContrastPart::toldApart);
    return Optional.of(
        new Chart(
            "comparisons",
            "Configurations compared",
            "By how much the first is better than the second, with 95 % intervals of each by itself: one that crosses 0 tells nothing. "
                + (any
                    ? "Which differences are more than chance is in the table."
                    : "No difference here is more than chance."),
            new Differences(
                luck.metric(),
                all.stream()
                    .limit(MOST_COMPARISONS)
                    .map(LuckCharts::difference)
                    .toList()
                    .reversed()),
            new DataTable(
                List.of(
                    "configurations",
                    "runs",
                    "difference",
                    "from",
                    "to",
                    "P",
                    "p",
                    "p (Holm)",
                    "told apart",
                    "seeds needed"),
                all.stream().map(LuckCharts::row).toList())));
  }

  private static String name(ContrastPart contrast) {
    return contrast.better() + " > " + contrast.worse();
  }

  private static Differences.Difference difference(ContrastPart contrast) {
    return new Differences.Difference(
        name(contrast),
        contrast.difference(),
        contrast.differenceLow().orElse(Double.NaN),
        contrast.differenceHigh().orElse(Double.NaN));
  }

  private static List<String> row(ContrastPart contrast) {
    String runs =
        switch (contrast.pairing()) {
          case PAIRED -> contrast.runsOfBetter() + " pairs";
          case UNPAIRED -> contrast.runsOfBetter() + " and " + contrast.runsOfWorse();
        };
    return List.of(
        name(contrast),
        runs,
        ShownNumbers.text(contrast.difference()),
        ShownNumbers.text(contrast.differenceLow()),
        ShownNumbers.text(contrast.differenceHigh()),
        ShownNumbers.text(contrast.probability()),
        ShownNumbers.text(contrast.p()),
        ShownNumbers.text(contrast.holm()),
        contrast.toldApart() ? "yes" : "no",
        contrast.seedsNeeded().isPresent()
            ? Long.toString(contrast.seedsNeeded().getAsLong())
            : "–");
  }
}
