package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.Detector;
import dev.seedbed.bench.check.Label;
import dev.seedbed.bench.check.Rates;
import dev.seedbed.bench.check.graph.GraphNetwork.Family;
import dev.seedbed.check.result.Rule;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/// Prints the tables, in Markdown.
///
/// @param judged of one part of the benchmark
record GraphReport(PrintStream out, List<GraphJudged> judged) {

  /// Rates, and no names.
  void printRates() {
    counts();
    rates();
    Detector.print(out, "All families", judged);
  }

  /// Rates, and the names of what is missed and of false alarms.
  void printAll() {
    printRates();
    rules();
    contradictions();
    out.format("Faulty starts that `check` misses, or flags by no right rule:%n%n");
    Rates.list(out, Rates.of(judged, Label.FAULTY), one -> !one.isFlaggedRightly());
    out.format("Healthy starts that `check` flags:%n%n");
    Rates.list(out, Rates.of(judged, Label.HEALTHY), GraphJudged::isFlagged);
  }

  private void counts() {
    out.format("| family | cases | starts | faulty | healthy | slow | mixed |%n");
    out.format("|---|---:|---:|---:|---:|---:|---:|%n");
    for (Family family : Family.values()) {
      count(title(family), of(judged, family));
    }
    count("all", judged);
    out.println();
  }

  private void count(String title, List<GraphJudged> some) {
    out.format(
        "| %s | %d | %d | %d | %d | %d | %d |%n",
        title,
        Rates.byCase(some).size(),
        some.size(),
        Rates.of(some, Label.FAULTY).size(),
        Rates.of(some, Label.HEALTHY).size(),
        Rates.of(some, Label.SLOW).size(),
        Rates.of(some, Label.MIXED).size());
  }

  private void rates() {
    out.format("`check`, %% of starts (95 %% interval), and of cases:%n%n");
    out.format("| family | by a right rule | of cases | by any rule | false alarms | of cases |%n");
    out.format("|---|---:|---:|---:|---:|---:|%n");
    for (Family family : Family.values()) {
      rates(title(family), of(judged, family));
    }
    rates("all", judged);
    out.println();
  }

  private void rates(String title, List<GraphJudged> some) {
    List<GraphJudged> faulty = Rates.of(some, Label.FAULTY);
    List<GraphJudged> healthy = Rates.of(some, Label.HEALTHY);
    out.format(
        "| %s | %s | %s | %s | %s | %s |%n",
        title,
        Rates.interval(faulty, GraphJudged::isFlaggedRightly),
        Rates.ofCases(faulty, GraphJudged::isFlaggedRightly),
        Rates.interval(faulty, GraphJudged::isFlagged),
        Rates.interval(healthy, GraphJudged::isFlagged),
        Rates.ofCases(healthy, GraphJudged::isFlagged));
  }

  private void rules() {
    out.format("Starts that each rule flags:%n%n");
    out.format("| rule | faulty | slow | mixed | healthy |%n|---|---:|---:|---:|---:|%n");
    for (Rule rule : Rule.values()) {
      List<GraphJudged> flagged =
          judged.stream().filter(one -> one.rules().contains(rule)).toList();
      if (!flagged.isEmpty()) {
        out.format(
            "| %s | %d | %d | %d | %d |%n",
            rule.title(),
            Rates.of(flagged, Label.FAULTY).size(),
            Rates.of(flagged, Label.SLOW).size(),
            Rates.of(flagged, Label.MIXED).size(),
            Rates.of(flagged, Label.HEALTHY).size());
      }
    }
    out.println();
  }

  private void contradictions() {
    out.format("Training contradicts what was believed:%n%n");
    Rates.byCase(judged)
        .forEach((name, starts) -> {
          GraphJudged first = starts.getFirst();
          Label unlikely = first.isBelievedSound() ? Label.FAULTY : Label.HEALTHY;
          int count = Rates.of(starts, unlikely).size();
          if (2 * count > starts.size()) {
            out.format("- %s: %s, believed %s%n", name, unlikely, first.fault());
          }
        });
    out.println();
  }

  private static String title(Family family) {
    return family.name().toLowerCase(Locale.ROOT);
  }

  private static List<GraphJudged> of(List<GraphJudged> some, Family family) {
    return some.stream().filter(one -> one.one().family() == family).toList();
  }
}
