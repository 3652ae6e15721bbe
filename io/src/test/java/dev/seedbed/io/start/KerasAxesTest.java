package dev.seedbed.io.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.init.Fans;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Kernel.Kind;
import dev.seedbed.io.weights.FloatType;
import dev.seedbed.io.weights.Role.Parameter;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.WeightFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KerasAxesTest {
  private static final Path FILES = Path.of("io/src/test/resources/weights");

  private static Units units(String file, String name) {
    return Units.of(WeightFile.read(FILES.resolve(file))).stream()
        .filter(units -> units.tensor().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// Files of Keras: `weight_files.py`. Fans by hand, from the layers' settings there.
  @ParameterizedTest
  @CsvSource({
    "layers.keras, layers/conv2d/kernel, CONVOLUTION, 1, 27, 9",
    "layers.keras, layers/depthwise_conv2d/kernel, DEPTHWISE_CONVOLUTION, 4, 4, 4",
    "layers.keras, layers/separable_conv2d/depthwise_kernel, DEPTHWISE_CONVOLUTION, 4, 4, 4",
    "layers.keras, layers/separable_conv2d/pointwise_kernel, CONVOLUTION, 1, 4, 6",
    "layers.keras, layers/conv2d_transpose/kernel, TRANSPOSED_CONVOLUTION, 1, 24, 20",
    "layers.keras, layers/dense/kernel, DENSE, 1, 36, 5",
    "layers.keras, layers/embedding/embeddings, EMBEDDING, 1, 1, 6",
    "layers.keras, layers/multi_head_attention/query_dense/kernel, ATTENTION, 2, 6, 8",
    "layers.keras, layers/multi_head_attention/output_dense/kernel, ATTENTION, 1, 8, 6",
    "layers.keras, layers/bidirectional/forward_layer/cell/kernel, RECURRENT, 4, 6, 3",
    "layers.keras, layers/bidirectional/forward_layer/cell/recurrent_kernel, RECURRENT, 4, 3, 3",
    "layers.keras, layers/gru/cell/kernel, RECURRENT, 3, 6, 2",
    "layers.h5, model_weights/stem/stem/kernel, CONVOLUTION, 1, 27, 9",
    "layers.h5, model_weights/up/up/kernel, TRANSPOSED_CONVOLUTION, 1, 24, 20",
    "legacy.h5, model_weights/conv_dw_1/conv_dw_1/depthwise_kernel:0, DEPTHWISE_CONVOLUTION, 4, 9, 4.5",
    "legacy.h5, model_weights/memory/memory/lstm_cell/kernel:0, RECURRENT, 4, 5, 3",
    "small.gguf, blk.0.attn_q.weight, DENSE, 1, 64, 32",
    "small.gguf, token_embd.weight, EMBEDDING, 1, 1, 64",
    "small.gguf, blk.0.ffn_up_exps.weight, DENSE, 2, 4, 3"
  })
  void of_files_kindAndFans(
      String file, String name, Kind kind, int blocks, double in, double out) {
    Kernel kernel = units(file, name).kernel().orElseThrow();
    assertThat(kernel.kind()).isEqualTo(kind);
    assertThat(kernel.blocks()).isEqualTo(blocks);
    assertThat(kernel.fans()).isEqualTo(new Fans(in, out));
  }

  @Test
  void of_gates_inTheOrderOfKeras() {
    List<String> gru = List.of("update gate", "reset gate", "hidden gate");
    assertThat(units("layers.keras", "layers/gru/cell/bias").facts().gates())
        .startsWith("update gate")
        .hasSize(2 * gru.size());
    assertThat(units("legacy.h5", "model_weights/memory/memory/lstm_cell/bias:0").facts().gates())
        .containsExactly("input gate", "forget gate", "cell gate", "output gate");
  }

  private static StoredTensor tensor(String name, long... shape) {
    Parameter role = name.contains("bias") ? Parameter.BIAS : Parameter.WEIGHT;
    return new StoredTensor(name, "F32", shape, Optional.of(FloatType.F32), Optional.empty(), role);
  }

  private static AxesReader reader(StoredTensor... tensors) {
    return new AxesReader(
        List.of(tensors), Map.of("format", "keras"), Map.of(), Optional.empty(), List.of());
  }

  /// Without the class, a bias of as many numbers as the axis before the last tells.
  @Test
  void axes_transposedConvolution_byItsBias() {
    StoredTensor kernel = tensor("up1/kernel", 3, 3, 8, 4);
    Axes axes = reader(kernel, tensor("up1/bias", 8)).axes(kernel).orElseThrow();
    assertThat(axes.kernel().kind()).isEqualTo(Kind.TRANSPOSED_CONVOLUTION);
  }

  @Test
  void kernelOfVector_biasOfHeads_goesWithItsProjection() {
    StoredTensor bias = tensor("mha/query/bias", 2, 4);
    AxesReader reader = reader(tensor("mha/query/kernel", 6, 2, 4), bias);
    Kernel kernel = reader.kernelOfVector(bias, Parameter.BIAS).orElseThrow();
    assertThat(kernel.blocks()).isEqualTo(2);
    assertThat(kernel.units()).isEqualTo(4);
  }

  /// The biases of a GRU are all drawn alike in Keras, those of an LSTM are not.
  @Test
  void kernelOfVector_biasOfGates_onlyOfAnLstm() {
    StoredTensor four = tensor("lstm_cell/bias", 12);
    AxesReader lstm =
        reader(
            tensor("lstm_cell/kernel", 5, 12), tensor("lstm_cell/recurrent_kernel", 3, 12), four);
    assertThat(lstm.kernelOfVector(four, Parameter.BIAS).orElseThrow().blocks()).isEqualTo(4);
    StoredTensor three = tensor("gru_cell/bias", 9);
    AxesReader gru =
        reader(tensor("gru_cell/kernel", 5, 9), tensor("gru_cell/recurrent_kernel", 3, 9), three);
    assertThat(gru.kernelOfVector(three, Parameter.BIAS)).isEmpty();
  }
}
