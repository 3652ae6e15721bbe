package dev.seedbed.io.start;

import dev.seedbed.data.InputException;
import dev.seedbed.init.Fans;
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
    var reader = new AxesReader(file.tensors(), file.metadata(), Optional.empty(), List.of());
    return file.tensors().stream().map(tensor -> of(tensor, reader)).toList();
  }

  private static Units of(StoredTensor tensor, AxesReader reader) {
    if (tensor.role() instanceof Role.Constant(String reason)) {
      return unknown(tensor, "constant: " + reason);
    }
    if (AxesReader.isVector(tensor)) {
      return unknown(tensor, "a vector");
    }
    try {
      Axes axes = reader.axes(tensor);
      return axes.kernel().count() == tensor.elements()
          ? new Units(
              tensor,
              Math.multiplyExact(axes.kernel().blocks(), axes.kernel().units()),
              Optional.of(axes),
              axes.reason())
          : unknown(tensor, "its axes are not those of a layer");
    } catch (InputException | ArithmeticException e) {
      return unknown(tensor, String.valueOf(e.getMessage()));
    }
  }

  private static Units unknown(StoredTensor tensor, String reason) {
    return new Units(tensor, 1, Optional.empty(), reason);
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
