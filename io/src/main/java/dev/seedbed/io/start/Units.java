package dev.seedbed.io.start;

import dev.seedbed.check.TensorFacts;
import dev.seedbed.data.InputException;
import dev.seedbed.init.Fans;
import dev.seedbed.init.Kernel;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.WeightFile;
import java.util.List;
import java.util.Optional;

/// What a tensor is to its network, and which of its numbers belong to which unit, as far as can be
/// found out.
///
/// @param facts what rules on tensors go by
/// @param axes of weights; empty for vectors, and where they are not known
/// @param reason how the axes are known, or why there are none
public record Units(
    StoredTensor tensor, TensorFacts facts, Optional<Axes> axes, String reason) {

  /// The units of all tensors of a file, in its order.
  public static List<Units> of(WeightFile file) {
    var axes = new AxesReader(file.tensors(), file.metadata(), Optional.empty(), List.of());
    var roles = new RoleReader(file.tensors(), axes);
    return file.tensors().stream().map(tensor -> of(tensor, axes, roles)).toList();
  }

  private static Units of(StoredTensor tensor, AxesReader reader, RoleReader roles) {
    Optional<String> otherUse = AxesReader.otherUse(tensor);
    if (otherUse.isPresent()) {
      return unknown(tensor, roles, otherUse.get() + ": neither weights nor biases");
    }
    if (AxesReader.isVector(tensor)) {
      return unknown(tensor, roles, "a vector");
    }
    try {
      Axes axes = reader.axes(tensor);
      Kernel kernel = axes.kernel();
      Math.multiplyExact(kernel.blocks(), kernel.units());
      if (kernel.count() != tensor.elements()) {
        return unknown(tensor, roles, "its axes are not those of a layer");
      }
      var facts =
          new TensorFacts(tensor.name(), roles.role(tensor), Optional.of(kernel), List.of());
      return new Units(tensor, facts, Optional.of(axes), axes.reason());
    } catch (InputException | ArithmeticException e) {
      return unknown(tensor, roles, String.valueOf(e.getMessage()));
    }
  }

  private static Units unknown(StoredTensor tensor, RoleReader roles, String reason) {
    var facts =
        new TensorFacts(
            tensor.name(), roles.role(tensor), Optional.empty(), roles.gates(tensor));
    return new Units(tensor, facts, Optional.empty(), reason);
  }

  /// The fans of weights.
  public Optional<Fans> fans() {
    return axes.map(known -> known.kernel().fans());
  }

  /// All numbers of the first unit, then of the second, …
  ///
  /// @param stored in the file's order
  public float[] inOrder(float[] stored) {
    return axes.map(known -> known.layout().made(known.kernel(), stored)).orElse(stored);
  }
}
