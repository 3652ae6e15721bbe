package dev.seedbed.io.start;

import dev.seedbed.data.InputException;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Kernel.Kind;
import dev.seedbed.io.weights.Role;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.TensorUse;
import dev.seedbed.io.weights.WeightFile;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds out what the axes of a file's tensors mean: from what the user says, else from the
/// operator that uses the tensor, else from the lengths of the biases, else from the file's
/// metadata, else from its name and the number of its axes. It always says which.
final class AxesReader {
  private static final List<String> IN_OUT_FORMATS = List.of("tf", "flax", "keras", "jax", "haiku");

  /// How the reason begins for an order of axes that nothing in the file tells.
  static final String UNSAID = "the file does not say how axes are ordered";

  private static final int LSTM_GATES = 4;
  private static final List<String> OUT_IN_FORMATS = List.of("pt", "gguf");

  /// Query, key and value of PyTorch's MultiheadAttention.
  private static final Pattern ATTENTION =
      Pattern.compile("(.*[./])?(in_proj_(weight|bias)|[qkv]_proj_weight)");

  /// A projection to the heads of an attention layer of Keras or Flax, and that from them.
  private static final Pattern TO_HEADS =
      Pattern.compile("((?:.*[./])?)(?:query|key|value)((?:_dense)?[./].*)");

  private static final Pattern FROM_HEADS =
      Pattern.compile("((?:.*[./])?)(?:attention_output|output(?=_dense)|out)((?:_dense)?[./].*)");

  private final Map<String, StoredTensor> tensors;
  private final Map<String, String> metadata;
  private final BiasPairs biases;
  private final Optional<Layout> stated;
  private final List<LayerKind> kinds;
  private final String library;

  /// For what is wanted: the name of a library says how its files order axes, where they do not.
  AxesReader(WeightFile file, Plan.Wishes wishes) {
    this(
        file.tensors(),
        file.metadata(),
        file.biases(),
        wishes.layout(),
        wishes.kinds(),
        wishes.otherwise().map(scheme -> scheme.name().split("\\(", 2)[0]).orElse(""));
  }

  /// @param biases by the names of their weights; only those that operators reveal
  /// @param stated the layout of all tensors, if the user says it
  AxesReader(
      List<StoredTensor> tensors,
      Map<String, String> metadata,
      Map<String, String> biases,
      Optional<Layout> stated,
      List<LayerKind> kinds) {
    this(tensors, metadata, biases, stated, kinds, "");
  }

  /// @param library that wrote the file, if it does not say it itself
  AxesReader(
      List<StoredTensor> tensors,
      Map<String, String> metadata,
      Map<String, String> biases,
      Optional<Layout> stated,
      List<LayerKind> kinds,
      String library) {
    this.tensors =
        tensors.stream()
            .collect(
                Collectors.toMap(StoredTensor::name, Function.identity(), (first, _) -> first));
    this.metadata = metadata;
    this.biases = new BiasPairs(this.tensors, biases);
    this.stated = stated;
    this.kinds = kinds;
    this.library = library;
  }

  /// The kind that the user stated for the tensor's layer.
  private Optional<LayerKind> statedKind(StoredTensor tensor) {
    return kinds.stream().filter(kind -> kind.tensors().matches(tensor.name())).findFirst();
  }

  /// A fact, and how it is known.
  private record Known<T>(T what, String reason) {}

  /// The tensor's role. Stating the kind of its layer makes it a parameter; of a constant only if
  /// it is named.
  Role role(StoredTensor tensor) {
    Optional<LayerKind> user = statedKind(tensor);
    boolean open =
        switch (tensor.role()) {
          case Role.Parameter parameter -> parameter == Role.Parameter.OTHER;
          case Role.Constant _ ->
              user.filter(kind -> kind.tensors().text().equals(tensor.name())).isPresent();
        };
    if (user.isEmpty() || !open) {
      return tensor.role();
    }
    boolean bias = tensor.name().contains("bias");
    if (user.get().kind() == Kind.NORMALISATION) {
      return bias ? Role.Parameter.SHIFT : Role.Parameter.SCALE;
    }
    return tensor.shape().length > 1 && !bias ? Role.Parameter.WEIGHT : Role.Parameter.BIAS;
  }

  /// The meaning of the axes of weights; empty if they are not those of the layer that they seem to
  /// belong to.
  ///
  /// @throws InputException if the user said what layer that is
  Optional<Axes> axes(StoredTensor tensor) {
    return statedKind(tensor).isPresent() ? Optional.of(known(tensor)) : likelyAxes(tensor);
  }

  /// The same, also empty where the user said what layer that is.
  Optional<Axes> likelyAxes(StoredTensor tensor) {
    try {
      return Optional.of(known(tensor));
    } catch (InputException e) {
      return Optional.empty();
    }
  }

  /// The meaning of the axes of a tensor of two or more axes.
  ///
  /// @throws InputException if a layer of that kind cannot have such a tensor
  private Axes known(StoredTensor tensor) {
    Optional<LayerKind> user = statedKind(tensor);
    Known<Layout> layout = layout(tensor);
    Known<Kind> kind =
        user.map(said -> new Known<>(said.kind(), "as stated")).orElseGet(() -> kind(tensor));
    String reason =
        kind.reason().equals(layout.reason())
            ? layout.reason()
            : kind.reason() + "; " + layout.reason();
    try {
      int blocks =
          user.map(LayerKind::blocks)
              .orElse(OptionalInt.empty())
              .orElseGet(() -> blocks(tensor, kind.what(), layout.what()));
      int stride =
          user.map(LayerKind::stride).orElse(OptionalInt.empty()).orElseGet(() -> stride(tensor));
      long[] shape = withoutDirections(tensor, kind.what());
      return new Axes(
          layout.what().kernel(kind.what(), shape, blocks, stride), layout.what(), reason);
    } catch (IllegalArgumentException e) {
      throw new InputException("tensor '%s': %s".formatted(tensor.name(), e.getMessage()));
    } catch (ArithmeticException e) {
      throw new InputException(
          "tensor '%s': axes, groups and strides must be below 2^31, and a unit's inputs too: %s"
              .formatted(tensor.name(), Arrays.toString(tensor.shape())),
          new InputException.Hint.KeepTensor(tensor.name()));
    }
  }

  private Known<Layout> layout(StoredTensor tensor) {
    if (stated.isPresent()) {
      return new Known<>(stated.get(), "layout as stated");
    }
    Optional<TensorUse> use = tensor.use().filter(AxesReader::tells);
    if (use.isPresent()) {
      String operator = use.get().operator();
      boolean product = operator.equals("Gemm") || operator.equals("MatMul");
      boolean inFirst = product && (use.get().input() == 1) != use.get().transposed();
      return new Known<>(inFirst ? Layout.IN_OUT : Layout.OUT_IN, text(use.get()));
    }
    Known<Layout> written = written();
    return tensor.shape().length == 2
        ? biases
            .layout(tensor.name())
            .filter(found -> found != written.what())
            .map(found -> new Known<>(found, "by the lengths of the biases"))
            .orElse(written)
        : written;
  }

  /// The layout of all tensors by the metadata.
  private Known<Layout> written() {
    String format = metadata.getOrDefault("format", "");
    if (IN_OUT_FORMATS.contains(format)) {
      return new Known<>(Layout.IN_OUT, "the metadata say format=" + format);
    }
    boolean outIn = OUT_IN_FORMATS.contains(format);
    if (outIn || metadata.containsKey("seedbed.version")) {
      return new Known<>(
          Layout.OUT_IN, outIn ? "the metadata say format=" + format : "written by Seedbed");
    }
    return IN_OUT_FORMATS.contains(library)
        ? new Known<>(Layout.IN_OUT, UNSAID + ": taken as those of " + library)
        : new Known<>(Layout.OUT_IN, UNSAID + ": taken as PyTorch's");
  }

  private Known<Kind> kind(StoredTensor tensor) {
    int axes = tensor.shape().length;
    if (axes == 2 && isAttention(tensor)) {
      return new Known<>(Kind.ATTENTION, "query, key and value by its name");
    }
    Optional<Kind> used = tensor.use().flatMap(use -> kindOf(use, tensor));
    if (used.isPresent()) {
      return new Known<>(used.get(), text(tensor.use().orElseThrow()));
    }
    if (axes == 3 && (isToHeads(tensor) || isFromHeads(tensor))) {
      return new Known<>(Kind.ATTENTION, "an attention layer with an axis for heads, by its name");
    }
    Optional<KerasAxes.Known> keras =
        inOut() ? KerasAxes.kind(tensor, this::named) : Optional.empty();
    if (keras.isPresent()) {
      return new Known<>(keras.get().kind(), keras.get().reason());
    }
    if (axes > 2 && tensor.name().matches(".*_c?h?exps[.]weight")) {
      return new Known<>(Kind.DENSE, "experts by its name");
    }
    if (axes > 2) {
      return isTransposed(tensor)
          ? new Known<>(Kind.TRANSPOSED_CONVOLUTION, "a transposed convolution by its bias")
          : new Known<>(Kind.CONVOLUTION, axes + " axes: a convolution of one group");
    }
    String name = tensor.name().toLowerCase(Locale.ROOT);
    if (isEmbedding(tensor, name)) {
      return new Known<>(Kind.EMBEDDING, "an embedding by its name");
    }
    if (name.matches(".*weight_[ih]h(_l\\d+.*)?")) {
      return new Known<>(Kind.RECURRENT, "packed gates by its name");
    }
    return name.matches("(.*[./])?((attn_)?qkv|c_attn)[./](weight|kernel)") && packs(tensor)
        ? new Known<>(Kind.PACKED_DENSE, "query, key and value by its name")
        : new Known<>(Kind.DENSE, "2 axes");
  }

  private Optional<StoredTensor> named(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /// Whether weights are stored as in × out, where no operator says it.
  private boolean inOut() {
    return stated.orElseGet(() -> written().what()) == Layout.IN_OUT;
  }

  /// Also where an exporter took the name, but left that of the bias.
  private boolean isAttention(StoredTensor tensor) {
    return Stream.concat(Stream.of(tensor), biases.of(tensor).stream())
        .anyMatch(it -> ATTENTION.matcher(it.name()).matches());
  }

  /// [in, heads, units], and not a convolution of one tap.
  private boolean isToHeads(StoredTensor tensor) {
    return layout(tensor).what() == Layout.IN_OUT
        && tensor.shape().length == 3
        && tensor.shape()[0] > 1
        && TO_HEADS.matcher(tensor.name()).matches();
  }

  /// [heads, units, out] beside a projection to as many heads.
  private boolean isFromHeads(StoredTensor tensor) {
    Matcher name = FROM_HEADS.matcher(tensor.name());
    if (tensor.shape().length != 3 || !name.matches()) {
      return false;
    }
    StoredTensor value = tensors.get(name.group(1) + "value" + name.group(2));
    return value != null
        && isToHeads(value)
        && value.shape()[1] == tensor.shape()[0]
        && value.shape()[2] == tensor.shape()[1];
  }

  /// PyTorch's [in, out, window…], in a file that says that it is PyTorch's, or Keras's [window…,
  /// out, in].
  private boolean isTransposed(StoredTensor tensor) {
    long length = biases.of(tensor).map(StoredTensor::elements).orElse(0L);
    int last = tensor.shape().length - 1;
    if (inOut()) {
      return length == tensor.shape()[last - 1] && length != tensor.shape()[last];
    }
    return metadata.getOrDefault("format", "pt").equals("pt")
        && length != tensor.shape()[0]
        && BiasPairs.groups(tensor, length).isPresent();
  }

  private boolean isEmbedding(StoredTensor tensor, String name) {
    String last = BiasPairs.component(name, 0);
    String table = last.startsWith("weight") ? BiasPairs.component(name, 1) : last;
    return table.matches(
            ".*(embed(?!_out)|wte|wpe).*|(.*_)?emb(s|_.*)?|(.*_)?embd|token_types"
                + "|relative_attention_bias|attn_rel_b|shared")
        && biases.of(tensor).isEmpty();
  }

  /// Whether query, key and value are of one size in it.
  private boolean packs(StoredTensor tensor) {
    boolean inOut = layout(tensor).what() == Layout.IN_OUT;
    return tensor.shape()[inOut ? 1 : 0] % 3 == 0;
  }

  private static String text(TensorUse use) {
    return "input %d of %s%s"
        .formatted(use.input(), use.operator(), use.transposed() ? ", transposed" : "");
  }

  /// Whether the use says what the axes of weights mean.
  static boolean tells(TensorUse use) {
    return switch (use.operator()) {
      case "Gemm", "MatMul" -> use.input() < 2;
      case "Conv", "ConvTranspose" -> use.input() == 1;
      case "Gather" -> use.input() == 0;
      case "LSTM", "GRU", "RNN" -> use.input() == 1 || use.input() == 2;
      default -> false;
    };
  }

  private static Optional<Kind> kindOf(TensorUse use, StoredTensor tensor) {
    if (!tells(use)) {
      return Optional.empty();
    }
    return switch (use.operator()) {
      case "Gemm", "MatMul" -> Optional.of(Kind.DENSE);
      case "Conv" ->
          Optional.of(
              use.group() > 1 && tensor.shape()[1] == 1
                  ? Kind.DEPTHWISE_CONVOLUTION
                  : Kind.CONVOLUTION);
      case "ConvTranspose" -> Optional.of(Kind.TRANSPOSED_CONVOLUTION);
      case "Gather" -> Optional.of(Kind.EMBEDDING);
      case "LSTM", "GRU", "RNN" -> Optional.of(Kind.RECURRENT);
      default -> Optional.empty();
    };
  }

  private int blocks(StoredTensor tensor, Kind kind, Layout layout) {
    return switch (kind) {
      case CONVOLUTION -> group(tensor).orElse(1);
      case TRANSPOSED_CONVOLUTION -> group(tensor).orElseGet(() -> groups(tensor));
      case DEPTHWISE_CONVOLUTION -> group(tensor).orElseGet(() -> channels(tensor, layout));
      case ATTENTION -> projections(tensor, layout);
      case PACKED_DENSE -> 3;
      case RECURRENT -> KerasAxes.gates(tensor, this::named).orElseGet(() -> gates(tensor));
      case DENSE, EMBEDDING, NORMALISATION -> 1;
    };
  }

  /// The matrices of an attention layer: those of the heads, or query, key and value.
  private int projections(StoredTensor tensor, Layout layout) {
    if (tensor.shape().length == 3) {
      return isFromHeads(tensor) ? 1 : Math.toIntExact(tensor.shape()[1]);
    }
    return isPacked(tensor, layout) ? 3 : 1;
  }

  /// Whether query, key and value are in the tensor, and not just one of them.
  private static boolean isPacked(StoredTensor tensor, Layout layout) {
    long out = tensor.shape()[layout == Layout.OUT_IN ? 0 : 1];
    long in = tensor.shape()[layout == Layout.OUT_IN ? 1 : 0];
    boolean named = ATTENTION.matcher(tensor.name()).matches();
    return out % 3 == 0 && (named ? tensor.name().endsWith("in_proj_weight") : out == 3 * in);
  }

  private static Optional<Integer> group(StoredTensor tensor) {
    return tensor
        .use()
        .filter(AxesReader::tells)
        .map(use -> Math.toIntExact(use.group()))
        .or(() -> KerasAxes.group(tensor));
  }

  /// The groups of PyTorch's transposed convolution [in, out / groups, window…] by its bias.
  private int groups(StoredTensor tensor) {
    return inOut()
        ? 1
        : biases.of(tensor).flatMap(bias -> BiasPairs.groups(tensor, bias.elements())).orElse(1);
  }

  /// The channels of a depthwise convolution; one output per channel where the file does not say.
  private static int channels(StoredTensor tensor, Layout layout) {
    long[] shape = tensor.shape();
    return Math.toIntExact(
        layout == Layout.OUT_IN || shape.length < 2 ? shape[0] : shape[shape.length - 2]);
  }

  private static int stride(StoredTensor tensor) {
    return tensor.use().stream()
        .flatMap(use -> use.strides().stream())
        .map(Math::toIntExact)
        .reduce(1, Math::multiplyExact);
  }

  /// The gates of all directions in one tensor of a recurrent layer.
  private int gates(StoredTensor tensor) {
    long directions = tensor.shape().length == 3 ? tensor.shape()[0] : 1;
    String operator = tensor.use().map(TensorUse::operator).orElse("");
    long each =
        switch (operator) {
          case "LSTM" -> 4;
          case "GRU" -> 3;
          case "RNN" -> 1;
          default -> gatesByTheSquareOne(tensor);
        };
    return Math.toIntExact(directions * each);
  }

  /// PyTorch's weight_hh is [gates · hidden, hidden], and weight_ih goes with it. Where a
  /// projection [outputs, hidden] follows, weight_hh is [gates · hidden, outputs].
  private long gatesByTheSquareOne(StoredTensor tensor) {
    StoredTensor projection = tensors.get(tensor.name().replaceFirst("weight_[ih]h", "weight_hr"));
    if (projection != null && !projection.equals(tensor) && projection.shape().length == 2) {
      return Math.max(1, tensor.shape()[0] / Math.max(1, projection.shape()[1]));
    }
    StoredTensor square =
        tensors.getOrDefault(tensor.name().replace("weight_ih", "weight_hh"), tensor);
    long rows = square.shape()[0];
    long hidden = square.shape().length == 2 ? square.shape()[1] : rows;
    return hidden > 0 && rows % hidden == 0 ? rows / hidden : 1;
  }

  /// ONNX has the directions of a recurrent layer as an axis in front: more blocks of the same.
  private static long[] withoutDirections(StoredTensor tensor, Kind kind) {
    long[] shape = tensor.shape();
    return kind == Kind.RECURRENT && shape.length == 3
        ? new long[] {Math.multiplyExact(shape[0], shape[1]), shape[2]}
        : shape;
  }

  /// The layer of a vector: a normalisation, or the weights that it goes with.
  Optional<Kernel> kernelOfVector(StoredTensor vector, Role.Parameter role) {
    return switch (role) {
      case SCALE, SHIFT -> Optional.of(Kernel.normalisation(Math.toIntExact(vector.elements())));
      case BIAS -> kernelOfBias(vector);
      case WEIGHT, OTHER -> Optional.empty();
    };
  }

  /// The kernel of the weights that belong to a bias, by an operator, the user or its name.
  private Optional<Kernel> kernelOfBias(StoredTensor vector) {
    Optional<LayerKind> user = statedKind(vector);
    if (user.isPresent()) {
      int length = Math.toIntExact(vector.elements());
      int blocks = user.get().blocks().orElse(1);
      if (blocks < 1 || length % blocks != 0) {
        throw new InputException(
            "tensor '%s': %d elements cannot be shared out among %d blocks"
                .formatted(vector.name(), length, blocks));
      }
      return Optional.of(Kernel.gates(blocks, 1, length / blocks));
    }
    if (vector.name().endsWith("in_proj_bias") && isOfAttention(vector, "in_proj_bias")) {
      return Optional.of(Kernel.projections(3, 1, Math.toIntExact(vector.elements() / 3)));
    }
    return biases
        .weights(vector)
        .filter(tensor -> tensor.shape().length > 1)
        .flatMap(this::axes)
        .map(Axes::kernel)
        // In Keras only an LSTM has a gate whose biases are not drawn as the others are.
        .filter(
            kernel -> !inOut() || kernel.kind() != Kind.RECURRENT || kernel.blocks() == LSTM_GATES)
        .map(kernel -> isOutOfAttention(vector) ? attention(kernel) : kernel);
  }

  /// PyTorch's MultiheadAttention has a separate bias behind a layer that is dense otherwise.
  private boolean isOutOfAttention(StoredTensor vector) {
    return vector.name().endsWith("out_proj.bias") && isOfAttention(vector, "out_proj.bias");
  }

  private boolean isOfAttention(StoredTensor vector, String suffix) {
    String prefix = vector.name().substring(0, vector.name().length() - suffix.length());
    return List.of("in_proj_weight", "in_proj_bias", "q_proj_weight").stream()
        .filter(name -> !name.equals(suffix))
        .anyMatch(name -> tensors.containsKey(prefix + name));
  }

  private static Kernel attention(Kernel kernel) {
    return Kernel.projections(kernel.blocks(), kernel.inputs(), kernel.units());
  }
}
