package dev.seedbed.bench.check;

import dev.seedbed.check.result.Rule;
import dev.seedbed.statistics.Proportion;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Shares of starts, and of the cases that they are of.
public final class Rates {
  private Rates() {}

  /// Those of a label.
  public static <J extends JudgedStart> List<J> of(List<J> some, Label label) {
    return some.stream().filter(one -> one.label() == label).toList();
  }

  /// By the names of their cases.
  public static <J extends JudgedStart> Map<String, List<J>> byCase(List<J> some) {
    return some.stream()
        .collect(
            Collectors.groupingBy(JudgedStart::caseName, LinkedHashMap::new, Collectors.toList()));
  }

  /// The share in percent, with its 95 % interval; nothing of none.
  public static <J extends JudgedStart> String interval(List<J> some, Predicate<? super J> flags) {
    if (some.isEmpty()) {
      return "";
    }
    var share = new Proportion((int) some.stream().filter(flags).count(), some.size());
    return "%.1f (%.1f–%.1f)".formatted(100 * share.value(), 100 * share.low(), 100 * share.high());
  }

  /// The cases more than half of whose starts are flagged, of all; nothing of none.
  public static <J extends JudgedStart> String ofCases(List<J> some, Predicate<? super J> flags) {
    var cases = byCase(some).values();
    long flagged =
        cases.stream()
            .filter(starts -> 2 * starts.stream().filter(flags).count() > starts.size())
            .count();
    return cases.isEmpty() ? "" : flagged + "/" + cases.size();
  }

  /// A line for each case some of whose starts are listed, with the rules that flag them.
  public static <J extends JudgedStart> void list(
      PrintStream out, List<J> some, Predicate<? super J> listed) {
    byCase(some)
        .forEach((name, starts) -> {
          List<J> those = starts.stream().filter(listed).toList();
          if (!those.isEmpty()) {
            var rules = new TreeMap<Rule, Integer>();
            those.forEach(one -> one.rules().forEach(rule -> rules.merge(rule, 1, Integer::sum)));
            out.format(
                "- %s (%s): %d of %d%s%n",
                name,
                those.getFirst().fault(),
                those.size(),
                starts.size(),
                rules.entrySet().stream()
                    .map(e -> " " + e.getKey().title() + "×" + e.getValue())
                    .collect(Collectors.joining(",")));
          }
        });
    out.println();
  }
}
