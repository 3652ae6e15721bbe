package dev.seedbed.io.start;

import dev.seedbed.data.InputException;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Kernel.Kind;
import dev.seedbed.init.Layout;
import dev.seedbed.io.weights.Role;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.Use;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Finds out what the axes of a file's tensors mean: from what the user says, else from the
/// operator that uses the tensor, else from the file's metadata, else from its name and the number
/// of its axes. It always says which.
final class AxesReader {
  private static final List<String> IN_OUT_FORMATS = List.of("tf", "flax", "keras", "jax");

  private final Map<String, StoredTensor> tensors;
  private final Map<String, String> metadata;
  private final Optional<Layout> stated;
  private final List<LayerKind> kinds;

  /// @param stated the layout of all tensors, if the user says it
  AxesReader(
      List<StoredTensor> tensors,
      Map<String, String> metadata,
      Optional<Layout> stated,
      List<LayerKind> kinds) {
    this.tensors =
        tensors.stream()
            .collect(
                Collectors.toMap(StoredTensor::name, Function.identity(), (first, _) -> first));
    this.metadata = metadata;
    this.stated = stated;
    this.kinds = kinds;
  }

  /// What a user said of the tensor's layer.
  private Optional<LayerKind> statedKind(StoredTensor tensor) {
    return kinds.stream().filter(kind -> kind.tensors().matches(tensor.name())).findFirst();
  }

  /// What a layer is, and how that is known.
  private record Known<T>(T what, String reason) {}

  /// The meaning of the axes of a tensor of two or more axes.
  ///
  /// @throws InputException if a layer of that kind cannot have such a tensor
  Axes axes(StoredTensor tensor) {
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
          "tensor '%s': axes, groups and strides must be below 2^31, and a unit's inputs too: %s; --keep it"
              .formatted(tensor.name(), Arrays.toString(tensor.shape())));
    }
  }

  private Known<Layout> layout(StoredTensor tensor) {
    if (stated.isPresent()) {
      return new Known<>(stated.get(), "layout as stated");
    }
    Optional<Use> use = tensor.use().filter(AxesReader::tells);
    if (use.isPresent()) {
      String operator = use.get().operator();
      boolean product = operator.equals("Gemm") || operator.equals("MatMul");
      boolean inFirst = product && (use.get().input() == 1) != use.get().transposed();
      return new Known<>(inFirst ? Layout.IN_OUT : Layout.OUT_IN, text(use.get()));
    }
    String format = metadata.getOrDefault("format", "");
    if (IN_OUT_FORMATS.contains(format)) {
      return new Known<>(Layout.IN_OUT, "the metadata say format=" + format);
    }
    return format.equals("pt") || metadata.containsKey("seedbed.version")
        ? new Known<>(
            Layout.OUT_IN,
            format.equals("pt") ? "the metadata say format=pt" : "written by Seedbed")
        : new Known<>(
            Layout.OUT_IN,
            "the file does not say how axes are ordered: taken as PyTorch's; --layout says otherwise");
  }

  private static Known<Kind> kind(StoredTensor tensor) {
    Optional<Kind> used = tensor.use().flatMap(use -> kindOf(use, tensor));
    if (used.isPresent()) {
      return new Known<>(used.get(), text(tensor.use().orElseThrow()));
    }
    if (tensor.shape().length > 2) {
      return new Known<>(
          Kind.CONVOLUTION, tensor.shape().length + " axes: a convolution of one group");
    }
    String name = tensor.name().toLowerCase(Locale.ROOT);
    if (name.matches(".*(embed|wte|wpe).*|shared\\.weight")) {
      return new Known<>(Kind.EMBEDDING, "an embedding by its name");
    }
    if (name.matches(".*weight_[ih]h(_l\\d+.*)?")) {
      return new Known<>(Kind.RECURRENT, "packed gates by its name");
    }
    if (name.matches(".*(in_proj_weight|qkv\\.weight|c_attn\\.weight)")) {
      return new Known<>(Kind.ATTENTION, "query, key and value by its name");
    }
    return new Known<>(Kind.DENSE, "2 axes");
  }

  private static String text(Use use) {
    return "input %d of %s%s"
        .formatted(use.input(), use.operator(), use.transposed() ? ", transposed" : "");
  }

  /// Whether the use says what the axes of weights mean.
  static boolean tells(Use use) {
    return switch (use.operator()) {
      case "Gemm", "MatMul" -> use.input() < 2;
      case "Conv", "ConvTranspose" -> use.input() == 1;
      case "Gather" -> use.input() == 0;
      case "LSTM", "GRU", "RNN" -> use.input() == 1 || use.input() == 2;
      default -> false;
    };
  }

  /// Whether it has one axis, or is used as if it had.
  static boolean isVector(StoredTensor tensor) {
    return tensor.shape().length < 2 || tensor.role() != Role.Parameter.WEIGHT;
  }

  private static Optional<Kind> kindOf(Use use, StoredTensor tensor) {
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
      case CONVOLUTION, TRANSPOSED_CONVOLUTION -> group(tensor).orElse(1);
      case DEPTHWISE_CONVOLUTION -> group(tensor).orElseGet(() -> channels(tensor, layout));
      case ATTENTION -> 3;
      case RECURRENT -> gates(tensor);
      case DENSE, EMBEDDING -> 1;
    };
  }

  private static Optional<Integer> group(StoredTensor tensor) {
    return tensor.use().filter(AxesReader::tells).map(use -> Math.toIntExact(use.group()));
  }

  /// Of a depthwise convolution, with one output a channel where the file does not tell.
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
    String operator = tensor.use().map(Use::operator).orElse("");
    long each =
        switch (operator) {
          case "LSTM" -> 4;
          case "GRU" -> 3;
          case "RNN" -> 1;
          default -> gatesByTheSquareOne(tensor);
        };
    return Math.toIntExact(directions * each);
  }

  /// PyTorch's weight_hh is [gates · hidden, hidden], and weight_ih goes with it.
  private long gatesByTheSquareOne(StoredTensor tensor) {
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

  /// The weights that a vector goes with: those beside it by name, or those the user says.
  Optional<Kernel> kernelOfBias(StoredTensor vector) {
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
    int at = vector.name().lastIndexOf("bias");
    if (at < 0) {
      return Optional.empty();
    }
    for (String word : List.of("weight", "kernel")) {
      StoredTensor weights =
          tensors.get(vector.name().substring(0, at) + word + vector.name().substring(at + 4));
      if (weights != null && weights.shape().length > 1) {
        Kernel kernel = axes(weights).kernel();
        long outputs = (long) kernel.blocks() * kernel.units();
        if (outputs == Arrays.stream(vector.shape()).reduce(1, (a, b) -> a * b)) {
          return Optional.of(kernel);
        }
      }
    }
    return Optional.empty();
  }
}
