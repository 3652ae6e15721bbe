package dev.seedbed.io.start;

import dev.seedbed.check.TensorRole;
import dev.seedbed.data.InputException;
import dev.seedbed.init.Kernel;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds out what tensors are to their network: from the operator that uses them, else from their
/// names, as PyTorch, Keras and Flax give them.
final class RoleReader {
  private static final Pattern BIAS = Pattern.compile("(.*_)?bias(_[ih]h.*|_[kv])?|b|beta");
  private static final Pattern WEIGHT = Pattern.compile("weight|kernel|[./]embedding$|(^|[./_])w[a-z]?\\d*$");

  /// Lengths of units, apart from their directions, in PyTorch's weight normalisation.
  private static final Pattern LENGTHS = Pattern.compile("weight_g|original0");

  private static final Pattern SCALE = Pattern.compile("weight|gamma");

  private final AxesReader axes;

  /// Whether names of the file say what weights are. Where none does, all tensors of two axes or
  /// more are taken for weights.
  private final boolean namesTell;

  RoleReader(List<StoredTensor> tensors, AxesReader axes) {
    this.axes = axes;
    namesTell = tensors.stream().anyMatch(tensor -> WEIGHT.matcher(lowerCase(tensor)).find());
  }

  TensorRole role(StoredTensor tensor) {
    return tensor.use().flatMap(RoleReader::byUse).orElseGet(() -> byName(tensor));
  }

  /// Empty for an operator that may use anything.
  private static Optional<TensorRole> byUse(Use use) {
    if (AxesReader.tells(use)) {
      return Optional.of(TensorRole.WEIGHT);
    }
    return switch (use.operator()) {
      case "Gemm", "Conv", "ConvTranspose" -> Optional.of(TensorRole.BIAS);
      case "LSTM", "GRU", "RNN" ->
          Optional.of(use.input() == 3 ? TensorRole.BIAS : TensorRole.OTHER);
      case "BatchNormalization",
          "InstanceNormalization",
          "LayerNormalization",
          "GroupNormalization" ->
          Optional.of(
              switch (use.input()) {
                case 1 -> TensorRole.SCALE;
                case 2 -> TensorRole.BIAS;
                default -> TensorRole.OTHER;
              });
      default -> Optional.empty();
    };
  }

  private TensorRole byName(StoredTensor tensor) {
    String name = lowerCase(tensor);
    String last = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1);
    if (BIAS.matcher(last).matches()) {
      return TensorRole.BIAS;
    }
    if (tensor.shape().length < 2 || LENGTHS.matcher(last).matches()) {
      return SCALE.matcher(name).find() ? TensorRole.SCALE : TensorRole.OTHER;
    }
    boolean weight = namesTell ? WEIGHT.matcher(name).find() : tensor.use().isEmpty();
    return weight ? TensorRole.WEIGHT : TensorRole.OTHER;
  }

  private static String lowerCase(StoredTensor tensor) {
    return tensor.name().toLowerCase(Locale.ROOT);
  }

  /// What the equal parts of a recurrent layer's biases belong to, in their order; empty for all
  /// other tensors. ONNX has input, output, forget and cell gate, and all again for the hidden state;
  /// PyTorch and Keras have input, forget, cell and output gate.
  List<String> gates(StoredTensor tensor) {
    String operator = tensor.use().map(Use::operator).orElse("");
    if (AxesReader.biasByUse(tensor)) {
      return switch (operator) {
        case "LSTM" -> repeated(tensor, "input gate", "output gate", "forget gate", "cell gate");
        case "GRU" -> repeated(tensor, "update gate", "reset gate", "hidden gate");
        default -> List.of();
      };
    }
    try {
      Optional<Kernel> kernel =
          axes.kernelOfBias(tensor).filter(of -> of.kind() == Kernel.Kind.RECURRENT);
      return switch (kernel.map(Kernel::blocks).orElse(1)) {
        case 4 -> List.of("input gate", "forget gate", "cell gate", "output gate");
        case 3 -> List.of("reset gate", "update gate", "hidden gate");
        default -> List.of();
      };
    } catch (InputException e) {
      return List.of();
    }
  }

  /// For each direction twice: the inputs' biases and the hidden state's.
  private static List<String> repeated(StoredTensor tensor, String... gates) {
    var all = new ArrayList<String>();
    long directions = tensor.shape().length == 2 ? tensor.shape()[0] : 0;
    for (int i = 0; i < 2 * directions && directions <= 2; i++) {
      all.addAll(List.of(gates));
    }
    return all;
  }
}
