package dev.seedbed.init;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.check.Check;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Targets;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The work grows in proportion to the number of layers: the deepest networks that there can be
/// take a moment. Where work cannot be counted, the limit is tens of times the processor time that
/// it takes, and well below what a loop over all layers within a loop over all layers took.
@Timeout(600)
class DepthTest {
  private static final NetworkSpec DEEPEST = deepest();

  private static NetworkSpec deepest() {
    var widths = new ArrayList<Integer>(Collections.nCopies(NetworkSpec.MOST_HIDDEN + 1, 2));
    widths.add(3);
    return new NetworkSpec(widths, new Activation.Tanh(), Loss.CROSS_ENTROPY);
  }

  private static Dataset.Part rows() {
    var x = new Matrix(8, 2);
    for (int i = 0; i < x.rows(); i++) {
      x.set(i, 0, (float) Math.sin(i));
      x.set(i, 1, (float) Math.cos(3 * i));
    }
    return new Dataset.Part(x, new Targets.Classes(3, new int[x.rows()]));
  }

  private static Network draw(String scheme) {
    return Catalogue.scheme(scheme).draw(DEEPEST, new Seed(1), Optional.of(rows()));
  }

  /// By this thread's clock: the machine may have other things to do.
  private static <T> T aMoment(Supplier<T> work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    T result = work.get();
    long nanos = threads.getCurrentThreadCpuTime() - before;
    assertThat(Duration.ofNanos(nanos)).isLessThan(Duration.ofSeconds(30));
    return result;
  }

  /// Looks into a list as often as it has elements, not their square.
  @Test
  void network_ofTensors_looksAtEachOnce() {
    final class Counted extends AbstractList<Tensor> {
      private final List<Tensor> tensors = Network.zeros(DEEPEST).tensors();
      private long looks;

      @Override
      public Tensor get(int i) {
        looks++;
        return tensors.get(i);
      }

      @Override
      public int size() {
        return tensors.size();
      }
    }

    var counted = new Counted();
    Network network = Network.of(DEEPEST, counted);
    assertThat(network.layers()).hasSize(DEEPEST.layers());
    assertThat(counted.looks).isEqualTo(counted.size());
  }

  /// Adjustments propagate rows layer by layer. When each layer began anew at the inputs, lsuv took
  /// 87 s here and unit-variance 50 s; now they take less than 1 s (2 cores, both busy, JDK 25.0.3,
  /// 2026-11-28).
  @ParameterizedTest
  @ValueSource(strings = {"lsuv", "unit-variance"})
  void draw_deepestNetwork_takesAMoment(String scheme) {
    Network network = aMoment(() -> draw(scheme));
    assertThat(network.spec()).isEqualTo(DEEPEST);
  }

  @Test
  void check_deepestNetwork_takesAMoment() {
    Network network = draw("orthogonal");
    var diagnosis = aMoment(() -> Check.of(network).on(rows()).brief());
    assertThat(diagnosis.layers()).hasSize(DEEPEST.layers());
  }
}
