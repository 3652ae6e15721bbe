package dev.seedbed.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.seedbed.check.chain.TensorFacts;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.init.Kernel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Single tensors: every published start passes, and what none has is found.
class TensorRulesTest {
  /// As many as the largest tensor here has elements: drawn once, for all.
  private static final double[] NORMALS = normals(512 * 1024 * 16);

  private static double[] normals(int count) {
    var random = new Random(1);
    double[] normals = new double[count];
    for (int i = 0; i < count; i++) {
      normals[i] = random.nextGaussian();
    }
    return normals;
  }

  private static List<Finding> check(Kernel kernel, double deviation) {
    float[] values = new float[(int) kernel.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * NORMALS[i]);
    }
    var facts =
        new TensorFacts("w.weight", TensorFacts.Role.WEIGHT, Optional.of(kernel), List.of());
    return TensorCheck.of(facts, values).findings();
  }

  private static Kernel convolution(int in, int out, int taps) {
    return Kernel.convolution(in, out, taps, 1, 1);
  }

  private static Kernel depthwise(int channels, int taps) {
    // As a file without a graph shows it: one input channel for each output.
    return convolution(1, channels, taps);
  }

  private static Arguments recipe(String name, Kernel kernel, double variance) {
    return arguments(name, kernel, Math.sqrt(variance));
  }

  static Stream<Arguments> published() {
    return Stream.of(
        recipe("PyTorch's dense layer", Kernel.dense(784, 10), 1 / (3 * 784.0)),
        recipe("PyTorch's dense layer, one input", Kernel.dense(1, 64), 1 / 3.0),
        recipe("PyTorch's dense layer, one output", Kernel.dense(4096, 1), 1 / (3 * 4096.0)),
        recipe("PyTorch's convolution", convolution(3, 64, 49), 1 / (3 * 147.0)),
        recipe("PyTorch's LSTM, one input", Kernel.gates(4, 1, 512), 1 / (3 * 512.0)),
        recipe("PyTorch's LSTM, many inputs", Kernel.gates(4, 5000, 32), 1 / (3 * 32.0)),
        recipe("He by fan-in", convolution(512, 512, 9), 2 / (512 * 9.0)),
        recipe("He by fan-out, narrowing", convolution(2048, 512, 1), 2 / 512.0),
        recipe("He by fan-out, squeezing", convolution(960, 40, 1), 2 / 40.0),
        recipe("He by fan-out, outputs", Kernel.dense(2048, 10), 2 / 10.0),
        recipe("He by fan-out, depthwise", depthwise(960, 9), 2 / (960 * 9.0)),
        recipe("He by fan-out, EfficientNet-B7", depthwise(3840, 25), 2 / (3840 * 25.0)),
        recipe("Glorot", Kernel.dense(784, 256), 2 / (784.0 + 256)),
        recipe("Glorot for sigmoid units", Kernel.dense(784, 256), 32 / (784.0 + 256)),
        recipe("LeCun", Kernel.dense(256, 256), 1 / 256.0),
        recipe("GPT-2", Kernel.dense(768, 2304), 4e-4),
        recipe("GPT-2, wide", Kernel.dense(4096, 1024), 4e-4),
        recipe("GPT-2, into the residual stream", Kernel.dense(768, 768), 4e-4 / 24),
        recipe("GPT-2 XL, into the residual stream", Kernel.dense(1600, 1600), 4e-4 / 96),
        recipe("GPT-2, tiny, into the residual stream", Kernel.dense(64, 64), 4e-4 / 8),
        recipe("GPT-3, deep, into the residual stream", Kernel.dense(2048, 2048), 4e-4 / 192),
        recipe("BERT, tiny", Kernel.dense(128, 128), 4e-4),
        recipe("ViT", Kernel.dense(768, 3072), 4e-4),
        recipe("ViT, patches", convolution(3, 768, 256), 1 / 768.0),
        recipe("ConvNeXt, depthwise", depthwise(96, 49), 4e-4),
        recipe("DCGAN", convolution(3, 64, 16), 4e-4),
        recipe("DCGAN, wide", convolution(512, 1024, 16), 4e-4),
        recipe("DCGAN, transposed", Kernel.transposedConvolution(100, 512, 16, 1, 1), 4e-4),
        recipe("T5, queries", Kernel.dense(512, 512), 1 / (512 * 64.0)),
        recipe("T5 11B, queries", Kernel.dense(1024, 1024), 1 / (1024 * 128.0)),
        recipe("T5, keys", Kernel.dense(512, 512), 1 / 512.0),
        recipe("N(0, 1) embeddings", Kernel.embedding(1000, 512), 1),
        recipe("GPT-2, embeddings", Kernel.embedding(1000, 768), 4e-4),
        recipe("torchvision's Inception", convolution(448, 384, 9), 1e-2),
        recipe("torchvision's GoogLeNet", convolution(192, 16, 1), 1e-4),
        recipe("torchvision's MobileNet, outputs", Kernel.dense(576, 1000), 1e-4),
        recipe("AlexNet", convolution(3, 96, 121), 1e-4),
        recipe("Faster R-CNN, boxes", Kernel.dense(1024, 364), 1e-6),
        recipe("SIREN, first", Kernel.dense(2, 256), 1 / (3 * 4.0)),
        recipe("SIREN, later", Kernel.dense(256, 256), 2 / (256 * 900.0)),
        recipe("Fixup, 100 layers", convolution(64, 64, 9), 2 / (64 * 9.0) / 50),
        recipe("orthogonal, gain √2", Kernel.dense(64, 64), 2 / 64.0),
        recipe("orthogonal, gain 0.01", Kernel.dense(256, 6), 1e-4 / 256),
        recipe("muP, outputs", Kernel.dense(4096, 100), 1 / (4096.0 * 4096)),
        recipe("small init", Kernel.dense(1024, 1024), 2 / (5 * 1024.0)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("published")
  void scale_publishedStart_noWarning(String name, Kernel kernel, double deviation) {
    assertThat(check(kernel, deviation))
        .as(name)
        .allMatch(finding -> finding.severity() == Severity.INFO);
  }

  /// A hundred times PyTorch's default, N(0, 1), and 1e-4.
  @ParameterizedTest
  @CsvSource({
    "64, 64, 7.2",
    "784, 256, 2.06",
    "16, 3, 14.4",
    "144, 144, 1",
    "64, 64, 1e-4",
    "144, 144, 1e-4",
    "784, 10, 1e-4",
    "2048, 2048, 1e-4",
    "64, 64, 7e-7"
  })
  void scale_beyond_warning(int in, int out, double deviation) {
    assertThat(check(Kernel.dense(in, out), deviation))
        .filteredOn(finding -> finding.severity() == Severity.WARNING)
        .extracting(Finding::rule)
        .containsExactly(Rule.WEIGHT_SCALE);
  }

  private static List<Finding> biases(float[] values, String... gates) {
    var facts = new TensorFacts("b", TensorFacts.Role.BIAS, Optional.empty(), List.of(gates));
    return TensorCheck.of(facts, values).findings();
  }

  private static float[] filled(int count, double value) {
    float[] values = new float[count];
    Arrays.fill(values, (float) value);
    return values;
  }

  /// The last is the logarithm of the odds of a rare class, for focal loss.
  @ParameterizedTest
  @CsvSource({
    "0, NONE",
    "1, NONE",
    "-2.9, NONE",
    "-4.6, INFO",
    "-6.9, INFO",
    "-10, WARNING",
    "10, INFO"
  })
  void biases_farFromZero(double value, String severity) {
    assertThat(biases(filled(64, value)).stream().map(it -> it.severity().name()).toList())
        .isEqualTo(severity.equals("NONE") ? List.of() : List.of(severity));
  }

  @ParameterizedTest
  @CsvSource({"1, NONE", "-5, WARNING"})
  void biases_ofTheForgetGate(double value, String severity) {
    float[] values = new float[4 * 16];
    Arrays.fill(values, 16, 32, (float) value);
    List<Finding> findings =
        biases(values, "input gate", "forget gate", "cell gate", "output gate");
    assertThat(findings.stream().map(it -> it.severity().name()).toList())
        .isEqualTo(severity.equals("NONE") ? List.of() : List.of(severity));
    assertThat(findings).allMatch(finding -> finding.message().contains("forget gate"));
  }
}
