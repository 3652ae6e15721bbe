package dev.seedbed.check.measure;

/// A sum that brings a residual branch back to its trunk.
///
/// @param name of the last operator with weights on the branch
/// @param weight the tensor of its weights
/// @param out mean square of the sum
public record JoinMeasurement(String name, String weight, double out) {}
