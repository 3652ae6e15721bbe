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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  private static Runnable steps(Kernels kernels, TrainingSpec spec) {
    Dataset data = Examples.classes(200);
    var network = StudySpec.of(data).withHidden(List.of(70, 33)).network();
    Network start = StudySpec.DEFAULT_SCHEME.draw(network, new Seed(0), Optional.empty());
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

  static List<TrainingSpec> specs() {
    TrainingSpec plain = TrainingSpec.DEFAULT.withEpochs(1_000_000);
    return List.of(
        plain,
        plain.withOptimizer(new Sgd(0.02, 0.9, 1e-4, true)).withSchedule(Schedule.Cosine.DEFAULT),
        plain.withOptimizer(AdamW.DEFAULT).withDropout(0.2).withMaxGradientNorm(1));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void step_vectorsOnceCompiled_allocatesNothing(TrainingSpec spec) {
    assertThat(fewestBytes(steps(Kernels.warm(), spec))).isZero();
  }

  @ParameterizedTest
  @MethodSource("specs")
  void step_plainJava_allocatesNothing(TrainingSpec spec) {
    assertThat(fewestBytes(steps(Kernels.plain(), spec))).isZero();
  }

  /// The measurement sees what is allocated.
  @Test
  void bytes_ofAnArray_areSeen() {
    float[][] kept = new float[1][];
    assertThat(bytesOf(() -> kept[0] = new float[1000])).isGreaterThan(4000);
    assertThat(kept[0]).hasSize(1000);
  }
}
