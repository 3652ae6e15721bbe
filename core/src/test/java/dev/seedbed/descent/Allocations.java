package dev.seedbed.descent;

import com.sun.management.ThreadMXBean;
import dev.seedbed.Examples;
import dev.seedbed.data.Dataset;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Network;
import dev.seedbed.random.Seed;
import dev.seedbed.study.StudySpec;
import dev.seedbed.train.AdamW;
import dev.seedbed.train.Schedule;
import dev.seedbed.train.Sgd;
import dev.seedbed.train.TrainingSpec;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;

/// Prints how many bytes 500 steps allocate once they are compiled, for several ways to train: for
/// [AllocationTest], which wants a JVM where nothing else has run.
final class Allocations {
  private static final int MINIBATCH = 16;
  private static final int STEPS = 500;

  /// Compiling goes on in the background; this is many times what it takes.
  private static final int MOST_ROUNDS = 400;

  private static final TrainingSpec PLAIN = TrainingSpec.DEFAULT.withEpochs(1_000_000);
  private static final List<TrainingSpec> SPECS =
      List.of(
          PLAIN,
          PLAIN.withOptimizer(new Sgd(0.02, 0.9, 1e-4, true)).withSchedule(Schedule.Step.DEFAULT),
          PLAIN.withOptimizer(AdamW.DEFAULT).withMaxGradientNorm(1));

  private Allocations() {}

  /// The argument is `vector` or `plain`.
  public static void main(String[] arguments) {
    Kernels kernels = arguments[0].equals("vector") ? Kernels.warm() : Kernels.plain();
    SPECS.forEach(spec -> System.out.println(fewestBytes(steps(kernels, spec))));
  }

  static long bytesOf(Runnable work) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static Runnable steps(Kernels kernels, TrainingSpec spec) {
    Dataset data = Examples.classes(200);
    var network = StudySpec.of(data).withHidden(List.of(70, 33)).network();
    Network start = StudySpec.DEFAULT_SCHEME.draw(network, new Seed(0));
    var descent = new Descent(spec.withMinibatch(MINIBATCH), start, kernels, Team.ALONE);
    Dataset.Part rows = data.train();
    int[] order = IntStream.range(0, rows.rows()).toArray();
    return () -> {
      for (int i = 0; i < STEPS; i++) {
        int from = i % (order.length / MINIBATCH) * MINIBATCH;
        // The last minibatch of an epoch is smaller.
        descent.step(rows, order, from, from + MINIBATCH - i % 2);
      }
    };
  }

  private static long fewestBytes(Runnable steps) {
    long fewest = Long.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && fewest > 0; round++) {
      fewest = Math.min(fewest, bytesOf(steps));
    }
    return fewest;
  }
}
