package dev.seedbed.cli.live;

import dev.seedbed.cli.terminal.Words;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Trial;
import dev.seedbed.study.Vary;
import dev.seedbed.train.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// How a race stands, in words.
///
/// @param rate epochs a second
record ProgressText(StudySpec spec, RaceState.View view, double rate) {
  private static final int MACHINES = 4;
  private static final int NAMED = 3;

  /// All in one line.
  String line() {
    var parts = new ArrayList<String>();
    parts.add(stage() + ": " + trials());
    parts.addAll(epochs());
    parts.addAll(counts());
    if (!view.machines().isEmpty()) {
      parts.add(Words.count(view.machines().size(), "machine"));
    }
    view.best().stream()
        .findFirst()
        .ifPresent(best ->
            parts.add(
                "best: %s, loss %s"
                    .formatted(
                        name(best.trial()),
                        Words.loss(best.best().map(Score::loss).orElse(Double.NaN)))));
    return String.join(", ", parts);
  }

  /// Where the race is.
  String stage() {
    int rungs = view.plan().budgets().size() - 1;
    return rungs == 0
        ? "training"
        : view.plan().last()
            ? "to the end"
            : "rung %d of %d".formatted(view.plan().stage() + 1, rungs);
  }

  /// How many trials have come to the end of this stage.
  String trials() {
    return "%,d of %,d trials".formatted(view.advanced(), view.starters());
  }

  /// The epochs done, the speed, and the time left.
  List<String> epochs() {
    var parts = new ArrayList<String>();
    parts.add(Words.count(view.trained(), "epoch"));
    if (rate > 0) {
      parts.add(rate < 10 ? "%.1f/s".formatted(rate) : "%,.0f/s".formatted(rate));
      parts.add((view.atMost() ? "at most " : "about ") + time(view.toCome() / rate) + " left");
    }
    return parts;
  }

  List<String> counts() {
    var parts = new ArrayList<String>();
    parts.add("%,d running".formatted(view.running()));
    if (view.plan().budgets().size() > 1) {
      parts.add("%,d stopped".formatted(view.stopped()));
    }
    parts.add("%,d diverged".formatted(view.diverged()));
    return parts;
  }

  /// A line for each of the first machines, and one for all the others.
  List<String> machines() {
    List<RaceState.Machine> all = view.machines();
    var lines = new ArrayList<String>();
    all.stream().limit(MACHINES).map(this::machine).forEach(lines::add);
    if (all.size() > MACHINES) {
      List<RaceState.Machine> others = all.subList(MACHINES, all.size());
      lines.add(
          "%,d more with %s"
              .formatted(
                  others.size(),
                  Words.count(
                      others.stream().mapToLong(machine -> machine.trials().size()).sum(),
                      "trial")));
    }
    return lines;
  }

  private String machine(RaceState.Machine machine) {
    List<Trial> trials = machine.trials();
    String at =
        trials.isEmpty()
            ? "waiting"
            : trials.size() <= NAMED
                ? trials.stream().map(this::name).collect(Collectors.joining("; "))
                : Words.count(trials.size(), "trial");
    return "%s: %s · %,d done".formatted(machine.name(), at, machine.done());
  }

  private String name(Trial trial) {
    String scheme = spec.schemes().size() == 1 ? "" : trial.scheme().name() + ", ";
    Optional<Long> order =
        spec.vary() == Vary.INIT ? Optional.empty() : Optional.of(trial.order().value());
    return scheme
        + "seed "
        + trial.seed().value()
        + order.map(value -> ", order " + value).orElse("");
  }

  /// A time in one or two units.
  static String time(double seconds) {
    long whole = Math.max(1, Math.round(seconds));
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return "%d min %02d s".formatted(whole / 60, whole % 60);
    }
    long minutes = Math.round(whole / 60.0);
    return minutes < 24 * 60
        ? "%d h %02d min".formatted(minutes / 60, minutes % 60)
        : "%d d %d h".formatted(minutes / (24 * 60), minutes / 60 % 24);
  }
}
