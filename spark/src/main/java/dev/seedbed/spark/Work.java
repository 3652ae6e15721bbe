package dev.seedbed.spark;

import java.io.Serializable;

/// A trial to train on.
///
/// @param trial its number
/// @param state where it stands, as [dev.seedbed.io.run.TrialStateFormat] writes it; empty for its
///   start
record Work(int trial, byte[] state) implements Serializable {}
