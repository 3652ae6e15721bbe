package dev.seedbed.io.start;

import dev.seedbed.init.Fans;
import dev.seedbed.init.Kernel;
import dev.seedbed.io.weights.Role;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.WeightFile;
import java.util.List;
import java.util.Optional;

/// Which numbers of a tensor belong to which unit, as far as can be found out.
///
/// @param count of units; 1 where it is not known
/// @param axes of weights; empty for vectors, and where they are not known
/// @param reason how the axes are known, or why there are none
public record Units(StoredTensor tensor, int count, Optional<Axes> axes, String reason) {

  /// The units of all tensors of a file, in its order.
  public static List<Units> of(WeightFile file) {
    var reader = new AxesReader(file, Optional.empty(), List.of());
    return file.tensors().stream().map(tensor -> of(tensor, reader)).toList();
  }

  private static Units of(StoredTensor tensor, AxesReader reader) {
    if (tensor.role() instanceof Role.Constant(String reason)) {
      return unknown(tensor, "constant: " + reason);
    }
    if (tensor.role() != Role.Parameter.WEIGHT || tensor.shape().length < 2) {
      return unknown(tensor, "a vector");
    }
    return reader
        .axes(tensor)
        .filter(axes -> axes.kernel().count() == tensor.elements())
        .map(axes -> of(tensor, axes))
        .orElseGet(() -> unknown(tensor, "its axes are not those of a layer"));
  }

  private static Units of(StoredTensor tensor, Axes axes) {
    int count = Math.multiplyExact(axes.kernel().blocks(), axes.kernel().units());
    return new Units(tensor, count, Optional.of(axes), axes.reason());
  }

  private static Units unknown(StoredTensor tensor, String reason) {
    return new Units(tensor, 1, Optional.empty(), reason);
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
