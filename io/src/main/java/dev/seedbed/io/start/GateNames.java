package dev.seedbed.io.start;

import dev.seedbed.data.InputException;
import dev.seedbed.init.Kernel;
import dev.seedbed.io.weights.Role;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.TensorUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The gates that the equal parts of a recurrent layer's biases belong to, in order.
///
/// ONNX has input, output, forget and cell gate of an LSTM, update, reset and hidden gate of a GRU,
/// and all of them twice: for the inputs and for the hidden state. PyTorch and Keras have input,
/// forget, cell and output gate; of a GRU PyTorch has reset, update and hidden gate, Keras as ONNX.
final class GateNames {

  private GateNames() {}

  /// Empty for all other tensors.
  static List<String> of(StoredTensor tensor, AxesReader axes) {
    if (tensor.role() != Role.Parameter.BIAS) {
      return List.of();
    }
    return switch (tensor.use().map(TensorUse::operator).orElse("")) {
      case "LSTM" -> repeated(tensor, "input gate", "output gate", "forget gate", "cell gate");
      case "GRU" -> repeated(tensor, "update gate", "reset gate", "hidden gate");
      case "keras.GRUCell" -> ofKeras(tensor, "update gate", "reset gate", "hidden gate");
      default -> byName(tensor, axes);
    };
  }

  private static List<String> repeated(StoredTensor tensor, String... gates) {
    var all = new ArrayList<String>();
    long directions = tensor.shape().length == 2 ? tensor.shape()[0] : 0;
    for (int i = 0; i < 2 * directions && directions <= 2; i++) {
      all.addAll(List.of(gates));
    }
    return all;
  }

  /// Twice if there is a bias for the inputs and one for the hidden state.
  private static List<String> ofKeras(StoredTensor tensor, String... gates) {
    var all = new ArrayList<>(List.of(gates));
    if (tensor.shape().length == 2) {
      all.addAll(List.of(gates));
    }
    return all;
  }

  private static List<String> byName(StoredTensor tensor, AxesReader axes) {
    try {
      Optional<Kernel> kernel =
          axes.kernelOfVector(tensor, Role.Parameter.BIAS)
              .filter(of -> of.kind() == Kernel.Kind.RECURRENT);
      return switch (kernel.map(Kernel::blocks).orElse(1)) {
        case 4 -> List.of("input gate", "forget gate", "cell gate", "output gate");
        case 3 -> List.of("reset gate", "update gate", "hidden gate");
        default -> List.of();
      };
    } catch (InputException e) {
      return List.of(); // The weights beside it are not those of a layer.
    }
  }
}
