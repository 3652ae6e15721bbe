package dev.seedbed.graph;

import java.util.List;

/// What recurrent layers have in common.
///
/// @param functions the activation functions of all directions; empty for the defaults
/// @param clip the largest absolute value of what activation functions are applied to; infinite if
///   there is no limit
/// @param batchFirst whether rows of the minibatch are the first axis of inputs and outputs, before
///   time steps
public record RecurrentSpec(
    Direction direction, List<GateFunction> functions, float clip, boolean batchFirst) {

  /// The order in which time steps are taken.
  public enum Direction {
    FORWARD,
    REVERSE,
    BIDIRECTIONAL
  }

  public RecurrentSpec {
    functions = List.copyOf(functions);
    if (!(clip > 0)) {
      throw new IllegalArgumentException("clip must be above 0: " + clip);
    }
  }

  int directions() {
    return direction == Direction.BIDIRECTIONAL ? 2 : 1;
  }

  boolean reverse(int d) {
    return direction == Direction.REVERSE || d == 1;
  }

  /// The functions of direction `d`.
  ///
  /// @param usual the default ones
  List<GateFunction> functions(int d, List<GateFunction> usual) {
    if (functions.isEmpty()) {
      return usual;
    }
    int each = usual.size();
    if (functions.size() != each * directions()) {
      throw new IllegalArgumentException(
          "activations must be %d: %d".formatted(each * directions(), functions.size()));
    }
    return functions.subList(d * each, (d + 1) * each);
  }
}
