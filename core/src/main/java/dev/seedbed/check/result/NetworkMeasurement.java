package dev.seedbed.check.result;

/// The measurements of the network as a whole.
///
/// @param rows that were propagated
/// @param given whether they were given; else they are standard normal, with random targets
/// @param loss of the start, mean over rows
/// @param chance what a network that has learned nothing but the targets' frequencies would have
/// @param inverseWidths Σ 1/width over hidden layers: how much gradients may differ by chance.
///   Hanin 2018, arXiv:1801.03744
/// @param updateRatio the first step's length over that of the weights, at the learning rate; the
///   largest over layers
/// @param learningRate for it
public record NetworkMeasurement(
    int rows,
    boolean given,
    double loss,
    double chance,
    double inverseWidths,
    double updateRatio,
    double learningRate) {}
