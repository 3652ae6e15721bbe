package dev.seedbed.bench.train;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Targets;
import dev.seedbed.score.ClassScores;
import dev.seedbed.study.Study;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.TrialExecutor;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// How long a race of 64 seeds takes on two cores, beside DJL on PyTorch that trains two networks
/// of the kind, and 8 or 64 of them in one graph; then the memory that 1,000 trials take.
///
/// The race draws, trains, measures each epoch on the validation rows, and keeps the best. DJL is
/// spared all that: its minibatches are ready and always in the same order, the last rows that make
/// no whole minibatch are left out, nothing is validated.
public final class RaceBench {
  private static final int SEEDS = 64;
  private static final int EPOCHS = 30;
  private static final int THREADS = 2;
  private static final int ROUNDS = 7;
  private static final int FEWEST_ROUNDS = 3;
  private static final long LONGEST_NANOS = 60_000_000_000L;

  /// DJL's ways that take more times as long as its fastest are left out.
  private static final double MOST_BEHIND = 3;

  private static final Case NETWORK = new Case("64-128-10", List.of(64, 128, 10), 16);

  private RaceBench() {}

  /// Runs all, and prints tables in Markdown.
  public static void run() throws InterruptedException, IOException {
    Dataset data = Digits.data();
    race(data);
    System.out.println();
    MemoryBench.run();
  }

  private static void race(Dataset data) throws InterruptedException {
    int[] labels = ((Targets.Classes) data.train().targets()).ofRow();
    var problem = Problem.of(NETWORK, data.train(), labels);
    List<Way> ways = Way.of(methods(), problem);
    int steps = EPOCHS * problem.minibatches();
    try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
      // A warm-up, which also shows who is so slow that nobody needs to wait for it.
      time(data);
      for (Way way : ways) {
        way.nanos().add((double) way.run(steps, pool) / steps);
      }
      double fastest =
          ways.stream()
              .filter(way -> way.method().networks() == 1)
              .mapToDouble(Way::secondsOfTwo)
              .min()
              .orElseThrow();
      List<Way> fast =
          ways.stream()
              .filter(
                  way -> way.method().networks() > 1 || way.secondsOfTwo() < MOST_BEHIND * fastest)
              .toList();
      fast.forEach(way -> way.nanos().clear());
      var seedbed = new Samples();
      long start = System.nanoTime();
      for (int round = 0; round < ROUNDS; round++) {
        if (round >= FEWEST_ROUNDS && System.nanoTime() - start > LONGEST_NANOS) {
          break;
        }
        seedbed.add(time(data));
        for (Way way : fast) {
          way.nanos().add((double) way.run(steps, pool) / steps);
        }
      }
      ways.forEach(way -> checkLearned(problem, way));
      print(seedbed, fast, steps);
    } finally {
      ways.stream()
          .flatMap(way -> way.contestants().stream())
          .distinct()
          .forEach(Contestant::close);
    }
  }

  /// DJL's ways with one network each, and with several in one graph.
  private static List<PeerLibrary.Method> methods() {
    return Stream.concat(
            PeerLibrary.methods().stream().filter(method -> method.library() == PeerLibrary.DJL),
            Stream.of(8, SEEDS).map(PeerLibrary::fused))
        .toList();
  }

  /// The time of one race, in nanoseconds.
  private static double time(Dataset data) throws InterruptedException {
    long before = System.nanoTime();
    StudyResult result =
        Study.run(
            Digits.study(data, SEEDS, EPOCHS),
            data,
            TrialExecutor.local(THREADS),
            StudyListener.NONE);
    long nanos = System.nanoTime() - before;
    var test = (ClassScores) result.winner().orElseThrow().test();
    if (test.accuracy().value() < 0.9) {
      throw new IllegalStateException("Seedbed has not learned digits: " + test);
    }
    return nanos;
  }

  private static void checkLearned(Problem problem, Way way) {
    for (Contestant contestant : way.contestants()) {
      double loss = problem.loss(contestant.parameters());
      if (!(loss < 0.1)) {
        throw new IllegalStateException(
            "%s has not learned digits: loss %f".formatted(way.title(), loss));
      }
    }
  }

  private static void print(Samples seedbed, List<Way> ways, int steps) {
    System.out.printf(
        "digits, %s, minibatch %d, %d epochs; medians of %d interleaved rounds.%n%n",
        NETWORK.name(), NETWORK.minibatch(), EPOCHS, seedbed.count());
    System.out.println(
        "| | threads | networks | s | networks a second and thread | Seedbed's networks in that time |");
    System.out.println("|---|---:|---:|---:|---:|---:|");
    double race = seedbed.median() * 1e-9;
    print("Seedbed", THREADS, SEEDS, race, race);
    for (Way way : ways) {
      // Who trains one at a time trains two, one after the other.
      int networks = Math.max(2, way.networks());
      double seconds = way.nanos().median() * 1e-9 * steps * networks / way.networks();
      print(way.title(), way.threads(), networks, seconds, race);
    }
  }

  private static void print(String title, int threads, int networks, double seconds, double race) {
    System.out.printf(
        "| %s | %d | %d | %.2f | %.1f | %.0f |%n",
        title, threads, networks, seconds, networks / seconds / threads, SEEDS * seconds / race);
  }
}
