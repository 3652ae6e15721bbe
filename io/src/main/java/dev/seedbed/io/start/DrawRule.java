package dev.seedbed.io.start;

import dev.seedbed.init.TensorScheme;

/// Which tensors are drawn by which scheme.
public record DrawRule(Glob tensors, TensorScheme scheme) {}
