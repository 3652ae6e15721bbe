package dev.seedbed.io.graph;

import dev.seedbed.graph.Graph;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.weights.Quoted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Brings the nodes of a graph to an order in which they can run.
final class NodeOrder {
  private NodeOrder() {}

  /// The nodes in an order in which each comes after those whose outputs it takes: the file's, if
  /// it is one.
  ///
  /// @throws MalformedModelException if there is none
  static List<Node> sorted(List<Node> nodes, List<Graph.Input> inputs, Map<String, NdArray> tensors)
      throws MalformedModelException {
    var maker = new HashMap<String, Integer>();
    for (int i = 0; i < nodes.size(); i++) {
      for (String name : nodes.get(i).outputs()) {
        boolean taken =
            !name.isEmpty() && (maker.put(name, i) != null || tensors.containsKey(name));
        if (taken) {
          throw new MalformedModelException(
              "two values of a graph must not have one name: '%s'".formatted(Quoted.of(name)));
        }
      }
    }
    inputs.forEach(input -> maker.remove(input.name()));
    var users = new HashMap<Integer, List<Integer>>();
    int[] waitsFor = new int[nodes.size()];
    for (int i = 0; i < nodes.size(); i++) {
      for (String name : new HashSet<>(Graph.uses(nodes.get(i)))) {
        Integer before = maker.get(name);
        if (before != null) {
          users.computeIfAbsent(before, _ -> new ArrayList<>()).add(i);
          waitsFor[i]++;
        }
      }
    }
    var ready = new TreeSet<Integer>();
    for (int i = 0; i < waitsFor.length; i++) {
      if (waitsFor[i] == 0) {
        ready.add(i);
      }
    }
    var sorted = new ArrayList<Node>();
    while (!ready.isEmpty()) {
      int next = ready.removeFirst();
      sorted.add(nodes.get(next));
      for (int user : users.getOrDefault(next, List.of())) {
        if (--waitsFor[user] == 0) {
          ready.add(user);
        }
      }
    }
    if (sorted.size() < nodes.size()) {
      for (int i = 0; i < waitsFor.length; i++) {
        if (waitsFor[i] > 0) {
          throw new MalformedModelException(
              "the graph must not go round in a circle: " + Quoted.of(nodes.get(i).title()));
        }
      }
    }
    return sorted;
  }
}
