package dev.seedbed.io.start;

import dev.seedbed.init.Kernel;
import java.util.OptionalInt;

/// What a user says of the layers that some tensors belong to. What is empty is found out.
///
/// @param blocks gates of a recurrent layer, projections of an attention layer, groups of a
///   convolution
/// @param stride of a convolution, the product over all axes
public record LayerKind(Glob tensors, Kernel.Kind kind, OptionalInt blocks, OptionalInt stride) {}
