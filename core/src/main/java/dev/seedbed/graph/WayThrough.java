package dev.seedbed.graph;

import dev.seedbed.kernel.Team;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The way that inputs take through a graph with branches.
///
/// @param graph in which the nodes of each branch that was taken stand among the others, where the
///   fork was, so that they can be looked at like all others; loops stay
/// @param decided the titles of branches and loops whose way elements of the inputs decided, and
///   not their shapes alone: with other inputs it may be another
public record WayThrough(Graph graph, List<String> decided) {
  public WayThrough {
    decided = List.copyOf(decided);
  }

  /// Follows inputs through a graph, which runs forward if it has branches or loops.
  ///
  /// @param inputs by name; all that the graph has
  /// @throws dev.seedbed.data.InputException if an input is missing or of another type, or a node
  ///   cannot run
  public static WayThrough of(Graph graph, Map<String, ? extends NdArray> inputs, Team team) {
    if (graph.nodes().stream().allMatch(WayThrough::isStraight)) {
      return new WayThrough(graph, List.of());
    }
    Run run = Run.forward(graph, inputs, team);
    return new WayThrough(new Straightened(graph, run).straight(), List.copyOf(run.decided()));
  }

  /// That inputs decided the way, one sentence for each branch and loop.
  public List<String> remarks() {
    return decided.stream()
        .map(node -> "%s goes the way that these inputs decide".formatted(node))
        .toList();
  }

  private static boolean isStraight(Node node) {
    return switch (node.step()) {
      case Node.Apply _, Node.Foreign _ -> true;
      case Node.If _, Node.Loop _, Node.Scan _ -> false;
    };
  }

  /// A graph in the making.
  private static final class Straightened {
    private final Graph graph;
    private final Run run;
    private final Map<String, NdArray> tensors;
    private final Set<String> parameters;
    private final List<Node> nodes = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    Straightened(Graph graph, Run run) {
      this.graph = graph;
      this.run = run;
      this.tensors = new LinkedHashMap<>(graph.tensors());
      this.parameters = new HashSet<>(graph.parameters());
      names.addAll(graph.tensors().keySet());
      graph.inputs().forEach(input -> names.add(input.name()));
      graph.nodes().forEach(node -> names.addAll(node.outputs()));
    }

    Graph straight() {
      graph.nodes().forEach(this::add);
      return new Graph(graph.inputs(), tensors, parameters, nodes, graph.outputs());
    }

    private void add(Node node) {
      Optional<Graph> branch = run.branch(node).filter(this::hasNamesOfItsOwn);
      if (branch.isPresent()) {
        take(node, branch.get());
      } else {
        nodes.add(node);
      }
    }

    /// Files give them, but a graph that is made by hand may have a name in a branch and around it.
    private boolean hasNamesOfItsOwn(Graph branch) {
      return names(branch).stream().noneMatch(names::contains);
    }

    private static Set<String> names(Graph branch) {
      var made = new HashSet<>(branch.tensors().keySet());
      branch.nodes().forEach(node -> made.addAll(node.outputs()));
      made.remove("");
      return made;
    }

    private void take(Node fork, Graph branch) {
      names.addAll(names(branch));
      tensors.putAll(branch.tensors());
      branch
          .tensors()
          .forEach((name, array) -> {
            // Where parameters are known, this is a constant.
            if (graph.parameters().isEmpty() && Graph.mayLearn(array)) {
              parameters.add(name);
            }
          });
      branch.nodes().forEach(this::add);
      for (int i = 0; i < fork.outputs().size(); i++) {
        nodes.add(
            new Node(
                fork.name(),
                new Node.Apply(new Passage.Identity()),
                List.of(branch.outputs().get(i)),
                List.of(fork.outputs().get(i))));
      }
    }
  }
}
