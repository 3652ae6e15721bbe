package dev.seedbed.io.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.data.InputException;
import dev.seedbed.init.Fans;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Kernel.Kind;
import dev.seedbed.io.weights.FloatType;
import dev.seedbed.io.weights.Role;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.TensorUse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxesReaderTest {
  private static StoredTensor tensor(String name, Optional<TensorUse> use, long... shape) {
    Role role =
        name.contains("bias") || shape.length < 2 ? Role.Parameter.BIAS : Role.Parameter.WEIGHT;
    return new StoredTensor(name, "F32", shape, Optional.of(FloatType.F32), use, role);
  }

  private static Axes axes(StoredTensor tensor, Map<String, String> metadata) {
    return new AxesReader(List.of(tensor), metadata, Map.of(), Optional.empty(), List.of())
        .axes(tensor)
        .orElseThrow();
  }

  private static long[] shape(String text) {
    return List.of(text.split("x", -1)).stream().mapToLong(Long::parseLong).toArray();
  }

  /// What an operator of ONNX says of the axes of its weights.
  @ParameterizedTest
  @CsvSource({
    "Gemm, 1, true, 1, 100x784, DENSE, OUT_IN, 784, 100",
    "Gemm, 1, false, 1, 784x100, DENSE, IN_OUT, 784, 100",
    "MatMul, 1, false, 1, 784x100, DENSE, IN_OUT, 784, 100",
    "MatMul, 1, false, 1, 8x784x100, DENSE, IN_OUT, 784, 100",
    "MatMul, 0, false, 1, 100x784, DENSE, OUT_IN, 784, 100",
    "Conv, 1, false, 1, 64x3x3x3, CONVOLUTION, OUT_IN, 27, 576",
    "Conv, 1, false, 4, 16x2x3x3, CONVOLUTION, OUT_IN, 18, 36",
    "Conv, 1, false, 64, 64x1x3x3, DEPTHWISE_CONVOLUTION, OUT_IN, 9, 9",
    "ConvTranspose, 1, false, 1, 64x32x4x4, TRANSPOSED_CONVOLUTION, OUT_IN, 1024, 512",
    "Gather, 0, false, 1, 1000x64, EMBEDDING, OUT_IN, 1, 64",
    "LSTM, 1, false, 1, 2x512x64, RECURRENT, OUT_IN, 64, 128",
    "GRU, 2, false, 1, 1x384x128, RECURRENT, OUT_IN, 128, 128"
  })
  void axes_operator_saysWhatTheyAre(
      String operator,
      int input,
      boolean transposed,
      long group,
      String shape,
      Kind kind,
      Layout layout,
      double in,
      double out) {
    var use = new TensorUse(operator, input, transposed, group, List.of());
    Axes axes = axes(tensor("w", Optional.of(use), shape(shape)), Map.of());
    assertThat(axes.kernel().kind()).isEqualTo(kind);
    assertThat(axes.layout()).isEqualTo(layout);
    assertThat(axes.kernel().fans()).isEqualTo(new Fans(in, out));
    assertThat(axes.reason()).startsWith("input " + input + " of " + operator);
  }

  /// nn.ConvTranspose2d(24, 32, 4, groups=2) has weights [24, 16, 4, 4] and 32 biases.
  @Test
  void axes_transposedInGroups_byItsBias() {
    StoredTensor weights = tensor("up.weight", Optional.empty(), 24, 16, 4, 4);
    AxesReader reader = torch(weights, tensor("up.bias", Optional.empty(), 32));
    var kernel = reader.axes(weights).orElseThrow().kernel();
    assertThat(kernel).isEqualTo(Kernel.transposedConvolution(24, 32, 16, 2, 1));
    assertThat(reader.kernelOfVector(tensor("up.bias", Optional.empty(), 32), Role.Parameter.BIAS))
        .contains(kernel);
  }

  /// nn.MultiheadAttention with keys of another width has three matrices and one bias.
  @Test
  void kernelOfVector_packedBiasOfThreeMatrices_attention() {
    StoredTensor bias = tensor("a.in_proj_bias", Optional.empty(), 192);
    AxesReader reader = torch(bias, tensor("a.q_proj_weight", Optional.empty(), 64, 64));
    assertThat(reader.kernelOfVector(bias, Role.Parameter.BIAS).orElseThrow().kind())
        .isEqualTo(Kind.ATTENTION);
  }

  /// What the user says of a file that says nothing: the order of its axes, or the library.
  @Test
  void axes_depthwiseOfKerasWithoutMetadata_byLayoutOrLibrary() {
    StoredTensor weights =
        tensor("depthwise_conv2d/depthwise_kernel", Optional.empty(), 3, 3, 64, 1);
    for (AxesReader reader :
        List.of(
            new AxesReader(
                List.of(weights), Map.of(), Map.of(), Optional.of(Layout.IN_OUT), List.of()),
            new AxesReader(
                List.of(weights), Map.of(), Map.of(), Optional.empty(), List.of(), "keras"))) {
      assertThat(reader.axes(weights).orElseThrow().kernel())
          .isEqualTo(Kernel.depthwise(64, 1, 9, 1));
    }
    var torch = new AxesReader(List.of(weights), Map.of(), Map.of(), Optional.empty(), List.of());
    assertThat(torch.axes(weights).orElseThrow().reason()).contains(AxesReader.UNSAID);
  }

  /// nn.LSTM(32, 64, proj_size=16).
  @Test
  void axes_projectedLstm_hiddenOfTheProjection() {
    StoredTensor inputs = tensor("lstm.weight_ih_l0", Optional.empty(), 256, 32);
    StoredTensor hidden = tensor("lstm.weight_hh_l0", Optional.empty(), 256, 16);
    AxesReader reader =
        torch(inputs, hidden, tensor("lstm.weight_hr_l0", Optional.empty(), 16, 64));
    assertThat(reader.axes(inputs).orElseThrow().kernel()).isEqualTo(Kernel.gates(4, 32, 64));
    assertThat(reader.axes(hidden).orElseThrow().kernel()).isEqualTo(Kernel.gates(4, 16, 64));
  }

  @Test
  void axes_convolutionWithStride_countsIt() {
    var use = new TensorUse("Conv", 1, false, 1, List.of(2L, 2L));
    assertThat(axes(tensor("w", Optional.of(use), 64, 3, 3, 3), Map.of()).kernel().fans())
        .isEqualTo(new Fans(27, 144));
  }

  /// What a name and metadata say, where no operator does.
  @ParameterizedTest
  @CsvSource({
    "fc.weight, 100x784, pt, DENSE, OUT_IN, 784, '2 axes; the metadata say format=pt'",
    "fc/kernel, 784x100, tf, DENSE, IN_OUT, 784, '2 axes; the metadata say format=tf'",
    "conv.weight, 64x3x3x3, pt, CONVOLUTION, OUT_IN, 27, '4 axes: a convolution of one group; the metadata say format=pt'",
    "model.embed_tokens.weight, 1000x64, pt, EMBEDDING, OUT_IN, 1, 'an embedding by its name; the metadata say format=pt'",
    "attn.in_proj_weight, 192x64, pt, ATTENTION, OUT_IN, 64, 'query, key and value by its name; the metadata say format=pt'",
    "lstm.weight_hh_l0, 512x128, pt, RECURRENT, OUT_IN, 128, 'packed gates by its name; the metadata say format=pt'"
  })
  void axes_nameAndMetadata_sayWhatTheyAre(
      String name,
      String shape,
      String format,
      Kind kind,
      Layout layout,
      double in,
      String reason) {
    Axes axes = axes(tensor(name, Optional.empty(), shape(shape)), Map.of("format", format));
    assertThat(axes.kernel().kind()).isEqualTo(kind);
    assertThat(axes.layout()).isEqualTo(layout);
    assertThat(axes.kernel().fans().in()).isEqualTo(in);
    assertThat(axes.reason()).isEqualTo(reason);
  }

  /// Keras and Flax keep an axis for the heads of an attention layer.
  @ParameterizedTest
  @CsvSource({
    "attention/query/kernel, 64x4x16, ATTENTION, 64, 64",
    "attention/attention_output/kernel, 4x16x64, ATTENTION, 64, 64",
    "attention/out/kernel, 4x16x48, ATTENTION, 64, 48",
    // Nothing in front of it has as many heads.
    "attention/out/kernel, 5x16x48, CONVOLUTION, 80, 240",
    "other/out/kernel, 4x16x48, CONVOLUTION, 64, 192",
    // One tap.
    "attention/query/kernel, 1x64x16, CONVOLUTION, 64, 16"
  })
  void axes_heads_oneProjection(String name, String shape, Kind kind, double in, double out) {
    StoredTensor tensor = tensor(name, Optional.empty(), shape(shape));
    StoredTensor value = tensor("attention/value/kernel", Optional.empty(), 64, 4, 16);
    var format = Map.of("format", "keras");
    var reader =
        new AxesReader(List.of(tensor, value), format, Map.of(), Optional.empty(), List.of());
    Axes axes = reader.axes(tensor).orElseThrow();
    assertThat(axes.kernel().kind()).isEqualTo(kind);
    assertThat(axes.kernel().fans()).isEqualTo(new Fans(in, out));
  }

  @Test
  void axes_nothingKnown_saysWhatIsTaken() {
    assertThat(axes(tensor("w", Optional.empty(), 3, 4), Map.of()).reason())
        .contains("taken as PyTorch's");
  }

  @Test
  void axes_stated_overrule() {
    StoredTensor tensor = tensor("w", Optional.empty(), 3, 3, 64, 2);
    var kind =
        new LayerKind(
            new Glob("w"), Kind.DEPTHWISE_CONVOLUTION, OptionalInt.empty(), OptionalInt.of(4));
    var reader =
        new AxesReader(
            List.of(tensor),
            Map.of("format", "pt"),
            Map.of(),
            Optional.of(Layout.IN_OUT),
            List.of(kind));
    Axes axes = reader.axes(tensor).orElseThrow();
    assertThat(axes.kernel().fans()).isEqualTo(new Fans(9, 4.5));
    assertThat(axes.reason()).isEqualTo("as stated; layout as stated");
  }

  /// The gates of weight_ih are told by weight_hh, and both biases go with their weights.
  @Test
  void kernelOfBias_weightsBesideIt() {
    var tensors =
        List.of(
            tensor("lstm.weight_ih_l0", Optional.empty(), 512, 64),
            tensor("lstm.weight_hh_l0", Optional.empty(), 512, 128),
            tensor("lstm.bias_ih_l0", Optional.empty(), 512),
            tensor("fc.bias", Optional.empty(), 7),
            tensor("norm.weight", Optional.empty(), 7));
    var reader =
        new AxesReader(tensors, Map.of("format", "pt"), Map.of(), Optional.empty(), List.of());
    assertThat(reader.axes(tensors.get(0)).orElseThrow().kernel().blocks()).isEqualTo(4);
    var kernel = reader.kernelOfVector(tensors.get(2), Role.Parameter.BIAS).orElseThrow();
    assertThat(kernel.fans()).isEqualTo(new Fans(64, 128));
    assertThat(reader.kernelOfVector(tensors.get(3), Role.Parameter.BIAS)).isEmpty();
    assertThat(reader.kernelOfVector(tensors.get(4), Role.Parameter.BIAS)).isEmpty();
  }

  private static Axes stated(Kind kind, Layout layout, StoredTensor... tensors) {
    var said = new LayerKind(new Glob("*"), kind, OptionalInt.empty(), OptionalInt.empty());
    return new AxesReader(List.of(tensors), Map.of(), Map.of(), Optional.of(layout), List.of(said))
        .axes(tensors[0])
        .orElseThrow();
  }

  /// Groups, gates and strides that the user leaves out are found out, not taken as 1.
  @Test
  void axes_statedKindWithoutBlocks_findsThemOut() {
    StoredTensor depthwise = tensor("d", Optional.empty(), 64, 1, 3, 3);
    assertThat(stated(Kind.DEPTHWISE_CONVOLUTION, Layout.OUT_IN, depthwise).kernel().fans())
        .isEqualTo(new Fans(9, 9));
    StoredTensor keras = tensor("d", Optional.empty(), 3, 3, 64, 2);
    assertThat(stated(Kind.DEPTHWISE_CONVOLUTION, Layout.IN_OUT, keras).kernel().fans())
        .isEqualTo(new Fans(9, 18));
    var use = new TensorUse("Conv", 1, false, 4, List.of(2L, 2L));
    StoredTensor grouped = tensor("c", Optional.of(use), 16, 2, 3, 3);
    assertThat(stated(Kind.CONVOLUTION, Layout.OUT_IN, grouped).kernel().fans())
        .isEqualTo(new Fans(18, 9));
    StoredTensor packed = tensor("qkv", Optional.empty(), 192, 64);
    assertThat(stated(Kind.ATTENTION, Layout.OUT_IN, packed).kernel().blocks()).isEqualTo(3);
    StoredTensor gates = tensor("h2h", Optional.empty(), 96, 32);
    assertThat(stated(Kind.RECURRENT, Layout.OUT_IN, gates).kernel().blocks()).isEqualTo(3);
  }

  /// Add says nothing of the order of axes.
  @Test
  void axes_operatorThatTellsNothing_notTheReason() {
    var use = new TensorUse("Add", 1, false, 1, List.of());
    assertThat(axes(tensor("w", Optional.of(use), 3, 4), Map.of()).reason())
        .startsWith("2 axes; the file does not say");
  }

  @Test
  void axes_kindThatCannotBe_refusedWithTheTensor() {
    StoredTensor tensor = tensor("w", Optional.empty(), 10, 4);
    var kind = new LayerKind(new Glob("*"), Kind.RECURRENT, OptionalInt.of(4), OptionalInt.empty());
    var reader =
        new AxesReader(List.of(tensor), Map.of(), Map.of(), Optional.empty(), List.of(kind));
    assertThatThrownBy(() -> reader.axes(tensor))
        .isInstanceOf(InputException.class)
        .hasMessage("tensor 'w': 10 outputs cannot be shared out among 4 blocks");
  }

  @Test
  void axes_longerThan2To31_unknown() {
    StoredTensor tensor = tensor("w", Optional.empty(), 1L << 31, 4);
    var reader = new AxesReader(List.of(tensor), Map.of(), Map.of(), Optional.empty(), List.of());
    assertThat(reader.axes(tensor)).isEmpty();
  }

  private static AxesReader torch(StoredTensor... tensors) {
    return new AxesReader(
        List.of(tensors), Map.of("format", "pt"), Map.of(), Optional.empty(), List.of());
  }

  /// GPT-2 keeps the weights of its Conv1D as [in, out], in files of PyTorch. Biases tell, and the
  /// square ones go with their brothers; widths need not be multiples of 3.
  @ParameterizedTest
  @CsvSource({"64", "1024", "768"})
  void axes_gpt2_inOutByTheLengthsOfBiases(int d) {
    StoredTensor attention = tensor("h.0.attn.c_attn.weight", Optional.empty(), d, 3L * d);
    StoredTensor square = tensor("h.0.attn.c_proj.weight", Optional.empty(), d, d);
    StoredTensor head = tensor("lm_head.weight", Optional.empty(), 50257, d);
    var reader =
        torch(
            attention,
            tensor("h.0.attn.c_attn.bias", Optional.empty(), 3L * d),
            square,
            tensor("h.0.attn.c_proj.bias", Optional.empty(), d),
            head);
    Axes axes = reader.axes(attention).orElseThrow();
    assertThat(axes.layout()).isEqualTo(Layout.IN_OUT);
    assertThat(axes.kernel().fans()).isEqualTo(new Fans(d, d));
    assertThat(axes.kernel().blocks()).isEqualTo(3);
    assertThat(axes.reason()).endsWith("by the lengths of the biases");
    assertThat(reader.axes(square).orElseThrow().layout()).isEqualTo(Layout.IN_OUT);
    assertThat(reader.axes(head).orElseThrow().layout()).isEqualTo(Layout.OUT_IN);
  }

  /// Without a bias the name packs only what can be packed.
  @Test
  void axes_packedByNameOnly_notByWidth() {
    StoredTensor tensor = tensor("h.0.attn.c_attn.weight", Optional.empty(), 64, 192);
    assertThat(torch(tensor).axes(tensor).orElseThrow().kernel().kind()).isEqualTo(Kind.DENSE);
  }

  @ParameterizedTest
  @CsvSource({
    "wte.weight, EMBEDDING",
    "emb.weight, EMBEDDING",
    "encoder.embed_tokens.weight, EMBEDDING",
    "params/embed/embedding, EMBEDDING",
    "embed_out.weight, DENSE",
    "embedder.mlp.weight, DENSE",
    "remember.weight, DENSE",
    "a.in_proj_weight, ATTENTION",
    "a.q_proj_weight, ATTENTION",
    "blocks.0.attn.qkv.weight, PACKED_DENSE",
    "a.q_proj.weight, DENSE"
  })
  void axes_names_kinds(String name, Kind kind) {
    StoredTensor tensor = tensor(name, Optional.empty(), 48, 16);
    assertThat(torch(tensor).axes(tensor).orElseThrow().kernel().kind()).isEqualTo(kind);
  }

  /// PyTorch's transposed convolutions are [in, out, window…]: their bias tells.
  @Test
  void axes_biasOfTheSecondAxis_transposedConvolution() {
    StoredTensor tensor = tensor("up.weight", Optional.empty(), 16, 4, 3, 3);
    var reader = torch(tensor, tensor("up.bias", Optional.empty(), 4));
    assertThat(reader.axes(tensor).orElseThrow().kernel().kind())
        .isEqualTo(Kind.TRANSPOSED_CONVOLUTION);
  }

  /// Only PyTorch's MultiheadAttention starts the bias of its last layer at 0.
  @Test
  void kernelOfVector_outOfAttention_isAttentions() {
    StoredTensor bias = tensor("a.out_proj.bias", Optional.empty(), 16);
    StoredTensor weights = tensor("a.out_proj.weight", Optional.empty(), 16, 16);
    StoredTensor in = tensor("a.in_proj_weight", Optional.empty(), 48, 16);
    assertThat(
            torch(bias, weights, in).kernelOfVector(bias, Role.Parameter.BIAS).orElseThrow().kind())
        .isEqualTo(Kind.ATTENTION);
    assertThat(torch(bias, weights).kernelOfVector(bias, Role.Parameter.BIAS).orElseThrow().kind())
        .isEqualTo(Kind.DENSE);
  }
}
