package dev.seedbed.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Verdict;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Targets;
import dev.seedbed.init.Catalogue;
import dev.seedbed.network.Layer;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class CheckTest {
  /// Widths separated by blanks; `64*5` is five of 64.
  public static NetworkSpec spec(String widths, String activation) {
    var list = new ArrayList<Integer>();
    for (String width : widths.split(" ", -1)) {
      String[] parts = width.split("\\*", -1);
      int times = parts.length > 1 ? Integer.parseInt(parts[1]) : 1;
      list.addAll(Collections.nCopies(times, Integer.parseInt(parts[0])));
    }
    return new NetworkSpec(list, Activation.named(activation).orElseThrow(), Loss.CROSS_ENTROPY);
  }

  public static Network draw(String widths, String activation, String scheme, long seed) {
    return Catalogue.scheme(scheme).draw(spec(widths, activation), new Seed(seed));
  }

  @Retention(RetentionPolicy.RUNTIME)
  @CsvSource({
    "20 64 64 3, relu, he-normal",
    "20 64 64 3, relu, he-uniform",
    "784 128 128 10, relu, he-normal",
    "20 64 64 3, relu, glorot-uniform",
    "20 64 64 3, relu, standard-uniform",
    "784 128*34 10, relu, he-normal",
    "20 64*5 3, tanh, glorot-uniform",
    "20 64*20 3, tanh, orthogonal",
    "20 64*10 3, selu, lecun-normal",
    "20 64 64 3, gelu, gain-normal",
    "20 64 3, sigmoid, glorot-uniform",
    "13 32 10, softsign, glorot-normal",
    "20 3, tanh, glorot-uniform",
    "20 64 64 3, elu, he-truncated",
    "64 64 64 10, relu, looks-linear"
  })
  private @interface SoundStarts {}

  @ParameterizedTest
  @SoundStarts
  void run_soundStart_healthy(String widths, String activation, String scheme) {
    assertHealthy(widths, activation, scheme, 2);
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @SoundStarts
  void run_soundStartOfSeveralSeeds_healthy(String widths, String activation, String scheme) {
    assertHealthy(widths, activation, scheme, 5);
  }

  private static void assertHealthy(String widths, String activation, String scheme, int seeds) {
    for (long seed = 0; seed < seeds; seed++) {
      Network network = draw(widths, activation, scheme, seed);
      Check check = Check.of(network);
      // What differs from seed to seed are signals and, of few layers, ranks and likely schemes.
      Diagnosis diagnosis =
          seed == 0 ? check.run() : network.layers().size() > 10 ? check.brief() : check.figures();
      assertThat(diagnosis.verdict()).as("%s", diagnosis.findings()).isEqualTo(Verdict.HEALTHY);
    }
  }

  @Retention(RetentionPolicy.RUNTIME)
  @CsvSource({
    "20 64 64 3, tanh, zeros, SADDLE, ERROR",
    "20 64 64 3, tanh, zeros, ZERO_LAYER, ERROR",
    "20 64 64 3, sigmoid, zeros, SYMMETRY, ERROR",
    "20 64 64 3, tanh, constant(value=0.1), SYMMETRY, ERROR",
    "9 64 64 2, relu, constant(value=0.01), SYMMETRY, ERROR",
    "20 64*8 3, sigmoid, glorot-uniform, BACKWARD_GAIN, WARNING",
    "2 5*8 2, sigmoid, he-uniform, FORWARD_GAIN, INFO",
    "2 5*8 2, sigmoid, he-uniform, BACKWARD_GAIN, INFO",
    "2 16 16 2, sigmoid, 'uniform(low=-0.02,high=0.02)', WEIGHT_SCALE, WARNING",
    "2 3 2, sigmoid, 'uniform(low=-0.05,high=0.05)', WEIGHT_SCALE, WARNING",
    "784 500*3 10, relu, normal(deviation=1), FORWARD_GAIN BACKWARD_GAIN START_LOSS, ERROR",
    "784 512 10, sigmoid, normal(deviation=1), SATURATION, ERROR",
    "784 64*4 10, tanh, normal(deviation=1), SATURATION, WARNING",
    "64 64*20 3, tanh, normal(deviation=0.4), BACKWARD_GAIN, ERROR",
    "64 64*16 3, silu, glorot-normal, FORWARD_GAIN, INFO",
    "784 128*34 10, relu, glorot-uniform, FORWARD_GAIN BACKWARD_GAIN, ERROR",
    "784 128*34 10, relu, glorot-uniform, ACTIVATION_SPREAD, INFO",
    "20 64 64 3, relu, 'uniform(low=0,high=0.1)', SAME_SIGN, WARNING",
    "20 64 3, relu, 'uniform(low=0,high=0.1)', SAME_SIGN, INFO",
    "20 64 64 3, relu, constant(value=0.01), RANK, WARNING",
    "20 64*6 3, tanh, normal(deviation=0.01), FORWARD_GAIN, ERROR",
    "20 64*12 3, tanh, standard-uniform, FORWARD_GAIN, INFO",
    "20 64 64 3, sigmoid, glorot-uniform+sparse-bias, SPARSE_START, WARNING",
    "20 64 3, sigmoid, glorot-uniform+sparse-bias, SPARSE_START, INFO"
  })
  private @interface FaultyStarts {}

  @ParameterizedTest
  @FaultyStarts
  void run_faultyStart_foundByRules(
      String widths, String activation, String scheme, String rules, Severity least) {
    assertFound(widths, activation, scheme, rules, least, 1);
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @FaultyStarts
  void run_faultyStartOfSeveralSeeds_foundByRules(
      String widths, String activation, String scheme, String rules, Severity least) {
    assertFound(widths, activation, scheme, rules, least, 3);
  }

  private static void assertFound(
      String widths, String activation, String scheme, String rules, Severity least, int seeds) {
    for (long seed = 0; seed < seeds; seed++) {
      Check check = Check.of(draw(widths, activation, scheme, seed));
      // RANK is the only one of these rules that looks at more than signals.
      Diagnosis diagnosis = rules.equals("RANK") ? check.run() : check.brief();
      for (String rule : rules.split(" ", -1)) {
        assertThat(diagnosis.finds(Rule.valueOf(rule), least))
            .as("%s: %s", rule, diagnosis.findings())
            .isTrue();
      }
    }
  }

  /// What a check at full detail finds besides does not silence the rules on signals.
  @Test
  void run_fullDetail_findsWhatBriefDoes() {
    Check check = Check.of(draw("20 64*6 3", "tanh", "normal(deviation=0.01)", 0));
    assertThat(check.run().findings()).containsAll(check.brief().findings());
  }

  /// Both layers are large enough to be shared out.
  @Test
  void figures_severalThreads_sameNumbers() {
    Check check = Check.of(draw("330 340 320", "tanh", "glorot-uniform", 0));
    assertThat(check.withThreads(3).figures())
        .usingRecursiveComparison()
        .isEqualTo(check.figures());
  }

  @Test
  void run_notFinite_found() {
    Network network = draw("4 8 3", "relu", "he-normal", 0);
    network.layers().getFirst().weight().set(2, 3, Float.NaN);
    network.layers().getLast().bias()[1] = Float.POSITIVE_INFINITY;
    Diagnosis diagnosis = Check.of(network).run();
    assertThat(
            diagnosis.findings().stream()
                .filter(finding -> finding.rule() == Rule.NON_FINITE)
                .map(Finding::layer))
        .containsExactly("layer1", "layer2 bias");
  }

  @Test
  void run_sparseStartMeant_information() {
    Network network = draw("20 64 64 3", "sigmoid", "glorot-uniform+sparse-bias", 0);
    Diagnosis diagnosis = Check.of(network).meantSparse().run();
    assertThat(diagnosis.finds(Rule.SPARSE_START, Severity.INFO)).isTrue();
    assertThat(diagnosis.finds(Rule.BACKWARD_GAIN, Severity.WARNING)).isFalse();
    // 1 / (1 + e¹⁰).
    assertThat(diagnosis.layers().get(1).a().mean()).isBetween(4.4e-5, 4.7e-5);
  }

  @Test
  void run_duplicateUnits_foundOnlyIfOutgoingWeightsAreEqualToo() {
    Network network = draw("6 10 3", "relu", "he-normal", 0);
    Layer first = network.layers().get(0);
    Layer second = network.layers().get(1);
    for (int k = 0; k < 6; k++) {
      first.weight().set(k, 7, first.weight().get(k, 2));
    }
    assertThat(Check.of(network).run().layers().getFirst().duplicates()).isZero();
    for (int j = 0; j < 3; j++) {
      second.weight().set(7, j, second.weight().get(2, j));
    }
    Diagnosis diagnosis = Check.of(network).run();
    assertThat(diagnosis.layers().getFirst().duplicates()).isEqualTo(0.2);
    assertThat(diagnosis.finds(Rule.SYMMETRY, Severity.WARNING)).isTrue();
  }

  @Test
  void run_negativeTwins_duplicatesUnderOddActivations() {
    for (String activation : List.of("tanh", "relu")) {
      Network network = draw("6 10 3", activation, "glorot-normal", 0);
      for (int k = 0; k < 6; k++) {
        var weight = network.layers().get(0).weight();
        weight.set(k, 7, -weight.get(k, 2));
      }
      for (int j = 0; j < 3; j++) {
        var weight = network.layers().get(1).weight();
        weight.set(7, j, -weight.get(2, j));
      }
      assertThat(Check.of(network).run().layers().getFirst().duplicates())
          .isEqualTo(activation.equals("tanh") ? 0.2 : 0);
    }
  }

  @Test
  void run_constantLayerOfSaturatedUnits_foundOnlyIfNoGradientComesThrough() {
    Network saturated = draw("64 64 64 3", "sigmoid", "glorot-uniform-sigmoid", 0);
    Arrays.fill(saturated.layers().get(1).weight().data(), 1);
    assertThat(Check.of(saturated).run().finds(Rule.SYMMETRY, Severity.WARNING)).isTrue();
    Network live = draw("64 64 64 3", "sigmoid", "glorot-uniform-sigmoid", 0);
    Arrays.fill(live.layers().get(1).weight().data(), 0.01f);
    assertThat(Check.of(live).run().finds(Rule.SYMMETRY, Severity.INFO)).isTrue();
    assertThat(Check.of(live).run().finds(Rule.SYMMETRY, Severity.WARNING)).isFalse();
  }

  @Test
  void run_outputsOffByTheSameForAllRows_information() {
    Network common = draw("20 64 64 3", "relu", "he-normal", 0);
    common.layers().getLast().bias()[0] = 60;
    Diagnosis diagnosis = Check.of(common).run();
    assertThat(diagnosis.finds(Rule.START_LOSS, Severity.INFO)).isTrue();
    assertThat(diagnosis.finds(Rule.START_LOSS, Severity.WARNING)).isFalse();
  }

  @Test
  void run_firstLayerSaturatedByInputs_noFaultOfTheStart() {
    Network network = draw("2 16 2", "tanh", "glorot-uniform", 0);
    float[] draws = new float[200];
    new Seed(1).stream("rows").symmetricUniform(0, draws);
    var inputs = new Matrix(100, 2);
    int[] classes = new int[100];
    for (int i = 0; i < 100; i++) {
      inputs.set(i, 0, 1000 * draws[2 * i]);
      inputs.set(i, 1, 1000 * draws[2 * i + 1]);
      classes[i] = i % 2;
    }
    Diagnosis diagnosis =
        Check.of(network).on(new Dataset.Part(inputs, new Targets.Classes(2, classes))).run();
    assertThat(diagnosis.finds(Rule.INPUTS, Severity.WARNING)).isTrue();
    assertThat(diagnosis.finds(Rule.SATURATION, Severity.INFO)).isTrue();
    assertThat(diagnosis.finds(Rule.SATURATION, Severity.ERROR)).isFalse();
  }

  @Test
  void run_zeroOutputLayer_healthy() {
    Network network = draw("20 64 64 3", "relu", "he-normal", 0);
    Arrays.fill(network.layers().getLast().weight().data(), 0);
    Diagnosis diagnosis = Check.of(network).run();
    assertThat(diagnosis.finds(Rule.SADDLE, Severity.INFO)).isFalse();
    assertThat(diagnosis.finds(Rule.GRADIENT_SIZE, Severity.WARNING)).isFalse();
  }

  @Test
  void run_rowsOfOneClassMostly_outputBiasWanted() {
    var inputs = new Matrix(100, 4);
    int[] classes = new int[100];
    float[] draws = new float[400];
    new Seed(1).stream("rows").symmetricUniform(0, draws);
    for (int i = 0; i < 100; i++) {
      for (int j = 0; j < 4; j++) {
        inputs.set(i, j, draws[4 * i + j]);
      }
      classes[i] = i < 97 ? 0 : 1;
    }
    var rows = new Dataset.Part(inputs, new Targets.Classes(2, classes));
    Network network = draw("4 16 2", "tanh", "glorot-uniform", 0);
    Check check = Check.of(network).on(rows);
    Diagnosis diagnosis = check.run();
    assertThat(diagnosis.finds(Rule.OUTPUT_BIAS, Severity.WARNING)).isTrue();
    // ln of the classes' shares.
    List<Repair> repairs = Repair.of(check, diagnosis, new Seed(0));
    assertThat(repairs).hasSize(1);
    assertThat(repairs.getFirst().weights()).isEmpty();
    float[] biases = repairs.getFirst().biases().orElseThrow();
    assertThat((double) biases[0]).isCloseTo(Math.log(0.97), offset(1e-6));
    Chain repaired = Repair.repaired(check.chain(), repairs);
    assertThat(Check.of(repaired).on(rows).run().finds(Rule.OUTPUT_BIAS, Severity.INFO)).isFalse();
  }

  @Test
  void run_inputsOutOfScale_found() {
    var inputs = new Matrix(50, 2);
    int[] classes = new int[50];
    for (int i = 0; i < 50; i++) {
      inputs.set(i, 0, 100 * (i % 7 - 3));
      inputs.set(i, 1, i % 5 - 2);
      classes[i] = i % 2;
    }
    Network network = draw("2 16 2", "tanh", "glorot-uniform", 0);
    Diagnosis diagnosis =
        Check.of(network).on(new Dataset.Part(inputs, new Targets.Classes(2, classes))).run();
    assertThat(diagnosis.finds(Rule.INPUTS, Severity.WARNING)).isTrue();
  }

  @Test
  void of_layerTooWideForItsRows_refused() {
    Network wide =
        Network.zeros(
            new NetworkSpec(List.of(3_000_000, 1), new Activation.Tanh(), Loss.SQUARED_ERROR));
    assertThatThrownBy(() -> Check.of(wide))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "a check propagates 512 rows, through layers of at most 2097152 units: 3000000");
  }

  @Test
  void on_rowsOfOtherWidths_refused() {
    var rows = new Dataset.Part(new Matrix(5, 3), new Targets.Classes(2, new int[5]));
    Check check = Check.of(draw("4 8 2", "tanh", "glorot-uniform", 0));
    assertThatThrownBy(() -> check.on(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the network has 4 inputs and 2 outputs, the rows 3 and 2");
  }

  @Test
  void run_again_sameDiagnosis() {
    Network network = draw("20 64*3 3", "tanh", "glorot-uniform", 0);
    assertThat(Check.of(network).run()).isEqualTo(Check.of(network).run());
  }

  @ParameterizedTest
  @CsvSource({
    "20 64 64 3, tanh, zeros",
    "20 64 64 3, tanh, constant(value=0.1)",
    "784 128*34 10, relu, glorot-uniform",
    "784 500*3 10, relu, normal(deviation=1)",
    "784 512 10, sigmoid, normal(deviation=1)",
    "20 64 64 3, relu, normal(deviation=0.01)"
  })
  void repair_faultyStart_healthy(String widths, String activation, String scheme) {
    Check check = Check.of(draw(widths, activation, scheme, 0));
    List<Repair> repairs = Repair.of(check, check.run(), new Seed(7));
    Diagnosis after = Check.of(Repair.repaired(check.chain(), repairs)).run();
    assertThat(after.verdict()).as("%s", after.findings()).isEqualTo(Verdict.HEALTHY);
  }

  @Test
  void repair_oneFaultyLayer_othersStay() {
    Network network = draw("20 64 64 3", "relu", "he-normal", 0);
    network.layers().get(1).weight().set(3, 4, Float.NaN);
    Check check = Check.of(network);
    List<Repair> repairs = Repair.of(check, check.run(), new Seed(7));
    assertThat(repairs).extracting(Repair::stage).containsExactly(1);
    Chain repaired = Repair.repaired(check.chain(), repairs);
    for (int l = 0; l < 3; l++) {
      int at = l;
      boolean drawn = repairs.stream().anyMatch(repair -> repair.stage() == at);
      var layers = assertThat(repaired.stages().get(l).layer());
      if (drawn) {
        layers.isNotSameAs(network.layers().get(l));
      } else {
        layers.isSameAs(network.layers().get(l));
      }
    }
  }

  @Test
  void repair_soundStart_nothing() {
    Check check = Check.of(draw("20 64 64 3", "relu", "he-normal", 0));
    assertThat(Repair.of(check, check.run(), new Seed(7))).isEmpty();
  }

  @Test
  void withOverfitting_soundStart_learnt() {
    Network network = draw("6 20 20 3", "tanh", "glorot-uniform", 0);
    float[] before = network.layers().getFirst().weights();
    assertThat(Check.of(network).withOverfitting().run().finds(Rule.OVERFITTING, Severity.INFO))
        .isFalse();
    assertThat(network.layers().getFirst().weights()).isEqualTo(before);
  }

  @Test
  void withOverfitting_equalUnits_notLearnt() {
    Network network = draw("6 20 20 3", "tanh", "constant(value=0.1)", 0);
    assertThat(Check.of(network).withOverfitting().run().finds(Rule.OVERFITTING, Severity.WARNING))
        .isTrue();
  }

  @Test
  void otherSeeds_narrowRectifiers_some() {
    Chain chain = Chain.of(draw("2 5*15 3", "relu", "he-uniform", 3));
    assertThat(OtherSeeds.of(chain, Optional.empty()))
        .singleElement()
        .extracting(Finding::rule)
        .isEqualTo(Rule.SEED_SENSITIVITY);
  }
}
