package dev.seedbed.study;

import dev.seedbed.train.Epoch;
import java.io.IOException;
import java.util.List;

/// Where and how trials are trained. It decides who computes what and when, never what comes out.
public interface TrialExecutor {

  /// Trains each of `trials` on by [TrialRunner#advance], from its state in `states` if there is
  /// one, until it has done `budget` epochs or has ended by itself; saves the new state there, then
  /// hands it to `listener`. Returns when all are done.
  ///
  /// @throws InterruptedException if the calling thread is interrupted; trials that are under way
  ///   are given up, or saved as they stand
  /// @throws IOException if states cannot be read or saved
  /// @throws OutOfMemoryError if there is no room for one of them even alone; the others are done
  void advance(
      TrialRunner race, List<Trial> trials, int budget, TrialStates states, Listener listener)
      throws InterruptedException, IOException;

  /// How many threads of this JVM the study may use for what it does itself when the trials are
  /// trained.
  default int threads() {
    return 1;
  }

  /// Hears how trials advance.
  interface Listener {
    /// Hears nothing.
    Listener NONE =
        new Listener() {
          @Override
          public void epochDone(Trial trial, Epoch epoch) {}

          @Override
          public void advanced(TrialState state) {}
        };

    /// A trial has trained one more epoch. Several threads tell it at once; an executor whose
    /// trials are far away need not.
    void epochDone(Trial trial, Epoch epoch);

    /// A trial has come to its budget or its end. Told one at a time, in any order.
    void advanced(TrialState state);
  }

  /// Trains trials on threads of this JVM.
  ///
  /// @param threads at least 1
  static TrialExecutor local(int threads) {
    return new LocalExecutor(threads, _ -> {});
  }
}
