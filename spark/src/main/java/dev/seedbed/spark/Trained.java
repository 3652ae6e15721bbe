package dev.seedbed.spark;

import java.io.Serializable;

/// What came of a [Work].
///
/// @param state likewise; never empty
/// @param seconds that it took
record Trained(int trial, byte[] state, double seconds) implements Serializable {}
