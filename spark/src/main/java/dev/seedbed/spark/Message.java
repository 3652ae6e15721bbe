package dev.seedbed.spark;

import java.io.Serializable;

/// What an executor tells the driver while it works. A race has the number of the broadcast that
/// brought it.
sealed interface Message extends Serializable {
  Place place();

  /// An executor is there.
  ///
  /// @param build of Seedbed, as [Build#id] names it
  /// @param vectors whether its JVM has the vector module
  record Hello(Place place, String build, boolean vectors) implements Message {}

  /// A trial has trained some epochs more.
  ///
  /// @param first the number of the first of them
  /// @param curve they themselves, as [dev.seedbed.io.run.TrialStateFormat] writes them
  record Epochs(Place place, long race, int trial, int first, String curve) implements Message {}

  /// A trial has come to its budget or its end.
  ///
  /// @param sha256 of its state
  record Done(Place place, long race, int trial, int budget, String sha256) implements Message {}

  /// A trial has failed.
  record Failed(Place place, long race, int trial, String cause) implements Message {}
}
