package dev.seedbed.spark;

import java.io.Serializable;

/// What an executor tells the driver while it works. Work has the number of the broadcast that
/// brought it, and parts: of a race the trials, by their numbers.
sealed interface Message extends Serializable {
  Place place();

  /// An executor is there.
  ///
  /// @param build of Seedbed, as [Build#id] names it
  record Hello(Place place, String build, Jvm jvm) implements Message {}

  /// It has begun with the first part of a task.
  record Begun(Place place, long work, int part) implements Message {}

  /// A trial has trained some epochs more.
  ///
  /// @param first the number of the first of them
  /// @param curve they themselves, as [dev.seedbed.io.run.TrialStateFormat] writes them
  record Epochs(Place place, long work, int part, int first, String curve) implements Message {}

  /// A part is done: a trial has come to its budget or its end.
  ///
  /// @param budget in epochs; 0 of what is no trial
  /// @param name of the part
  /// @param sha256 of what came out
  /// @param next the part that is begun now; negative if none is
  record Done(Place place, long work, int part, int budget, String name, String sha256, int next)
      implements Message {}

  /// A part was given up, as it is no longer needed.
  record Killed(Place place, long work, int part) implements Message {}

  /// A part has failed.
  record Failed(Place place, long work, int part, String cause) implements Message {}
}
