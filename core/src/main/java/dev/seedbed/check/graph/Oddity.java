package dev.seedbed.check.graph;

/// A node that does not belong where it stands.
///
/// @param layer behind which it stands
/// @param node which it is, in a message
/// @param message what is wrong, in a sentence
public record Oddity(String layer, String node, String message) {}
