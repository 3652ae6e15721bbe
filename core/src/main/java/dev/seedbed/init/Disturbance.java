package dev.seedbed.init;

/// Adds numbers from a law to what stands in the tensor already.
public record Disturbance(Law law) implements Initializer {}
