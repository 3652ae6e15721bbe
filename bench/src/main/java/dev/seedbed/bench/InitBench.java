package dev.seedbed.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.training.initializer.TruncatedNormalInitializer;
import ai.djl.training.initializer.XavierInitializer;
import dev.seedbed.init.Law;
import dev.seedbed.random.RandomStream;
import dev.seedbed.random.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/// How fast a tensor of 4096 × 4096 is initialised, beside DJL on PyTorch, the JDK's generators,
/// and filling the same memory with a constant.
///
/// All contestants take turns in one JVM, round after round, so that whatever else the machine does
/// hits all of them; the median of the rounds counts. Seedbed and the JDK write into an array that
/// has been written before; DJL's interface allocates a tensor each time, and the row of zeros says
/// what that costs.
final class InitBench {
  private static final int SIDE = 4096;
  private static final int COUNT = SIDE * SIDE;
  private static final int WARM_UP = 3;
  private static final int ROUNDS = 15;
  private static final long LONGEST_NANOS = 90_000_000_000L;
  private static final int[] THREADS = {1, 2};
  private static final float DEVIATION = 0.02f;

  private final float[] values = new float[COUNT];

  private InitBench() {}

  private enum Kind {
    MEMORY,
    UNIFORM,
    NORMAL,
    TRUNCATED
  }

  @FunctionalInterface
  private interface Work {
    void run(int threads);
  }

  @FunctionalInterface
  private interface Part {
    void run(int from, int to);
  }

  /// @param nanos the time of each round, by number of threads
  private record Contestant(Kind kind, String name, Work work, long[][] nanos) {
    Contestant(Kind kind, String name, Work work) {
      this(kind, name, work, new long[THREADS.length][ROUNDS]);
    }

    /// Floats per second on `THREADS[t]` threads, in the median of the first `rounds` rounds.
    double speed(int t, int rounds) {
      long[] sorted = Arrays.copyOf(nanos[t], rounds);
      Arrays.sort(sorted);
      return COUNT / (sorted[rounds / 2] * 1e-9);
    }
  }

  static void run() {
    try (NDManager manager = NDManager.newBaseManager()) {
      List<Contestant> contestants = new InitBench().contestants(manager);
      int rounds = measure(contestants);
      print(contestants, rounds);
    }
  }

  private List<Contestant> contestants(NDManager manager) {
    var shape = new Shape(SIDE, SIDE);
    var glorot = Law.Uniform.within(Math.sqrt(6.0 / (SIDE + SIDE)));
    var xavier = new XavierInitializer();
    var normal = new NormalInitializer(DEVIATION);
    var truncated = new TruncatedNormalInitializer(DEVIATION);
    DataType type = DataType.FLOAT32;
    return List.of(
        new Contestant(Kind.MEMORY, "Arrays.fill", this::fill),
        new Contestant(Kind.MEMORY, "DJL zeros", torch(() -> manager.zeros(shape))),
        new Contestant(Kind.UNIFORM, "Seedbed uniform", draw(glorot)),
        new Contestant(
            Kind.UNIFORM,
            "DJL XavierInitializer",
            torch(() -> xavier.initialize(manager, shape, type))),
        new Contestant(Kind.UNIFORM, "java.util.Random nextFloat", uniform("Random")),
        new Contestant(Kind.UNIFORM, "L64X128MixRandom nextFloat", uniform("L64X128MixRandom")),
        new Contestant(Kind.NORMAL, "Seedbed normal", draw(new Law.Normal(0, DEVIATION))),
        new Contestant(
            Kind.NORMAL,
            "DJL NormalInitializer",
            torch(() -> normal.initialize(manager, shape, type))),
        new Contestant(Kind.NORMAL, "java.util.Random nextGaussian", gaussian("Random")),
        new Contestant(Kind.NORMAL, "L64X128MixRandom nextGaussian", gaussian("L64X128MixRandom")),
        new Contestant(
            Kind.TRUNCATED,
            "Seedbed truncated normal",
            draw(new Law.TruncatedNormal(0, DEVIATION, 2))),
        new Contestant(
            Kind.TRUNCATED,
            "DJL TruncatedNormalInitializer",
            torch(() -> truncated.initialize(manager, shape, type))));
  }

  private Work draw(Law law) {
    RandomStream stream = new Seed(1).stream("layer1/weight");
    return threads -> law.draw(stream, 0, values, threads);
  }

  private static Work torch(Supplier<NDArray> tensor) {
    return threads -> {
      JniUtils.setNumThreads(threads);
      tensor.get().close();
    };
  }

  private void fill(int threads) {
    inParts(threads, (from, to) -> Arrays.fill(values, from, to, 0.1f));
  }

  private Work uniform(String algorithm) {
    RandomGeneratorFactory<RandomGenerator> factory = RandomGeneratorFactory.of(algorithm);
    Part part =
        (from, to) -> {
          RandomGenerator generator = factory.create(from);
          for (int i = from; i < to; i++) {
            values[i] = generator.nextFloat();
          }
        };
    return threads -> inParts(threads, part);
  }

  private Work gaussian(String algorithm) {
    RandomGeneratorFactory<RandomGenerator> factory = RandomGeneratorFactory.of(algorithm);
    Part part =
        (from, to) -> {
          RandomGenerator generator = factory.create(from);
          for (int i = from; i < to; i++) {
            values[i] = (float) generator.nextGaussian();
          }
        };
    return threads -> inParts(threads, part);
  }

  /// Each thread one part of the array; for random numbers, from a generator of its own.
  private static void inParts(int threads, Part part) {
    int length = COUNT / threads;
    try (var pool = new ForkJoinPool(threads)) {
      IntStream.range(0, threads)
          .mapToObj(i -> pool.submit(() -> part.run(i * length, (i + 1) * length)))
          .toList()
          .forEach(ForkJoinTask::join);
    }
  }

  /// Lets all take turns; gives the number of rounds that there was time for.
  private static int measure(List<Contestant> contestants) {
    long start = System.nanoTime();
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      if (round > 0 && System.nanoTime() - start > LONGEST_NANOS) {
        return round;
      }
      for (Contestant contestant : contestants) {
        for (int t = 0; t < THREADS.length; t++) {
          long before = System.nanoTime();
          contestant.work().run(THREADS[t]);
          contestant.nanos()[t][Math.max(round, 0)] = System.nanoTime() - before;
        }
      }
    }
    return ROUNDS;
  }

  /// Beside each speed: what share of the memory's that is, and how many times faster Seedbed is.
  private static void print(List<Contestant> contestants, int rounds) {
    System.out.printf(
        "%d × %d floats, medians of %d rounds, in millions of floats a second%n%n",
        SIDE, SIDE, rounds);
    System.out.println(
        "|                                | 1 thread | of fill | Seedbed × | 2 threads | of fill |"
            + " Seedbed × |");
    System.out.println("|---|---:|---:|---:|---:|---:|---:|");
    for (Contestant contestant : contestants) {
      Contestant ours =
          contestants.stream()
              .filter(other -> other.kind() == contestant.kind())
              .findFirst()
              .orElseThrow();
      var line = new StringBuilder("| %-30s |".formatted(contestant.name()));
      for (int t = 0; t < THREADS.length; t++) {
        double speed = contestant.speed(t, rounds);
        double memory = contestants.getFirst().speed(t, rounds);
        String times =
            contestant.kind() == Kind.MEMORY || contestant.equals(ours)
                ? ""
                : "%.1f".formatted(ours.speed(t, rounds) / speed);
        line.append(
            " %,8.0f | %6.1f%% | %9s |".formatted(speed / 1e6, 100 * speed / memory, times));
      }
      System.out.println(line);
    }
  }
}
