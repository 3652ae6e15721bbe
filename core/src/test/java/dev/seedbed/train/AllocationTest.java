package dev.seedbed.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.seedbed.Examples;
import dev.seedbed.data.Dataset;
import dev.seedbed.network.Network;
import dev.seedbed.random.Seed;
import dev.seedbed.study.StudySpec;
import dev.seedbed.tensor.Kernels;
import dev.seedbed.tensor.Team;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A step allocates nothing once it is compiled: before that, vectors are objects.
class AllocationTest {
  private static final int MINIBATCH = 16;
  private static final int STEPS = 500;

  /// Compiling goes on in the background; this is many times what it takes.
  private static final int MOST_ROUNDS = 400;

  private static long bytesOf(Runnable steps) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    steps.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static Runnable steps(Kernels kernels) {
    Dataset data = Examples.classes(200);
    var network = StudySpec.of(data).withHidden(List.of(70, 33)).network();
    Network start = StudySpec.DEFAULT_SCHEME.draw(network, new Seed(0), Optional.empty());
    var descent =
        new Descent(TrainingSpec.DEFAULT.withMinibatch(MINIBATCH), start, kernels, Team.ALONE);
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

  @Test
  void step_vectorsOnceCompiled_allocatesNothing() {
    assertThat(fewestBytes(steps(Kernels.warm()))).isZero();
  }

  @Test
  void step_plainJava_allocatesNothing() {
    assertThat(fewestBytes(steps(Kernels.plain()))).isZero();
  }

  /// The measurement sees what is allocated.
  @Test
  void bytes_ofAnArray_areSeen() {
    float[][] kept = new float[1][];
    assertThat(bytesOf(() -> kept[0] = new float[1000])).isGreaterThan(4000);
    assertThat(kept[0]).hasSize(1000);
  }
}
