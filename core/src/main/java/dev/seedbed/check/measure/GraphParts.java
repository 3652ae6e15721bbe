package dev.seedbed.check.measure;

import java.util.List;
import java.util.stream.IntStream;

/// What was measured of the parts of a graph that are no operators with weights.
///
/// @param trunk the numbers of the layers on the way through the fewest of them, from inputs to
///   outputs: all of a chain's
/// @param joins of residual branches with their trunk, in the order of the signal
/// @param attentions likewise
/// @param recurrences likewise
/// @param scales of normalisations
public record GraphParts(
    List<Integer> trunk,
    List<JoinMeasurement> joins,
    List<AttentionMeasurement> attentions,
    List<RecurrenceMeasurement> recurrences,
    List<ScaleMeasurement> scales) {
  public GraphParts {
    trunk = List.copyOf(trunk);
    joins = List.copyOf(joins);
    attentions = List.copyOf(attentions);
    recurrences = List.copyOf(recurrences);
    scales = List.copyOf(scales);
  }

  /// The parts of a chain, which has layers only.
  static GraphParts ofChain(int layers) {
    return new GraphParts(
        IntStream.range(0, layers).boxed().toList(), List.of(), List.of(), List.of(), List.of());
  }
}
