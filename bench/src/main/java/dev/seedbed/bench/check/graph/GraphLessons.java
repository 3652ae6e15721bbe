package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.graph.AttentionArchitectures.Output;
import dev.seedbed.bench.check.graph.Change.Gate;
import dev.seedbed.bench.check.graph.GraphNetwork.Family;
import dev.seedbed.bench.check.graph.ImageArchitectures.Kind;
import dev.seedbed.bench.check.graph.ImageArchitectures.Norm;
import dev.seedbed.bench.check.graph.RowArchitectures.BranchFactor;
import dev.seedbed.bench.check.graph.SequenceArchitectures.Cell;
import dev.seedbed.tensor.Activation;
import java.util.List;

/// Starts of networks that are no chains of dense layers, for the demonstrations of
/// `docs/starts.md`.
public final class GraphLessons {
  private static final Activation RELU = new Activation.Relu();

  private GraphLessons() {}

  /// 20 convolutions of ReLU on digits as images, 600 steps.
  ///
  /// @return the starts by PyTorch's default and by He et al.
  public static List<GraphLesson> plainConvolutions() {
    var network =
        new GraphNetwork(
            Family.CONVOLUTIONAL,
            "conv 20 relu",
            task("images"),
            RELU,
            ImageArchitectures.stack(20, Kind.FULL, Norm.PLAIN),
            PublishedStarts.plainReference(RELU));
    return lessons(
        network, 600, Start.published("torch", "torch"), Start.published("he", "he-normal"));
  }

  /// 40 residual blocks of two dense layers that learn a teacher, 600 steps.
  ///
  /// @return the starts by He et al. in each layer, and by Fixup
  public static List<GraphLesson> residualStack() {
    var network =
        new GraphNetwork(
            Family.RESIDUAL,
            "dense blocks 40 relu",
            task("teacher"),
            RELU,
            RowArchitectures.residual(40, BranchFactor.NONE),
            PublishedStarts.residualReference(RELU));
    return lessons(
        network, 600, Start.published("he-normal", "he-normal"), PublishedStarts.fixup());
  }

  /// Two blocks of attention that say the next character, whose output layer is the table of
  /// characters; 600 steps.
  ///
  /// @return the starts with tables N(0, 1), and N(0, 0.02²)
  public static List<GraphLesson> tiedTable() {
    var network =
        new GraphNetwork(
            Family.ATTENTION,
            "attention 2 normalised before, tied",
            task("characters"),
            new Activation.Gelu(),
            AttentionArchitectures.blocks(2, AttentionArchitectures.Norm.PRE, Output.TIED),
            PublishedStarts.attentionReference(AttentionArchitectures.Norm.PRE));
    return lessons(network, 600, tables("1"), tables("0.02"));
  }

  private static Start tables(String deviation) {
    String scheme = "normal(deviation=%s)".formatted(deviation);
    return Start.changed(scheme, GraphFault.NONE, new Change.Drawn(Role.TABLES, scheme));
  }

  /// An LSTM that adds two marked numbers out of 16, 1,500 steps.
  ///
  /// @return the starts with forget biases of −5, and of 1
  public static List<GraphLesson> forgetBiases() {
    var network =
        new GraphNetwork(
            Family.RECURRENT,
            "LSTM 1",
            task("adding"),
            Layers.NONE,
            SequenceArchitectures.recurrent(Cell.LSTM, 1),
            PublishedStarts.recurrentReference(Cell.LSTM));
    var forgetting =
        Start.changed("forget biases -5", GraphFault.GATES, new Change.Gates(Gate.FORGET, -5));
    return lessons(network, 1_500, forgetting, network.reference());
  }

  private static GraphTask task(String name) {
    GraphTask task = GraphTasks.load().get(name);
    if (task == null) {
      throw new IllegalArgumentException("no such task: " + name);
    }
    return task;
  }

  private static List<GraphLesson> lessons(GraphNetwork network, int steps, Start... starts) {
    return List.of(starts).stream()
        .map(start -> GraphLesson.of(new GraphCase(network, start), steps))
        .toList();
  }
}
