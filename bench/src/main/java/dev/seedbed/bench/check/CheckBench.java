package dev.seedbed.bench.check;

import dev.seedbed.bench.check.StartCase.Part;
import dev.seedbed.check.Check;
import dev.seedbed.data.Dataset;
import dev.seedbed.network.Network;
import dev.seedbed.random.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/// `./seedbed-bench check`.
public final class CheckBench {
  /// That tools look at: as many as `check` does.
  private static final int ROWS = 512;

  private CheckBench() {}

  /// Trains what has no label yet if the first of `what` is "label"; else looks at starts with
  /// every tool: those of so many seeds, all if none is said; and after "tuning" or "held-out",
  /// only those of that part.
  public static void run(List<String> what) throws Exception {
    if (what.equals(List.of("label"))) {
      label();
      return;
    }
    Optional<Part> part = what.stream().findFirst().flatMap(CheckBench::part);
    List<StartCase> cases =
        Cases.all().stream().filter(one -> part.isEmpty() || part.get() == one.part()).toList();
    List<String> seeds = what.subList(part.isPresent() ? 1 : 0, what.size());
    judge(cases, seeds.isEmpty() ? Labelling.ALL : Integer.parseInt(seeds.getFirst()));
  }

  private static Optional<Part> part(String name) {
    return switch (name) {
      case "tuning" -> Optional.of(Part.TUNING);
      case "held-out" -> Optional.of(Part.HELD_OUT);
      default -> Optional.empty();
    };
  }

  private static void judge(List<StartCase> cases, int seeds)
      throws InterruptedException, ExecutionException {
    Labels labels = Labels.load();
    List<Judged> judged = judge(cases, Tasks.load(), labels, seeds);
    long dropped =
        cases.stream().filter(one -> labels.has(one) && labels.of(one) == Label.DROPPED).count();
    new ToolReport(System.out, judged, dropped).print();
  }

  private static List<Judged> judge(
      List<StartCase> cases, Map<String, Task> tasks, Labels labels, int seeds)
      throws InterruptedException, ExecutionException {
    List<StartCase> labelled = cases.stream().filter(labels::has).toList();
    if (labelled.size() < cases.size()) {
      System.err.printf(
          "seedbed-bench: %d cases have no labels yet: make them with check label%n",
          cases.size() - labelled.size());
    }
    return Workers.each(labelled, one -> judge(one, tasks, labels, seeds)).stream()
        .flatMap(List::stream)
        .toList();
  }

  private static List<Judged> judge(
      StartCase one, Map<String, Task> tasks, Labels labels, int seeds) {
    Dataset.Part train = one.data(tasks).train();
    int count = Math.min(ROWS, train.rows());
    Dataset.Part rows = train.rows(IntStream.range(0, count).toArray(), 0, count);
    var judged = new ArrayList<Judged>();
    for (int s = 0; s < seeds; s++) {
      Label label = labels.of(one, s);
      if (label != Label.DROPPED) {
        Network start = one.draw(tasks, new Seed(s));
        judged.add(
            new Judged(
                one,
                s,
                label,
                Tool.alarmsOfAll(Measured.of(start, rows)),
                JudgedStart.counting(check(one, start, train).run())));
      }
    }
    return judged;
  }

  private static Check check(StartCase one, Network start, Dataset.Part rows) {
    Check check = Check.of(start).on(rows);
    if (one.learningRate().isPresent()) {
      check = check.withLearningRate(one.learningRate().getAsDouble());
    }
    return one.meantSparse() ? check.meantSparse() : check;
  }

  /// Trains what has no labels yet, the smallest networks first, and writes the labels where they
  /// are checked in, whenever a case is done.
  private static void label() throws InterruptedException, ExecutionException, IOException {
    Map<String, Task> tasks = Tasks.load();
    var labelling = new Labelling(tasks);
    List<String> names = Cases.all().stream().map(StartCase::name).toList();
    var file = LabelFile.open(LabelRow.class, LabelRow.HEADER, names);
    List<StartCase> missing =
        Cases.all().stream()
            .filter(one -> !file.has(one.name()))
            .sorted(Comparator.comparingLong(one -> one.spec(tasks).parameters()))
            .toList();
    Workers.each(
        missing,
        one -> {
          long before = System.nanoTime();
          List<LabelRow> labels = labelling.label(one);
          file.add(one.name(), labels.stream().map(LabelRow::line).toList());
          System.err.printf("%5.1f s %s%n", (System.nanoTime() - before) / 1e9, summary(labels));
          return one;
        });
  }

  private static String summary(List<LabelRow> rows) {
    LabelRow first = rows.getFirst();
    return "%s: chance %.3f, reference %.3f in %d steps: %s"
        .formatted(
            first.name(),
            first.chance(),
            first.best(),
            first.reference(),
            rows.stream().map(row -> row.label() + " " + row.steps()).toList());
  }
}
