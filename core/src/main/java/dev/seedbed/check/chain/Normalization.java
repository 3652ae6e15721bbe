package dev.seedbed.check.chain;

/// Batch normalisation of a layer's pre-activations, as in training: by the mean and the variance
/// of the rows that are propagated together. Ioffe & Szegedy 2015, arXiv:1502.03167, algorithm 1.
///
/// @param scale γ, one number a unit
/// @param shift β, one number a unit
/// @param epsilon added to the variance; above 0
public record Normalization(float[] scale, float[] shift, double epsilon) {}
