package dev.seedbed.check.measure;

/// The scales γ of a normalisation, or another parameter that values are multiplied with.
///
/// @param name of the tensor
/// @param scales its numbers
/// @param gradient the largest of the mean loss by one of them, without its sign
/// @param blocking whether all of them are 0, and every way from the inputs to the outputs goes
///   through them
public record ScaleMeasurement(String name, Sample scales, double gradient, boolean blocking) {}
