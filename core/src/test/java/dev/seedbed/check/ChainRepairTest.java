package dev.seedbed.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Verdict;
import dev.seedbed.init.Law;
import dev.seedbed.network.Layer;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainRepairTest {
  private static final Seed SEED = new Seed(0);

  /// Normal weights; `deviations` of each layer times 1/√fan-in.
  private static Chain chain(
      List<Integer> widths,
      Activation hidden,
      Activation last,
      Chain.Head head,
      double... deviations) {
    var stages = new ArrayList<Chain.Stage>();
    for (int l = 0; l < deviations.length; l++) {
      int in = widths.get(l);
      int out = widths.get(l + 1);
      float[] weights = new float[in * out];
      new Law.Normal(0, deviations[l] / Math.sqrt(in)).draw(SEED.stream("test/" + l), 0, weights);
      Layer layer = Layer.of(in, out, weights, new float[out]);
      Activation f = l < deviations.length - 1 ? hidden : last;
      stages.add(new Chain.Stage("layer" + (l + 1), layer, true, Optional.empty(), f));
    }
    return new Chain(stages, head);
  }

  private static ChainRepair repaired(Chain chain) {
    Check check = Check.of(chain);
    return ChainRepair.of(check, check.run(), Set.of(), SEED);
  }

  /// The advice of a finding repairs it, and information advises no repair.
  @ParameterizedTest
  @CsvSource({
    "20 64 64 3, tanh, zeros",
    "20 64 64 3, relu, constant(value=0.1)",
    "20 64*8 3, sigmoid, glorot-uniform",
    "2 5*8 2, sigmoid, he-uniform",
    "20 64 64 64 64 3, tanh, normal(deviation=1)",
    "20 64 64 64 64 3, relu, normal(deviation=5)",
    "20 64 64 64 64 3, identity, lecun-normal",
    "64 32 3, relu, uniform(low=0;high=1)",
    "4 128 3, tanh, glorot-uniform"
  })
  void newNumbers_advisedWhereTheyRepair(String widths, String activation, String scheme) {
    var network = CheckTest.draw(widths, activation, scheme.replace(';', ','), 0);
    Diagnosis before = Check.of(network).run();
    for (Finding finding : before.findings()) {
      assertThat(
              finding.remedies().stream().anyMatch(remedy -> remedy instanceof Remedy.NewNumbers))
          .as("%s", finding)
          .isEqualTo(finding.isRepairable());
      assertThat(finding.severity() == Severity.INFO && finding.isRepairable()).isFalse();
    }
    ChainRepair result = repaired(Chain.of(network));
    assertThat(result.diagnosis().findings()).noneMatch(Finding::isRepairable);
    assertThat(result.repairs().isEmpty())
        .isEqualTo(before.findings().stream().noneMatch(Finding::isRepairable));
  }

  /// Each of several probabilities must be unlearnt.
  @ParameterizedTest
  @CsvSource({"sigmoid, 24, false", "sigmoid, 0.5, true", "relu, 8, false", "relu, 1, true"})
  void severalProbabilities_farFromChance_found(String hidden, double deviation, boolean sound) {
    Activation f = Activation.named(hidden).orElseThrow();
    double first = f instanceof Activation.Sigmoid ? 4 : 1.4;
    Chain chain =
        chain(
            List.of(20, 64, 20),
            f,
            new Activation.Identity(),
            Chain.Head.SIGMOID,
            first,
            deviation);
    Diagnosis diagnosis = Check.of(chain).run();
    assertThat(diagnosis.finds(Rule.START_LOSS, Severity.WARNING))
        .as("%s", diagnosis.findings())
        .isEqualTo(!sound);
    Diagnosis after = repaired(chain).diagnosis();
    assertThat(after.verdict()).isEqualTo(Verdict.HEALTHY);
    assertThat(after.network().loss() - after.network().chance()).isLessThan(1);
  }

  /// A loss that has an end does not tell.
  @Test
  void boundedOutputs_noGradient_foundAndRepaired() {
    var tanh = new Activation.Tanh();
    Chain chain = chain(List.of(20, 64, 20), tanh, tanh, Chain.Head.LINEAR, 1, 100);
    Diagnosis diagnosis = Check.of(chain).run();
    assertThat(diagnosis.findings())
        .anyMatch(it ->
            it.rule() == Rule.SATURATION
                && it.severity() == Severity.ERROR
                && it.layer().equals("layer2"));
    ChainRepair result = repaired(chain);
    assertThat(result.repairs()).singleElement().extracting(Repair::stage).isEqualTo(1);
    assertThat(result.diagnosis().verdict()).isEqualTo(Verdict.HEALTHY);
  }

  @ParameterizedTest
  @CsvSource({"relu", "tanh"})
  void scaleOfNormalisation0_setTo1AndNothingElse(String activation) {
    Activation f = Activation.named(activation).orElseThrow();
    Chain sound =
        chain(List.of(20, 32, 32, 3), f, new Activation.Identity(), Chain.Head.SOFTMAX, 1, 1, 1);
    var stages = new ArrayList<>(sound.stages());
    for (int l = 0; l < 2; l++) {
      Chain.Stage old = stages.get(l);
      var zero = new Chain.Normalization(new float[32], new float[32], 1e-5);
      stages.set(
          l, new Chain.Stage(old.name(), old.layer(), true, Optional.of(zero), old.activation()));
    }
    ChainRepair result = repaired(new Chain(stages, Chain.Head.SOFTMAX));
    assertThat(result.diagnosis().verdict()).isEqualTo(Verdict.HEALTHY);
    float[] ones = new float[32];
    Arrays.fill(ones, 1);
    assertThat(result.repairs())
        .hasSize(2)
        .allSatisfy(repair -> {
          assertThat(repair.weights()).isEmpty();
          assertThat(repair.biases()).isEmpty();
          assertThat(repair.scales()).hasValue(ones);
        });
  }

  /// Few weights may be small by chance.
  @Test
  void scale_oneWeight_noFinding() {
    Chain chain =
        chain(
            List.of(1, 1),
            new Activation.Tanh(),
            new Activation.Identity(),
            Chain.Head.LINEAR,
            0.01);
    assertThat(Check.of(chain).run().findings()).noneMatch(it -> it.rule() == Rule.WEIGHT_SCALE);
  }
}
