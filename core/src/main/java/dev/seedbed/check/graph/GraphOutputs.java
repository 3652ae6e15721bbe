package dev.seedbed.check.graph;

import dev.seedbed.check.chain.Chain.Head;
import dev.seedbed.check.graph.GraphStart.Output;
import dev.seedbed.graph.ActivationFunction;
import dev.seedbed.graph.AxisPosition;
import dev.seedbed.graph.ComparisonFunction;
import dev.seedbed.graph.Conversion;
import dev.seedbed.graph.Gathering.Gather;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Operator;
import dev.seedbed.graph.Passage;
import dev.seedbed.graph.Reshaping;
import dev.seedbed.graph.SoftmaxFunction;
import dev.seedbed.graph.TopK;
import dev.seedbed.graph.UnaryFunction;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the outputs of a network mean, and which values have a loss: logits where it ends in a
/// softmax or a sigmoid. Answers that are read off an output, such as the likeliest class and its
/// name, are none of their own.
final class GraphOutputs {
  private final Makers makers;

  private GraphOutputs(Graph graph) {
    this.makers = Makers.of(graph);
  }

  /// An output with the value whose loss is measured.
  ///
  /// @param read whether it is an answer that is read off another value
  record Headed(Output output, String value, boolean read) {}

  /// The outputs, in the network's order; those of one value once.
  static Collection<Headed> of(Graph graph) {
    var outputs = new GraphOutputs(graph);
    Map<String, Headed> byValue = new LinkedHashMap<>();
    for (String name : graph.outputs()) {
      String source = outputs.source(name);
      Headed headed = outputs.headed(name, source, !source.equals(name));
      byValue.merge(
          headed.value(), headed, (first, next) -> first.read() && !next.read() ? next : first);
    }
    return byValue.values();
  }

  /// The value that an output is read off; itself if it is no answer.
  private String source(String output) {
    String value = output;
    String source = output;
    for (Optional<Node> maker = makers.of(value); maker.isPresent(); maker = makers.of(value)) {
      List<String> computed = makers.computed(maker.get());
      boolean answers = reads(maker.get());
      boolean on = computed.size() == 1 && makers.of(computed.getFirst()).isPresent();
      if (!on || !(answers || passes(maker.get()))) {
        break;
      }
      value = computed.getFirst();
      source = answers ? value : source;
    }
    return source;
  }

  private boolean reads(Node node) {
    return switch (node.step()) {
      case Node.Foreign _ -> true;
      case Node.Apply(Operator operator) ->
          switch (operator) {
            case AxisPosition _, TopK _, ComparisonFunction _ -> true;
            case Conversion.Cast(Conversion.Type type) -> !Makers.isReal(type);
            case Gather _ -> !makers.isComputed(node.inputs().getFirst());
            default -> false;
          };
      case Node.If _, Node.Loop _, Node.Scan _ -> false;
    };
  }

  /// Whether a node gives the numbers that it gets.
  private static boolean passes(Node node) {
    return switch (node.operator().orElse(null)) {
      case Passage _, Reshaping _ -> true;
      case Conversion.Cast(Conversion.Type type) -> Makers.isReal(type);
      case null, default -> false;
    };
  }

  private Headed headed(String name, String source, boolean read) {
    String value = source;
    Optional<Node> last = makers.of(value);
    while (last.filter(GraphOutputs::passes).isPresent()) {
      value = last.get().inputs().getFirst();
      last = makers.of(value);
    }
    Optional<Node> before = last.filter(GraphOutputs::isLogarithm).flatMap(this::before);
    if (before.filter(node -> head(node) == Head.SOFTMAX).isPresent()) {
      last = before;
    }
    Head head = last.map(GraphOutputs::head).orElse(Head.LINEAR);
    String loss = head == Head.LINEAR ? source : last.orElseThrow().inputs().getFirst();
    return new Headed(new Output(name, head), loss, read);
  }

  private static boolean isLogarithm(Node node) {
    return node.operator().orElse(null) instanceof UnaryFunction.Log;
  }

  private Optional<Node> before(Node node) {
    return makers.of(node.inputs().getFirst());
  }

  private static Head head(Node last) {
    if (last.inputs().isEmpty()) {
      return Head.LINEAR;
    }
    return switch (last.operator().orElse(null)) {
      case SoftmaxFunction.Softmax _, SoftmaxFunction.LogSoftmax _ -> Head.SOFTMAX;
      case ActivationFunction.Sigmoid _ -> Head.SIGMOID;
      case null, default -> Head.LINEAR;
    };
  }
}
