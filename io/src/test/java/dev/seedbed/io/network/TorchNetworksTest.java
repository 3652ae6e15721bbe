package dev.seedbed.io.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.onnxruntime.OrtException;
import dev.seedbed.check.Check;
import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Networks that PyTorch exported: `torch_models.py` made the files.
class TorchNetworksTest {
  private static final int ROWS = 3;

  private static Path file(String name) {
    try {
      return Path.of(Objects.requireNonNull(TorchNetworksTest.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Chain chain(String name) {
    return SavedNetwork.read(file(name + ".onnx")).chain().orElseThrow();
  }

  static Stream<Arguments> activations() {
    return Stream.of(
        arguments("relu", new Activation.Relu()),
        arguments("leaky-relu", new Activation.LeakyRelu(0.2f)),
        arguments("prelu", new Activation.LeakyRelu(0.25f)),
        arguments("elu", new Activation.Elu(1.5f)),
        arguments("selu", new Activation.Selu()),
        arguments("tanh", new Activation.Tanh()),
        arguments("sigmoid", new Activation.Sigmoid()),
        arguments("softsign", new Activation.Softsign()),
        arguments("softplus", new Activation.Softplus()),
        arguments("gelu", new Activation.Gelu()),
        arguments("silu", new Activation.Silu()));
  }

  @ParameterizedTest
  @MethodSource("activations")
  void read_activation_known(String name, Activation activation) throws OrtException {
    Chain chain = chain(name);
    assertThat(chain.stages())
        .extracting(Chain.Stage::name, Chain.Stage::activation)
        .containsExactly(
            tuple("body.0", activation),
            tuple("body.2", activation),
            tuple("body.4", new Activation.Identity()));
    assertThat(chain.head()).isEqualTo(Chain.Head.LINEAR);
    Judge.agree(file(name + ".onnx"), chain, 6);
  }

  static Stream<Arguments> chains() {
    return Stream.of(
        arguments("mnist", List.of(16, 12, 10), Chain.Head.SOFTMAX, new long[] {1, 4, 4}),
        arguments("by-hand", List.of(12, 9, 4), Chain.Head.SOFTMAX, new long[] {3, 4}),
        arguments("no-bias", List.of(6, 8, 3), Chain.Head.LINEAR, new long[] {6}),
        arguments("normalised", List.of(6, 8, 1), Chain.Head.SIGMOID, new long[] {6}),
        arguments("linear", List.of(5, 40), Chain.Head.LINEAR, new long[] {5}),
        arguments("double", List.of(6, 8, 3), Chain.Head.LINEAR, new long[] {6}),
        arguments("same-start", List.of(6, 6, 6, 6), Chain.Head.LINEAR, new long[] {6}));
  }

  @ParameterizedTest
  @MethodSource("chains")
  void read_chain_onnxRuntimesAnswers(
      String name, List<Integer> widths, Chain.Head head, long[] rowShape) throws OrtException {
    Chain chain = chain(name);
    assertThat(chain.widths()).isEqualTo(widths);
    assertThat(chain.head()).isEqualTo(head);
    Judge.agree(file(name + ".onnx"), chain, rowShape);
  }

  /// PyTorch's own answers, so that ONNX Runtime is not the only judge.
  @ParameterizedTest
  @CsvSource({"mnist", "no-bias", "normalised", "linear", "double", "gelu", "silu", "prelu"})
  void read_chain_torchsAnswers(String name) throws IOException {
    double[][] numbers =
        Files.readAllLines(file(name + ".txt")).stream()
            .map(line -> Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray())
            .toArray(double[][]::new);
    Chain chain = chain(name);
    assertThat(numbers).hasNumberOfRows(2 * ROWS);
    for (int row = 0; row < ROWS; row++) {
      assertThat(Judge.propagate(chain, numbers[row]))
          .containsExactly(numbers[ROWS + row], within(1e-5));
    }
  }

  @Test
  void read_normalised_numbersAndNames() {
    SavedNetwork saved = SavedNetwork.read(file("normalised.onnx"));
    Chain.Stage stage = saved.chain().orElseThrow().stages().getFirst();
    assertThat(stage.biased()).isFalse();
    assertThat(stage.normalization().orElseThrow().epsilon()).isCloseTo(1e-3, within(1e-9));
    assertThat(stage.normalization().orElseThrow().scale()).hasSize(8);
    assertThat(stage.activation()).isEqualTo(new Activation.Relu());
    assertThat(stage.name()).isEqualTo("layer1");
    assertThat(saved.chain().orElseThrow().stages().getLast().source())
        .hasValue(
            new Chain.Source("3.weight", "Gemm", false, Optional.of("3.bias"), Optional.empty()));
  }

  /// `Dropout` with `training_mode` from a node `Constant` of type BOOL: a start is run without it.
  @Test
  void read_dropoutExportedInTraining_isPassed() {
    assertThat(chain("dropout-in-training").widths()).isEqualTo(List.of(20, 64, 64, 3));
  }

  /// Without a bias PyTorch writes weights the other way round, under a name of its own.
  @Test
  void read_noBias_inTimesOut() {
    assertThat(chain("no-bias").stages())
        .extracting(stage -> stage.source().orElseThrow())
        .allSatisfy(source -> {
          assertThat(source.transposed()).isTrue();
          assertThat(source.bias()).isEmpty();
        });
  }

  /// PyTorch stores equal tensors once: layers that start equal share them.
  @Test
  void read_sameStart_oneTensorForAll() {
    SavedNetwork saved = SavedNetwork.read(file("same-start.onnx"));
    assertThat(saved.file().tensors()).hasSize(2);
    assertThat(saved.chain().orElseThrow().stages())
        .extracting(stage -> stage.source().orElseThrow().weight())
        .containsOnly(saved.file().tensors().getFirst().name());
  }

  @Test
  void check_sameStart_findsTheSymmetry() {
    Diagnosis diagnosis = Check.of(chain("same-start")).run();
    assertThat(diagnosis.layers()).hasSize(3);
    assertThat(diagnosis.finds(Rule.SYMMETRY, Severity.WARNING)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "convolution",
        "residual",
        "attention",
        "normalised-late",
        "log-sigmoid",
        "relu6",
        "two-activations"
      })
  void read_otherNetworks_noChain(String name) {
    SavedNetwork saved = SavedNetwork.read(file(name + ".onnx"));
    assertThat(saved.chain()).isEmpty();
    assertThat(saved.start()).isPresent();
  }

  @Test
  void read_twoActivations_odd() {
    assertThat(SavedNetwork.read(file("two-activations.onnx")).start().orElseThrow().oddities())
        .singleElement()
        .satisfies(oddity -> assertThat(oddity.layer()).isEqualTo("layer1"));
  }
}
