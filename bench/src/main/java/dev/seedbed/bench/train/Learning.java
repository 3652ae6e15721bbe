package dev.seedbed.bench.train;

import dev.seedbed.bench.train.PeerLibrary.Method;
import java.util.ArrayList;
import java.util.List;

/// Whether all methods do the same work: from one start, over the same minibatches, the loss must
/// fall, and to about the same figure.
///
/// @param before the start's loss
/// @param after each method's loss, in the order of the methods
record Learning(double before, List<Double> after) {
  private static final int PASSES = 3;

  /// How much of Seedbed's fall a method's may differ by. They round differently, and Smile's
  /// weight decay differs; a wrong gradient, rate or momentum shows as much more.
  private static final double TOLERANCE = 0.05;

  /// @throws IllegalStateException if a method has not learned what Seedbed has
  static Learning check(List<Method> methods, Problem problem) {
    double before = problem.loss(problem.start().tensors());
    var after = new ArrayList<Double>();
    for (Method method : methods) {
      Contestant contestant = method.maker().apply(problem);
      try {
        contestant.useThreads(1);
        contestant.train(PASSES * problem.minibatches());
        after.add(problem.loss(contestant.parameters()));
      } finally {
        contestant.close();
      }
    }
    double ours = after.getFirst();
    if (!(ours < 0.75 * before)) {
      throw new IllegalStateException(
          "%s: Seedbed's loss did not fall: %f, then %f"
              .formatted(problem.task().name(), before, ours));
    }
    for (int i = 1; i < after.size(); i++) {
      if (!(Math.abs(after.get(i) - ours) < TOLERANCE * (before - ours))) {
        throw new IllegalStateException(
            "%s: from a loss of %f %s came to %f, Seedbed to %f"
                .formatted(
                    problem.task().name(), before, methods.get(i).title(), after.get(i), ours));
      }
    }
    return new Learning(before, after);
  }
}
