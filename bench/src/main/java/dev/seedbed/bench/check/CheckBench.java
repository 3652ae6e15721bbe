package dev.seedbed.bench.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// `./seedbed-bench check`.
public final class CheckBench {
  private static final int THREADS = 2;

  private CheckBench() {}

  /// @param what "label" to train, else only to look at starts
  public static void run(String what) throws Exception {
    if (what.equals("label")) {
      label();
    }
  }

  /// Trains, and writes the labels where they are checked in.
  private static void label() throws IOException, InterruptedException, ExecutionException {
    var labelling = new Labelling(Tasks.load());
    List<List<LabelRow>> rows =
        each(
            Cases.all(),
            one -> {
              long before = System.nanoTime();
              List<LabelRow> labels = labelling.label(one);
              System.err.printf(
                  "%5.1f s %s%n", (System.nanoTime() - before) / 1e9, summary(labels));
              return labels;
            });
    var lines = new ArrayList<String>();
    lines.add(LabelRow.HEADER);
    rows.forEach(ofCase -> ofCase.forEach(row -> lines.add(row.line())));
    Path file =
        Path.of(System.getProperty("seedbed.home", "."))
            .resolve("bench/src/main/resources/dev/seedbed/bench/check/" + Labels.FILE);
    Files.createDirectories(file.getParent());
    Files.write(file, lines);
    System.err.println(file);
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

  /// Does the same for each of many, several at once.
  private static <A, B> List<B> each(List<A> many, Function<A, B> work)
      throws InterruptedException, ExecutionException {
    try (var pool = Executors.newFixedThreadPool(THREADS)) {
      List<Future<B>> running =
          many.stream().map(one -> pool.submit(() -> work.apply(one))).toList();
      var results = new ArrayList<B>();
      for (Future<B> future : running) {
        results.add(future.get());
      }
      return results;
    }
  }
}
