package dev.seedbed.io.start;

import dev.seedbed.init.Kernel;
import java.util.OptionalInt;

/// The kind of layer that a user states for some tensors. Empty fields are detected.
///
/// @param blocks gates of a recurrent layer, projections of an attention layer, groups of a
///   convolution
/// @param stride of a convolution, the product over all axes
public record LayerKind(Glob tensors, Kernel.Kind kind, OptionalInt blocks, OptionalInt stride) {

  /// Convolutions whose fans are taken from the shapes of their weights, as `torch.nn.init` does:
  /// neither groups nor strides count.
  static LayerKind convolutionByShape(String tensors) {
    return new LayerKind(
        new Glob(tensors), Kernel.Kind.CONVOLUTION, OptionalInt.of(1), OptionalInt.of(1));
  }
}
