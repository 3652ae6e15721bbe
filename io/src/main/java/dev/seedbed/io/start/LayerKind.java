package dev.seedbed.io.start;

import dev.seedbed.init.Kernel;

/// What a user says of the layers that some tensors belong to.
///
/// @param blocks gates of a recurrent layer, projections of an attention layer, groups of a
///   convolution
/// @param stride of a convolution, the product over all axes
public record LayerKind(Glob tensors, Kernel.Kind kind, int blocks, int stride) {}
