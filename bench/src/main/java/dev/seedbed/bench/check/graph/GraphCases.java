package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.graph.AttentionArchitectures.Output;
import dev.seedbed.bench.check.graph.GraphNetwork.Family;
import dev.seedbed.bench.check.graph.ImageArchitectures.Kind;
import dev.seedbed.bench.check.graph.ImageArchitectures.Norm;
import dev.seedbed.bench.check.graph.RowArchitectures.BranchFactor;
import dev.seedbed.bench.check.graph.SequenceArchitectures.Cell;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Cases that nobody picked: of a grid of networks and starts of each family, those with the
/// smallest hashes of their names. Starts that are believed sound are taken apart from others.
final class GraphCases {
  private static final List<Activation> FUNCTIONS =
      List.of(
          new Activation.Relu(),
          new Activation.Tanh(),
          new Activation.Gelu(),
          new Activation.Silu());
  private static final Activation GELU = new Activation.Gelu();

  private final Map<String, GraphTask> tasks;
  private final List<GraphCase> grid = new ArrayList<>();

  private GraphCases(Map<String, GraphTask> tasks) {
    this.tasks = tasks;
  }

  /// The cases, family by family.
  static List<GraphCase> of(Map<String, GraphTask> tasks) {
    List<GraphCase> grid = grid(tasks);
    return Arrays.stream(Family.values()).flatMap(family -> taken(grid, family)).toList();
  }

  private static Stream<GraphCase> taken(List<GraphCase> grid, Family family) {
    return Stream.concat(
        taken(ranked(grid, family, true), family.sound()),
        taken(ranked(grid, family, false), family.others()));
  }

  /// The first `count` cases to tune rules on, and the next third as many to hold out.
  private static Stream<GraphCase> taken(List<GraphCase> ranked, int count) {
    return Stream.concat(
        ranked.stream().limit(count),
        ranked.stream().skip(count).limit(count / 3).map(GraphCase::asHeldOut));
  }

  private static List<GraphCase> ranked(List<GraphCase> grid, Family family, boolean sound) {
    return grid.stream()
        .filter(one -> one.family() == family)
        .filter(one -> (one.start().fault() == GraphFault.NONE) == sound)
        .sorted(Comparator.comparing(GraphCase::hash))
        .toList();
  }

  /// All networks with all their starts.
  static List<GraphCase> grid(Map<String, GraphTask> tasks) {
    var cases = new GraphCases(tasks);
    for (Activation f : FUNCTIONS) {
      cases.convolutional(f);
      cases.residual(f);
      cases.normalised(f);
    }
    cases.attention();
    cases.recurrent();
    cases.periodic();
    return cases.grid;
  }

  @SafeVarargs
  private void add(
      Family family,
      String name,
      String task,
      Activation f,
      Architecture architecture,
      Start reference,
      List<Start>... starts) {
    GraphTask data = tasks.get(task);
    if (data == null) {
      throw new IllegalArgumentException("no such task: " + task);
    }
    var network = new GraphNetwork(family, name, data, f, architecture, reference);
    for (List<Start> some : starts) {
      some.forEach(start -> grid.add(new GraphCase(network, start)));
    }
  }

  private void convolutional(Activation f) {
    Start reference = PublishedStarts.plainReference(f);
    for (int depth : new int[] {2, 4, 8, 16}) {
      add(
          Family.CONVOLUTIONAL,
          "conv %d %s".formatted(depth, f.name()),
          "images",
          f,
          ImageArchitectures.stack(depth, Kind.FULL, Norm.PLAIN),
          reference,
          PublishedStarts.plain(),
          PublishedStarts.fitted(),
          Starts.ofAll(),
          Starts.dead(),
          Starts.sparse(),
          Starts.withoutWindow());
      add(
          Family.CONVOLUTIONAL,
          "separable %d %s".formatted(depth, f.name()),
          "images",
          f,
          ImageArchitectures.stack(depth, Kind.SEPARABLE, Norm.PLAIN),
          reference,
          PublishedStarts.plain(),
          PublishedStarts.fitted(),
          Starts.ofAll(),
          Starts.dead(),
          Starts.sparse(),
          Starts.fansOfShape());
    }
    add(
        Family.CONVOLUTIONAL,
        "autoencoder " + f.name(),
        "mirror",
        f,
        ImageArchitectures.autoencoder(),
        reference,
        PublishedStarts.plain(),
        PublishedStarts.fitted(),
        Starts.ofAll(),
        Starts.dead(),
        Starts.sparse(),
        Starts.withoutWindow(),
        Starts.fansOfShape());
    if (f instanceof Activation.Relu) {
      Activation leaky = new Activation.LeakyRelu(0.2f);
      add(
          Family.CONVOLUTIONAL,
          "discriminator",
          "images",
          leaky,
          ImageArchitectures.discriminator(),
          PublishedStarts.plainReference(leaky),
          PublishedStarts.plain(),
          PublishedStarts.ofDcgan(),
          Starts.ofAll(),
          Starts.dead(),
          Starts.withoutWindow());
    }
  }

  private void residual(Activation f) {
    for (int blocks : new int[] {4, 16, 40}) {
      add(
          Family.RESIDUAL,
          "dense blocks %d %s".formatted(blocks, f.name()),
          "teacher",
          f,
          RowArchitectures.residual(blocks, BranchFactor.NONE),
          PublishedStarts.residualReference(f),
          PublishedStarts.residual(),
          Starts.ofAll(),
          Starts.dead(),
          Starts.sparse(),
          Starts.branches());
      add(
          Family.RESIDUAL,
          "dense blocks %d %s with factors".formatted(blocks, f.name()),
          "teacher",
          f,
          RowArchitectures.residual(blocks, BranchFactor.LEARNT),
          PublishedStarts.skipInit(f),
          List.of(PublishedStarts.skipInit(f), PublishedStarts.sharedFactors(f)),
          List.of(Start.drawn("factors 1", GraphFault.DEPTH, PublishedStarts.schemeOf(f))));
    }
    for (int blocks : new int[] {4, 8}) {
      add(
          Family.RESIDUAL,
          "conv blocks %d %s".formatted(blocks, f.name()),
          "images",
          f,
          ImageArchitectures.residual(blocks, Norm.PLAIN),
          PublishedStarts.residualReference(f),
          PublishedStarts.residual(),
          Starts.ofAll(),
          Starts.dead(),
          Starts.sparse(),
          Starts.withoutWindow(),
          Starts.branches());
    }
  }

  private void normalised(Activation f) {
    Start reference = PublishedStarts.plainReference(f);
    for (int depth : new int[] {2, 4, 8, 16}) {
      add(
          Family.NORMALISED,
          "conv %d %s, batch".formatted(depth, f.name()),
          "images",
          f,
          ImageArchitectures.stack(depth, Kind.FULL, Norm.BATCH),
          reference,
          PublishedStarts.plain(),
          PublishedStarts.ofDcgan(),
          Starts.ofAll(),
          Starts.dead(),
          Starts.sparse(),
          Starts.scales(),
          Starts.middleScale());
    }
    for (int blocks : new int[] {4, 8}) {
      add(
          Family.NORMALISED,
          "conv blocks %d %s, batch".formatted(blocks, f.name()),
          "images",
          f,
          ImageArchitectures.residual(blocks, Norm.BATCH),
          reference,
          PublishedStarts.plain(),
          PublishedStarts.zeroEnds(),
          Starts.ofAll(),
          Starts.dead(),
          Starts.sparse(),
          Starts.scales());
    }
    for (int depth : new int[] {2, 6, 12}) {
      add(
          Family.NORMALISED,
          "dense %d %s, layer".formatted(depth, f.name()),
          "teacher",
          f,
          RowArchitectures.normalized(depth),
          reference,
          PublishedStarts.plain(),
          PublishedStarts.ofDcgan(),
          Starts.ofAll(),
          Starts.dead(),
          Starts.sparse(),
          Starts.scales(),
          Starts.middleScale());
    }
  }

  private void attention() {
    for (String task : List.of("copy", "characters")) {
      for (int blocks : new int[] {1, 2, 4, 6}) {
        for (Output output : Output.values()) {
          attention(task, blocks, AttentionArchitectures.Norm.PRE, output);
          attention(task, blocks, AttentionArchitectures.Norm.POST, output);
          attention(task, blocks, AttentionArchitectures.Norm.NONE, output);
        }
      }
    }
  }

  private void attention(String task, int blocks, AttentionArchitectures.Norm norm, Output output) {
    boolean pre = norm == AttentionArchitectures.Norm.PRE;
    String where =
        switch (norm) {
          case PRE -> "normalised before";
          case POST -> "normalised after";
          case NONE -> "not normalised";
        };
    String tied = output == Output.TIED ? ", tied" : "";
    add(
        Family.ATTENTION,
        "attention %d %s%s".formatted(blocks, where, tied),
        task,
        GELU,
        AttentionArchitectures.blocks(blocks, norm, output),
        PublishedStarts.attentionReference(norm),
        pre ? PublishedStarts.attention() : PublishedStarts.attentionWithoutNorms(),
        Starts.ofAll(),
        Starts.dead(),
        norm == AttentionArchitectures.Norm.NONE ? List.of() : Starts.scales(),
        Starts.branches(),
        pre ? List.of() : Starts.libraries(),
        Starts.queries(),
        Starts.tables(),
        Starts.places());
  }

  private void recurrent() {
    for (String task : List.of("adding", "characters")) {
      for (Cell cell : Cell.values()) {
        for (int depth : new int[] {1, 2}) {
          boolean gated = cell == Cell.LSTM || cell == Cell.GRU;
          add(
              Family.RECURRENT,
              "%s %d".formatted(title(cell), depth),
              task,
              Layers.NONE,
              SequenceArchitectures.recurrent(cell, depth),
              PublishedStarts.recurrentReference(cell),
              PublishedStarts.recurrent(cell),
              Starts.ofAll(),
              Starts.recurrences(),
              gated ? Starts.forgetting() : List.of(),
              cell == Cell.LSTM ? Starts.closedGates() : List.of(),
              task.equals("adding") ? List.of() : Starts.tables());
        }
      }
    }
  }

  private static String title(Cell cell) {
    return switch (cell) {
      case LSTM -> "LSTM";
      case GRU -> "GRU";
      case TANH -> "RNN tanh";
      case RELU -> "RNN relu";
    };
  }

  private void periodic() {
    for (int depth : new int[] {2, 3, 5}) {
      add(
          Family.PERIODIC,
          "sines %d".formatted(depth),
          "waves",
          Layers.NONE,
          RowArchitectures.sines(depth),
          PublishedStarts.periodic().getFirst(),
          PublishedStarts.periodic(),
          Starts.ofAll(),
          List.of(
              Start.drawn("he-normal", GraphFault.LARGE, "he-normal"),
              Start.drawn("glorot-uniform", GraphFault.LARGE, "glorot-uniform"),
              Start.drawn("torch", GraphFault.LARGE, "torch")));
    }
  }
}
