package dev.seedbed.bench.check;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A way to flag starts: `check`, or a published tool.
///
/// @param right whether it is a part of another way, counted for faulty starts only
public record Detector(String title, Predicate<JudgedStart> flags, boolean right) {

  /// `check`, and all tools of the protocol.
  public static List<Detector> all() {
    var all = new ArrayList<Detector>();
    all.add(new Detector("**check**, right rule", JudgedStart::isFlaggedRightly, true));
    all.add(new Detector("**check**, any rule", JudgedStart::isFlagged, false));
    List<Tool> tools = Tool.all();
    for (int i = 0; i < tools.size(); i++) {
      int tool = i;
      all.add(new Detector(tools.get(i).title(), one -> !one.alarms().get(tool).isEmpty(), false));
    }
    return all;
  }

  /// Prints a table in Markdown: a line for each, with what it finds and its false alarms.
  ///
  /// @param title of these starts
  public static <J extends JudgedStart> void print(PrintStream out, String title, List<J> some) {
    out.format(
        "%s, %% of starts (95 %% interval) and of cases. Published tools have no right%n", title);
    out.format("rules: any alarm of theirs counts as detection, which is generous to them.%n%n");
    out.format("| | detection | of cases | false alarms | of cases | of those believed sound |%n");
    out.format("|---|---:|---:|---:|---:|---:|%n");
    for (Detector one : all()) {
      one.line(out, Rates.of(some, Label.FAULTY), Rates.of(some, Label.HEALTHY));
    }
    out.println();
  }

  private <J extends JudgedStart> void line(PrintStream out, List<J> faulty, List<J> healthy) {
    List<J> counted = right ? List.of() : healthy;
    out.format(
        "| %s | %s | %s | %s | %s | %s |%n",
        title,
        Rates.interval(faulty, flags),
        Rates.ofCases(faulty, flags),
        Rates.interval(counted, flags),
        Rates.ofCases(counted, flags),
        Rates.interval(counted.stream().filter(JudgedStart::isBelievedSound).toList(), flags));
  }
}
