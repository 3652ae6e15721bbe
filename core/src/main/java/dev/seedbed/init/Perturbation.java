package dev.seedbed.init;

/// Adds numbers from a law to what stands in the tensor already.
public record Perturbation(Law law) implements Initializer {}
