package dev.seedbed.io.chain;

import dev.seedbed.io.weights.OnnxNode;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// Finds the activation that begins at a value: the shortest piece of the graph with one way in and
/// one way out that computes one.
final class ActivationFinder {
  /// Nodes of one activation, at most.
  private static final int MOST_NODES = 24;

  private final DataFlow flow;
  private final Constants constants;

  ActivationFinder(DataFlow flow, Constants constants) {
    this.flow = flow;
    this.constants = constants;
  }

  /// An activation in the graph.
  ///
  /// @param output the value that it gives
  record Found(Activation activation, String output, List<OnnxNode> nodes) {}

  /// @param first the nodes that it begins with, all users of `value` that belong to it
  Optional<Found> find(String value, List<OnnxNode> first) throws IOException {
    Map<String, double[]> values = new HashMap<>();
    values.put(value, ComputedActivation.points());
    List<OnnxNode> open = new ArrayList<>(first);
    Set<OnnxNode> taken = new HashSet<>();
    while (taken.size() < MOST_NODES && open.size() < MOST_NODES) {
      Optional<OnnxNode> next =
          open.stream()
              .filter(node -> values.keySet().containsAll(flow.computedInputs(node)))
              .findFirst();
      Optional<double[]> result = next.isPresent() ? apply(next.get(), values) : Optional.empty();
      if (result.isEmpty()) {
        return Optional.empty();
      }
      OnnxNode node = next.get();
      String output = node.outputs().getFirst();
      taken.add(node);
      open.remove(node);
      if (open.isEmpty()) {
        Optional<Activation> activation = ComputedActivation.match(result.get());
        if (activation.isPresent()) {
          return Optional.of(new Found(activation.get(), output, List.copyOf(taken)));
        }
      }
      if (flow.isOutput(output)) {
        return Optional.empty();
      }
      values.put(output, result.get());
      flow.users(output).stream()
          .filter(user -> !open.contains(user))
          .limit(MOST_NODES)
          .forEach(open::add);
    }
    return Optional.empty();
  }

  private Optional<double[]> apply(OnnxNode node, Map<String, double[]> values) throws IOException {
    boolean rounds = node.type().equals("Cast") && !Operators.isReal(node);
    if (!ComputedActivation.knows(node) || rounds) {
      return Optional.empty();
    }
    var inputs = new ArrayList<double[]>();
    // The others of Dropout say how it is trained.
    int count = node.type().equals("Dropout") ? 1 : node.inputs().size();
    for (String input : node.inputs().subList(0, count)) {
      double[] computed = values.get(input);
      if (computed == null) {
        OptionalDouble number = constants.number(input);
        if (number.isEmpty()) {
          return Optional.empty();
        }
        computed = ComputedActivation.constant(number.getAsDouble());
      }
      inputs.add(computed);
    }
    return ComputedActivation.apply(node, inputs);
  }
}
