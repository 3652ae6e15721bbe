package dev.seedbed.bench.train;

import dev.seedbed.bench.train.PeerLibrary.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// How long a step of stochastic gradient descent takes, beside DJL on PyTorch, Smile, and what the
/// machine can do.
///
/// All contestants take turns in one JVM, on the same rows and from the same start, round after
/// round, so that whatever else the machine does hits all of them; the medians of the rounds count.
public final class TrainBench {
  /// For the rounds of one network. With all that surrounds them everything takes below 3 minutes.
  private static final long NANOS_PER_CASE = 14_000_000_000L;

  private static final int PEAK_WARM_UP = 50;
  private static final int MOST_ROUNDS = 100;
  private static final int FEWEST_SAMPLES = 5;
  private static final int PRODUCT_RUNS = 15;

  private TrainBench() {}

  /// Measures the networks whose names contain `filter`, and prints tables in Markdown.
  public static void run(String filter) {
    List<Case> cases = Case.ALL.stream().filter(one -> one.name().contains(filter)).toList();
    if (cases.isEmpty()) {
      throw new IllegalArgumentException("no network's name contains '" + filter + "'");
    }
    var results = new ArrayList<CaseResult>();
    for (Case task : cases) {
      System.err.printf("%s …%n", task.name());
      results.add(measure(task));
      System.gc();
    }
    int weights = (int) Case.ALL.getLast().spec().parameters();
    List<Bandwidth.Row> memory =
        Stream.concat(Bandwidth.measure(weights).stream(), Stream.of(Bandwidth.leastStep(weights)))
            .toList();
    System.out.print(TrainReport.of(results, memory));
  }

  private static CaseResult measure(Case task) {
    var problem = Problem.synthetic(task);
    List<Method> methods = PeerLibrary.methods();
    Learning learning = Learning.check(methods, problem);
    List<Way> ways = Way.of(methods, problem);
    var sgemm = new Samples();
    var peak = new Samples();
    try (var products = new Sgemm(task);
        ExecutorService pool = Executors.newFixedThreadPool(2)) {
      var turns = new ArrayList<Turn>();
      for (Way way : ways) {
        turns.add(Turn.of(way, pool));
      }
      turns.add(Turn.of(products::run, sgemm));
      warmUp(turns);
      ways.forEach(way -> way.busy().clear());
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

  private static void warmUp(List<Turn> turns) {
    turns.forEach(turn -> turn.warmUp(4e8));
    for (int i = 0; i < PEAK_WARM_UP; i++) {
      FmaPeak.gflops();
    }
  }

  private static void measure(List<Turn> turns, Samples peak) {
    long start = System.nanoTime();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      long spent = System.nanoTime() - start;
      if (spent > NANOS_PER_CASE) {
        return;
      }
      for (int i = 0; i < turns.size(); i++) {
        // Another one begins each round, so that nobody always follows the same neighbour.
        Turn turn = turns.get((i + round) % turns.size());
        // Who is very slow sits out, so that there are enough rounds of all others.
        if (turn.count() < FEWEST_SAMPLES || turn.spent() * turns.size() < 3.0 * spent) {
          turn.take();
        }
      }
      peak.add(FmaPeak.gflops());
    }
  }

  private static List<Samples> productTimes(Case task, Sgemm sgemm) {
    var times = new ArrayList<Samples>();
    for (int i = 0; i < task.products().size(); i++) {
      int product = i;
      var samples = new Samples();
      var turn = Turn.of(steps -> sgemm.run(product, steps), samples);
      turn.warmUp(1e7);
      for (int run = 0; run < PRODUCT_RUNS; run++) {
        turn.take();
      }
      times.add(samples);
    }
    return times;
  }
}
