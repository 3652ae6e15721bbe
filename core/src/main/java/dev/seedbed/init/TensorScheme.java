package dev.seedbed.init;

import java.util.List;

/// How single tensors are drawn.
///
/// @param name as it was written
/// @param weights for tensors of two and more axes
/// @param vectors for all others, which are biases mostly
public record TensorScheme(String name, Initializer weights, Initializer vectors) {

  /// The same for the tensors of a network that is started by `scheme`.
  ///
  /// @throws IllegalArgumentException if the scheme changes a whole network after drawing
  public static TensorScheme of(Scheme scheme) {
    List<String> adjustments = scheme.adjustments().stream().map(Adjustment::name).toList();
    if (!adjustments.isEmpty()) {
      throw new IllegalArgumentException(
          "%s needs a whole network, and most such schemes data; it cannot draw single tensors of a file"
              .formatted(String.join(", ", adjustments)));
    }
    return new TensorScheme(scheme.name(), scheme.weights(), scheme.biases());
  }
}
