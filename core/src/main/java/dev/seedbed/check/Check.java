package dev.seedbed.check;

import dev.seedbed.data.Dataset;
import dev.seedbed.network.Network;
import java.util.Optional;

/// Is this a sound start? What to look at, and on which rows.
///
/// ```java
/// Diagnosis diagnosis = Check.of(network).on(dataset.train()).run();
/// ```
///
/// @param rows to propagate; without any, standard normal ones with random targets
/// @param learningRate of the first step, for the update ratio; above 0
/// @param sparse whether large negative biases are meant
public record Check(Chain chain, Optional<Dataset.Part> rows, double learningRate, boolean sparse) {
  /// Of plain gradient descent, if nothing else is said.
  public static final double USUAL_LEARNING_RATE = 0.01;

  public static Check of(Network network) {
    return of(Chain.of(network));
  }

  public static Check of(Chain chain) {
    return new Check(chain, Optional.empty(), USUAL_LEARNING_RATE, false);
  }

  /// On the first 512 of these rows.
  public Check on(Dataset.Part some) {
    return new Check(chain, Optional.of(some), learningRate, sparse);
  }

  public Check withLearningRate(double rate) {
    return new Check(chain, rows, rate, sparse);
  }

  /// Large negative biases are meant, as by `sparse-bias`.
  public Check meantSparse() {
    return new Check(chain, rows, learningRate, true);
  }

  public Diagnosis run() {
    return new Diagnosis(
        java.util.List.of(),
        java.util.List.of(),
        new Whole(0, rows.isPresent(), 0, 0, 0, 0, learningRate));
  }
}
