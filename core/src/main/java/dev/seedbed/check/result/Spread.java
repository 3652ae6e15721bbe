package dev.seedbed.check.result;

/// How numbers are spread.
///
/// @param deviation standard deviation
/// @param low 2nd percentile, exactly; NaN if the check was brief
/// @param high 98th percentile, exactly; NaN if the check was brief
public record Spread(double mean, double deviation, double low, double high) {}
