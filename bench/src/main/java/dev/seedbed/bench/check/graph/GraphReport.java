package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.Label;
import dev.seedbed.bench.check.graph.GraphNetwork.Family;
import dev.seedbed.check.result.Rule;
import dev.seedbed.statistics.Proportion;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Prints the tables, in Markdown.
///
/// @param judged of one part of the benchmark
record GraphReport(PrintStream out, List<GraphJudged> judged) {

  /// Rates, and no names.
  void printRates() {
    counts();
    rates();
  }

  /// Rates, and the names of what is missed and of false alarms.
  void printAll() {
    printRates();
    rules();
    contradictions();
    out.format("Faulty starts that `check` misses, or flags by no right rule:%n%n");
    list(of(judged, Label.FAULTY), one -> !one.isFlaggedRightly());
    out.format("Healthy starts that `check` flags:%n%n");
    list(of(judged, Label.HEALTHY), GraphJudged::isFlagged);
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
        byCase(some).size(),
        some.size(),
        of(some, Label.FAULTY).size(),
        of(some, Label.HEALTHY).size(),
        of(some, Label.SLOW).size(),
        of(some, Label.MIXED).size());
  }

  private void rates() {
    out.format("%% of starts (95 %% interval), and of cases:%n%n");
    out.format("| family | by a right rule | of cases | by any rule | false alarms | of cases |%n");
    out.format("|---|---:|---:|---:|---:|---:|%n");
    for (Family family : Family.values()) {
      rates(title(family), of(judged, family));
    }
    rates("all", judged);
    out.println();
  }

  private void rates(String title, List<GraphJudged> some) {
    List<GraphJudged> faulty = of(some, Label.FAULTY);
    List<GraphJudged> healthy = of(some, Label.HEALTHY);
    out.format(
        "| %s | %s | %s | %s | %s | %s |%n",
        title,
        interval(faulty, GraphJudged::isFlaggedRightly),
        ofCases(faulty, GraphJudged::isFlaggedRightly),
        interval(faulty, GraphJudged::isFlagged),
        interval(healthy, GraphJudged::isFlagged),
        ofCases(healthy, GraphJudged::isFlagged));
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
            of(flagged, Label.FAULTY).size(),
            of(flagged, Label.SLOW).size(),
            of(flagged, Label.MIXED).size(),
            of(flagged, Label.HEALTHY).size());
      }
    }
    out.println();
  }

  private void contradictions() {
    out.format("Training contradicts what was believed:%n%n");
    byCase(judged)
        .forEach((name, starts) -> {
          GraphFault fault = starts.getFirst().one().start().fault();
          Label unlikely = fault == GraphFault.NONE ? Label.FAULTY : Label.HEALTHY;
          int count = of(starts, unlikely).size();
          if (2 * count > starts.size()) {
            out.format("- %s: %s, believed %s%n", name, unlikely, fault);
          }
        });
    out.println();
  }

  private void list(List<GraphJudged> some, Predicate<GraphJudged> listed) {
    byCase(some)
        .forEach((name, starts) -> {
          List<GraphJudged> those = starts.stream().filter(listed).toList();
          if (!those.isEmpty()) {
            var rules = new TreeMap<Rule, Integer>();
            those.forEach(one -> one.rules().forEach(rule -> rules.merge(rule, 1, Integer::sum)));
            out.format(
                "- %s (%s): %d of %d%s%n",
                name,
                those.getFirst().one().start().fault(),
                those.size(),
                starts.size(),
                rules.entrySet().stream()
                    .map(e -> " " + e.getKey().title() + "×" + e.getValue())
                    .collect(Collectors.joining(",")));
          }
        });
    out.println();
  }

  private static String title(Family family) {
    return family.name().toLowerCase(Locale.ROOT);
  }

  private static List<GraphJudged> of(List<GraphJudged> some, Label label) {
    return some.stream().filter(one -> one.label() == label).toList();
  }

  private static List<GraphJudged> of(List<GraphJudged> some, Family family) {
    return some.stream().filter(one -> one.one().family() == family).toList();
  }

  private static Map<String, List<GraphJudged>> byCase(List<GraphJudged> some) {
    return some.stream()
        .collect(
            Collectors.groupingBy(
                one -> one.one().name(), LinkedHashMap::new, Collectors.toList()));
  }

  private static String interval(List<GraphJudged> some, Predicate<GraphJudged> flags) {
    if (some.isEmpty()) {
      return "";
    }
    var share = new Proportion((int) some.stream().filter(flags).count(), some.size());
    return "%.1f (%.1f–%.1f)".formatted(100 * share.value(), 100 * share.low(), 100 * share.high());
  }

  private static String ofCases(List<GraphJudged> some, Predicate<GraphJudged> flags) {
    var cases = byCase(some).values();
    long flagged =
        cases.stream()
            .filter(starts -> 2 * starts.stream().filter(flags).count() > starts.size())
            .count();
    return cases.isEmpty() ? "" : flagged + "/" + cases.size();
  }
}
