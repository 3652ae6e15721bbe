package dev.seedbed.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.check.chain.TensorFacts;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.init.Kernel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorComparisonTest {
  private final TensorComparison comparison = new TensorComparison();

  private void add(String name, Kernel kernel, float[] values) {
    comparison.add(
        new TensorFacts(name, TensorFacts.Role.WEIGHT, Optional.of(kernel), List.of()), values);
  }

  private void dense(String name, int in, int out, float[] values) {
    add(name, Kernel.dense(in, out), values);
  }

  private static float[] normal(long seed, int count, double deviation) {
    float[] values = new float[count];
    var random = new Random(seed);
    for (int i = 0; i < count; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  /// As bfloat16 keeps it: 8 bits behind the leading one.
  private static float[] rounded(float[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = Float.intBitsToFloat((Float.floatToIntBits(values[i]) + 0x8000) & 0xffff0000);
    }
    return rounded;
  }

  private Finding only() {
    List<Finding> findings = comparison.findings();
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }

  @Test
  void equal_otherScaleAndRounding_named() {
    dense("a.weight", 40, 30, rounded(normal(1, 1200, 0.1)));
    dense("b.weight", 40, 30, normal(2, 1200, 0.1));
    dense("c.weight", 40, 30, rounded(normal(1, 1200, 0.37)));
    assertThat(only().severity()).isEqualTo(Severity.WARNING);
    assertThat(only().message())
        .startsWith("2 tensors hold the same numbers in different scales: a.weight, c.weight;");
  }

  @Test
  void equal_oneSeedOtherShapes_named() {
    dense("a.weight", 20, 64, normal(1, 20 * 64, 0.22));
    dense("b.weight", 64, 64, normal(1, 64 * 64, 0.125));
    dense("c.weight", 64, 10, normal(1, 64 * 10, 0.125));
    assertThat(only().message())
        .startsWith("3 tensors begin with the same numbers, as if each was drawn from the same")
        .contains("a.weight, b.weight, c.weight");
  }

  /// Ten thousand tensors of which none is another's.
  @Test
  void equal_manySeeds_nothing() {
    for (int i = 0; i < 10_000; i++) {
      dense(i + ".weight", 8, 8, normal(i, 64, 0.1));
    }
    assertThat(comparison.findings()).isEmpty();
  }

  /// What a rule makes is equal by right.
  @Test
  void equal_identitiesConstantsSparse_nothing() {
    for (String name : List.of("a.weight", "b.weight")) {
      float[] identity = new float[64 * 64];
      for (int i = 0; i < 64; i++) {
        identity[65 * i] = 1;
      }
      dense(name, 64, 64, identity);
      float[] constant = new float[64];
      Arrays.fill(constant, 0.1f);
      dense("constant." + name, 8, 8, constant);
    }
    assertThat(comparison.findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "encoder.layers.0.linear1.weight, encoder.layers.1.linear1.weight, INFO",
    "encoder.layers.0.linear1.weight, decoder.layers.0.linear1.weight, WARNING",
    "q.0.weight, target_q.0.weight, INFO",
    "ensemble.0.weight, ensemble.1.weight, WARNING"
  })
  void equal_copiesThatAreMeant_information(String one, String other, Severity severity) {
    dense("encoder.layers.0.self_attn.out_proj.weight", 8, 8, normal(1, 64, 0.1));
    dense(one, 8, 8, normal(2, 64, 0.1));
    dense(other, 8, 8, normal(2, 64, 0.1));
    assertThat(only().severity()).isEqualTo(severity);
  }

  @Test
  void equal_tableThatIsTied_information() {
    add("embed.weight", Kernel.embedding(100, 8), normal(1, 800, 1));
    dense("lm_head.weight", 8, 100, normal(1, 800, 1));
    assertThat(only().severity()).isEqualTo(Severity.INFO);
  }

  /// LoRA, and the last convolution of each residual branch: zeros in the same place of each block.
  @ParameterizedTest
  @CsvSource({
    "q.lora_B.weight, INFO",
    "blocks.0.conv3.weight;blocks.1.conv3.weight, INFO",
    "0.weight;2.weight, WARNING",
    "hidden.weight, WARNING"
  })
  void zeros_meantOrNot(String zeros, Severity severity) {
    for (String name : zeros.split(";", -1)) {
      dense(name, 8, 8, new float[64]);
    }
    dense("4.weight", 8, 8, normal(1, 64, 0.1));
    dense("blocks.0.conv1.weight", 8, 8, normal(2, 64, 0.1));
    assertThat(comparison.findings())
        .hasSize(zeros.split(";", -1).length)
        .allMatch(it -> it.rule() == Rule.ZERO_LAYER && it.severity() == severity);
  }

  /// A linear model learns from zeros.
  @Test
  void zeros_oneLayer_information() {
    dense("weight", 8, 8, new float[64]);
    assertThat(only().severity()).isEqualTo(Severity.INFO);
  }

  /// Only all together: zeros at the end of each residual branch are a published start.
  @Test
  void zeroScales_allOfThem_saddle() {
    dense("conv.weight", 8, 8, normal(1, 64, 0.1));
    scale("bn1.weight", 0);
    assertThat(only().rule()).isEqualTo(Rule.SADDLE);
    scale("bn2.weight", 1);
    assertThat(comparison.findings()).isEmpty();
  }

  private void scale(String name, float value) {
    float[] values = new float[8];
    Arrays.fill(values, value);
    comparison.add(
        new TensorFacts(name, TensorFacts.Role.SCALE, Optional.empty(), List.of()), values);
  }
}
