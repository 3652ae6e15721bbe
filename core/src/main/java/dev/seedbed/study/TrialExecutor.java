package dev.seedbed.study;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// Where and how trials are run. It decides who computes what and when, never what comes out.
public interface TrialExecutor {

  /// Applies `work` to each of `trials` and hands each result to `results`, one at a time, in any
  /// order. Returns when all are done.
  ///
  /// @throws InterruptedException if the calling thread is interrupted; the work is then given up
  <R> void run(List<Trial> trials, Function<Trial, R> work, Consumer<R> results)
      throws InterruptedException;

  /// How many threads each of `trials` trials may use, so that no core is idle when there are fewer
  /// trials than cores.
  default int threadsPerTrial(int trials) {
    return 1;
  }

  /// Runs trials on threads of this JVM.
  ///
  /// @param threads at least 1
  static TrialExecutor local(int threads) {
    return new LocalExecutor(threads);
  }
}
