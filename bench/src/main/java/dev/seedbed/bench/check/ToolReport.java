package dev.seedbed.bench.check;

import dev.seedbed.bench.check.StartCase.Part;
import dev.seedbed.check.result.Rule;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Prints the tables, in Markdown. Of held-out cases it gives rates and nothing else.
final class ToolReport {
  private static final int GROUPS = 8;

  private final PrintStream out;
  private final List<Judged> all;
  private final List<Judged> tuning;
  private final List<Judged> heldOut;

  /// How many cases have no label, as not even their reference trains.
  private final long dropped;

  ToolReport(PrintStream out, List<Judged> all, long dropped) {
    this.out = out;
    this.dropped = dropped;
    this.all = all;
    this.tuning = all.stream().filter(one -> one.task().part() == Part.TUNING).toList();
    this.heldOut = all.stream().filter(one -> one.task().part() == Part.HELD_OUT).toList();
  }

  void print() {
    counts();
    if (!tuning.isEmpty()) {
      Detector.print(out, "Tuning part", tuning);
    }
    if (!heldOut.isEmpty()) {
      Detector.print(out, "Held-out part", heldOut);
    }
    groups();
    rules();
    contradictions();
    misses();
    falseAlarms();
  }

  private void counts() {
    out.format("| | cases | faulty | healthy | slow | starts | faulty | healthy |%n");
    out.format("|---|---:|---:|---:|---:|---:|---:|---:|%n");
    count("tuning", tuning);
    count("held out", heldOut);
    out.format("%n%d more cases were dropped: not even their reference trains.%n%n", dropped);
  }

  private void count(String title, List<Judged> some) {
    Map<String, Label> cases = new LinkedHashMap<>();
    Rates.byCase(some).forEach((name, starts) -> cases.put(name, majority(starts)));
    out.format(
        "| %s | %d | %d | %d | %d | %d | %d | %d |%n",
        title,
        cases.size(),
        cases.values().stream().filter(label -> label == Label.FAULTY).count(),
        cases.values().stream().filter(label -> label == Label.HEALTHY).count(),
        cases.values().stream().filter(label -> label == Label.SLOW).count(),
        some.size(),
        Rates.of(some, Label.FAULTY).size(),
        Rates.of(some, Label.HEALTHY).size());
  }

  private void groups() {
    out.format("By group, detection / false alarms, %% of starts:%n%n");
    out.format("| |");
    for (int group = 1; group <= GROUPS; group++) {
      out.format(" %d |", group);
    }
    out.format("%n|---|%s%n", "---:|".repeat(GROUPS));
    for (Detector way : Detector.all()) {
      out.format("| %s |", way.title());
      for (int g = 1; g <= GROUPS; g++) {
        int group = g;
        List<Judged> some = all.stream().filter(one -> one.task().group() == group).toList();
        out.format(
            " %s / %s |",
            percent(Rates.of(some, Label.FAULTY), way.flags()),
            way.right() ? "" : percent(Rates.of(some, Label.HEALTHY), way.flags()));
      }
      out.println();
    }
    out.println();
  }

  private void rules() {
    out.format("Rules of `check`, starts of the tuning part that each flags:%n%n");
    out.format("| rule | faulty | slow | healthy |%n|---|---:|---:|---:|%n");
    for (Rule rule : Rule.values()) {
      long faulty = flaggedBy(rule, Label.FAULTY);
      long slow = flaggedBy(rule, Label.SLOW);
      long healthy = flaggedBy(rule, Label.HEALTHY);
      if (faulty + slow + healthy > 0) {
        out.format("| %s | %d | %d | %d |%n", rule.title(), faulty, slow, healthy);
      }
    }
    out.println();
  }

  private long flaggedBy(Rule rule, Label label) {
    return Rates.of(tuning, label).stream().filter(one -> one.rules().contains(rule)).count();
  }

  private void contradictions() {
    out.format("Training contradicts what was believed (tuning part):%n%n");
    Rates.byCase(tuning)
        .forEach((name, starts) -> {
          Label label = majority(starts);
          boolean sound = starts.getFirst().isBelievedSound();
          if ((label == Label.FAULTY && sound) || (label == Label.HEALTHY && !sound)) {
            out.format("- %s: %s, believed %s%n", name, label, starts.getFirst().task().fault());
          }
        });
    out.println();
  }

  private void misses() {
    out.format("Faulty starts that `check` misses, or flags by no right rule (tuning part):%n%n");
    Rates.list(out, Rates.of(tuning, Label.FAULTY), one -> !one.isFlaggedRightly());
  }

  private void falseAlarms() {
    out.format("Healthy starts that `check` flags (tuning part):%n%n");
    Rates.list(out, Rates.of(tuning, Label.HEALTHY), Judged::isFlagged);
  }

  private static Label majority(List<Judged> starts) {
    Map<Label, Long> counts =
        starts.stream().collect(Collectors.groupingBy(Judged::label, Collectors.counting()));
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  private static String percent(List<Judged> some, Predicate<? super Judged> flags) {
    return some.isEmpty()
        ? "–"
        : "%.0f".formatted(100.0 * some.stream().filter(flags).count() / some.size());
  }
}
