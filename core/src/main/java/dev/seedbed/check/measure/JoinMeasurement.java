package dev.seedbed.check.measure;

/// What a residual branch adds to its trunk: out = skip + branch. All are mean squares.
///
/// @param name of the last operator with weights on the branch
/// @param weight the tensor of its weights
/// @param skip the trunk before the sum
/// @param branch what is added; 0 of a branch that starts at 0
/// @param out the sum
/// @param signal the variance of the sum from row to row, mean over places
public record JoinMeasurement(
    String name, String weight, double skip, double branch, double out, double signal) {}
