package dev.seedbed.check;

/// How numbers are spread.
///
/// @param deviation standard deviation
/// @param low 2nd percentile
/// @param high 98th percentile
public record Spread(double mean, double deviation, double low, double high) {}
