package dev.seedbed.bench.train;

import dev.seedbed.bench.train.Library.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;

/// How long a step of stochastic gradient descent takes, beside DJL on PyTorch, Smile, and what the
/// machine can do.
///
/// All contestants take turns in one JVM, on the same rows and from the same start, round after
/// round, so that whatever else the machine does hits all of them; the medians of the rounds count.
public final class TrainBench {
  /// Of the measuring of one network; with all that surrounds it the whole takes below 3 minutes.
  private static final long NANOS_PER_CASE = 17_000_000_000L;

  private static final long WARM_UP_NANOS = 6_000_000_000L;
  private static final long BLOCK_NANOS = 15_000_000L;
  private static final int MOST_ROUNDS = 60;
  private static final int PRODUCT_RUNS = 15;

  private TrainBench() {}

  /// Measures the networks whose names contain `filter`, and prints tables in Markdown.
  public static void run(String filter) {
    List<Case> cases = Case.ALL.stream().filter(one -> one.name().contains(filter)).toList();
    var results = new ArrayList<CaseResult>();
    for (Case task : cases) {
      System.err.printf("%s …%n", task.name());
      results.add(measure(task));
      System.gc();
    }
    long weights = Case.ALL.getLast().spec().parameters();
    List<Bandwidth.Row> memory =
        Stream.concat(
                Bandwidth.measure((int) weights).stream(),
                Stream.of(Bandwidth.leastStep((int) weights)))
            .toList();
    System.out.print(TrainReport.of(results, memory));
  }

  /// Something that takes its turn in every round.
  ///
  /// @param run takes a number of steps, gives nanoseconds
  /// @param samples where the nanoseconds of one step go
  private record Turn(IntToLongFunction run, Samples samples) {

    /// Nanoseconds a step, in the mean of so many.
    double nanos(int steps) {
      return (double) run.applyAsLong(steps) / steps;
    }

    /// As many steps as fill a block, by the time that one takes.
    int steps() {
      // The first comes to caches that hold somebody else's data.
      nanos(1);
      return Math.clamp((long) (BLOCK_NANOS / nanos(1)), 1, 100_000);
    }
  }

  private static CaseResult measure(Case task) {
    var problem = Problem.synthetic(task);
    List<Method> methods = Library.methods();
    Learning learning = Learning.check(methods, problem);
    List<Way> ways = Way.of(methods, problem);
    var sgemm = new Samples();
    var peak = new Samples();
    try (var products = new Sgemm(task);
        ExecutorService pool = Executors.newFixedThreadPool(2)) {
      var turns = new ArrayList<Turn>();
      for (Way way : ways) {
        turns.add(new Turn(steps -> way.run(steps, pool), way.nanos()));
      }
      turns.add(new Turn(timed(products::run), sgemm));
      measure(turns, peak);
      return new CaseResult(
          task, methods, learning, ways, sgemm, productTimes(task, products), peak);
    } finally {
      ways.stream()
          .flatMap(way -> way.contestants().stream())
          .distinct()
          .forEach(Contestant::close);
    }
  }

  private static void measure(List<Turn> turns, Samples peak) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < WARM_UP_NANOS) {
      for (Turn turn : turns) {
        turn.nanos(turn.steps());
      }
      FmaPeak.gflops();
    }
    int[] steps = turns.stream().mapToInt(Turn::steps).toArray();
    start = System.nanoTime();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      if (System.nanoTime() - start > NANOS_PER_CASE) {
        return;
      }
      for (int i = 0; i < turns.size(); i++) {
        // Another one begins each round, so that nobody always follows the same neighbour.
        int next = (i + round) % turns.size();
        Turn turn = turns.get(next);
        turn.samples().add(turn.nanos(steps[next]));
      }
      peak.add(FmaPeak.gflops());
    }
  }

  private static List<Samples> productTimes(Case task, Sgemm sgemm) {
    var times = new ArrayList<Samples>();
    for (int i = 0; i < task.products().size(); i++) {
      int product = i;
      var turn = new Turn(timed(steps -> sgemm.run(product, steps)), new Samples());
      int steps = Math.max(1, turn.steps() / PRODUCT_RUNS);
      for (int run = 0; run < PRODUCT_RUNS; run++) {
        turn.samples().add(turn.nanos(steps));
      }
      times.add(turn.samples());
    }
    return times;
  }

  private static IntToLongFunction timed(IntConsumer work) {
    return steps -> {
      long before = System.nanoTime();
      work.accept(steps);
      return System.nanoTime() - before;
    };
  }
}
