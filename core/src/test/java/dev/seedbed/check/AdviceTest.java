package dev.seedbed.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.network.Layer;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AdviceTest {
  private static final List<List<Integer>> SHAPES =
      List.of(
          List.of(4, 128, 3),
          List.of(1, 100, 1),
          List.of(10, 1000, 10),
          List.of(1000, 10, 1000),
          List.of(2, 200, 20, 200, 2),
          List.of(300, 3),
          List.of(3, 300),
          List.of(1, 1),
          List.of(784, 128, 128, 10),
          List.of(20, 64, 64, 64, 64, 64, 64, 64, 64, 3));

  static Stream<Arguments> starts() {
    return Activation.all().stream()
        .flatMap(f -> SHAPES.stream().flatMap(widths -> Stream.of(Arguments.of(f, widths))));
  }

  @ParameterizedTest
  @MethodSource("starts")
  void scheme_drawnAsAdvised_healthy(Activation f, List<Integer> widths) {
    assertHealthy(f, widths, 1);
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @MethodSource("starts")
  void scheme_drawnAsAdvisedFromSeveralSeeds_healthy(Activation f, List<Integer> widths) {
    assertHealthy(f, widths, 3);
  }

  private static void assertHealthy(Activation f, List<Integer> widths, int seeds) {
    for (long seed = 0; seed < seeds; seed++) {
      Diagnosis diagnosis = Check.of(drawn(f, widths, new Seed(seed))).brief();
      assertThat(diagnosis.findings())
          .filteredOn(found -> found.rule() != Rule.ARCHITECTURE)
          .filteredOn(
              found -> found.severity() != Severity.INFO || found.rule() == Rule.WEIGHT_SCALE)
          .as("%s %s", f, widths)
          .isEmpty();
    }
  }

  private static Chain drawn(Activation f, List<Integer> widths, Seed seed) {
    var stages = new ArrayList<Chain.Stage>();
    int last = widths.size() - 2;
    for (int l = 0; l <= last; l++) {
      Layer layer =
          Layer.of(
              widths.get(l),
              widths.get(l + 1),
              new float[widths.get(l) * widths.get(l + 1)],
              new float[widths.get(l + 1)]);
      stages.add(
          new Chain.Stage(
              "layer" + (l + 1),
              layer,
              true,
              Optional.empty(),
              l < last ? f : new Activation.Identity()));
    }
    var zeros = new Chain(stages, widths.getLast() > 1 ? Chain.Head.SOFTMAX : Chain.Head.LINEAR);
    var repairs = new ArrayList<Repair>();
    for (int l = 0; l <= last; l++) {
      repairs.add(
          new Repair(
              l,
              Optional.of(Repair.weights(zeros, l, seed)),
              Optional.empty(),
              Optional.empty(),
              ""));
    }
    return Repair.repaired(zeros, repairs);
  }
}
