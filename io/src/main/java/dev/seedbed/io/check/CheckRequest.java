package dev.seedbed.io.check;

import dev.seedbed.check.Check;
import dev.seedbed.data.InputException;
import dev.seedbed.graph.TensorShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is asked of the check of a file beyond the usual.
///
/// @param learningRate of the first step; above 0
/// @param overfitting whether to find out if a copy of a chain can learn 16 rows by heart
/// @param shapes of inputs, by name; the file's by default, with lengths that fit where it leaves
///   them open
/// @param output the only one that gets a loss; all of them if it is empty
/// @param histograms whether to tell how numbers are distributed, for a report
/// @param threads that run the network; the result does not depend on that
public record CheckRequest(
    double learningRate,
    boolean overfitting,
    Map<String, List<Long>> shapes,
    Optional<String> output,
    boolean histograms,
    int threads) {
  public static final CheckRequest USUAL =
      new CheckRequest(Check.USUAL_LEARNING_RATE, false, Map.of(), Optional.empty(), false, 1);

  public CheckRequest {
    shapes = Map.copyOf(shapes);
  }

  /// The shapes of inputs as the graph has them.
  ///
  /// @throws InputException if an input has too many elements
  Map<String, TensorShape> inputShapes() {
    var inputs = new HashMap<String, TensorShape>();
    for (Map.Entry<String, List<Long>> input : shapes.entrySet()) {
      try {
        inputs.put(
            input.getKey(),
            TensorShape.of(input.getValue().stream().mapToLong(Long::longValue).toArray()));
      } catch (IllegalArgumentException e) {
        throw new InputException("input '%s': %s".formatted(input.getKey(), e.getMessage()));
      }
    }
    return inputs;
  }

  Check of(Check check) {
    Check rated = check.withLearningRate(learningRate).withThreads(threads);
    return overfitting ? rated.withOverfitting() : rated;
  }
}
