package dev.seedbed.io.start;

import dev.seedbed.check.chain.TensorFacts;
import dev.seedbed.init.Fans;
import dev.seedbed.init.Kernel;
import dev.seedbed.io.weights.Role;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.WeightFile;
import java.util.List;
import java.util.Optional;

/// The role of a tensor in its network, and which of its numbers belong to which unit, where that
/// can be detected.
///
/// @param facts what rules on tensors go by
/// @param axes of weights; empty for vectors, and where they are not known
/// @param reason how the axes are known, or why there are none
public record Units(StoredTensor tensor, TensorFacts facts, Optional<Axes> axes, String reason) {

  /// The units of all tensors of a file, in its order.
  public static List<Units> of(WeightFile file) {
    var reader =
        new AxesReader(file.tensors(), file.metadata(), file.biases(), Optional.empty(), List.of());
    return file.tensors().stream().map(tensor -> of(tensor, reader)).toList();
  }

  private static Units of(StoredTensor tensor, AxesReader reader) {
    if (tensor.role() instanceof Role.Constant(String reason)) {
      return unknown(tensor, reader, "constant: " + reason);
    }
    if (tensor.role() != Role.Parameter.WEIGHT || tensor.shape().length < 2) {
      return unknown(tensor, reader, "a vector");
    }
    return reader
        .axes(tensor)
        .filter(axes -> axes.kernel().count() == tensor.elements())
        .map(axes -> of(tensor, axes))
        .orElseGet(() -> unknown(tensor, reader, "its axes are not those of a layer"));
  }

  private static Units of(StoredTensor tensor, Axes axes) {
    var facts = new TensorFacts(tensor.name(), role(tensor), Optional.of(axes.kernel()), List.of());
    return new Units(tensor, facts, Optional.of(axes), axes.reason());
  }

  private static Units unknown(StoredTensor tensor, AxesReader reader, String reason) {
    List<String> gates = GateNames.of(tensor, reader);
    var facts = new TensorFacts(tensor.name(), role(tensor), Optional.empty(), gates);
    return new Units(tensor, facts, Optional.empty(), reason);
  }

  private static TensorFacts.Role role(StoredTensor tensor) {
    return switch (tensor.role()) {
      case Role.Parameter.WEIGHT -> TensorFacts.Role.WEIGHT;
      case Role.Parameter.BIAS, Role.Parameter.SHIFT -> TensorFacts.Role.BIAS;
      case Role.Parameter.SCALE -> TensorFacts.Role.SCALE;
      case Role.Parameter.OTHER -> TensorFacts.Role.OTHER;
      case Role.Constant _ -> TensorFacts.Role.OTHER;
    };
  }

  /// The weights as a scheme sees them.
  public Optional<Kernel> kernel() {
    return axes.map(Axes::kernel);
  }

  /// The fans of weights.
  public Optional<Fans> fans() {
    return kernel().map(Kernel::fans);
  }

  /// All numbers of the first unit, then of the second, …
  ///
  /// @param stored in the file's order
  public float[] inOrder(float[] stored) {
    return axes.map(known -> known.layout().made(known.kernel(), stored)).orElse(stored);
  }
}
