package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.Workers;
import dev.seedbed.bench.check.graph.AttentionArchitectures.Norm;
import dev.seedbed.bench.check.graph.AttentionArchitectures.Output;
import dev.seedbed.bench.check.graph.GraphNetwork.Family;
import dev.seedbed.bench.check.graph.GraphReference.By;
import dev.seedbed.check.Check;
import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.measure.AttentionMeasurement;
import dev.seedbed.check.measure.GraphMeasurement;
import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.kernel.Team;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/// Does what is measured of a start foretell what training comes to? Starts of a transformer of 8
/// blocks, normalised after each branch, over a grid of the deviation of their weights and of the
/// scale of their residual branches, as in Cowsik et al. 2024, arXiv:2403.02579.
public final class TransformerGrid {
  private static final int BLOCKS = 8;
  private static final int STEPS = 300;
  private static final Seed SEED = new Seed(0);
  private static final List<Double> WEIGHTS = List.of(0.25, 0.5, 1.0, 2.0, 4.0);
  private static final List<Double> BRANCHES = List.of(0.1, 0.3, 1.0, 3.0, 10.0);

  private final GraphNetwork network;

  /// One start of the grid.
  ///
  /// @param weights what all weights but tables and outputs are multiplied with
  /// @param branches what the last weights of branches are multiplied with besides
  /// @param angle the natural logarithm, a block, of how tokens draw apart (above 0) or together
  /// @param gradient likewise of how the gradient grows on its way back
  /// @param ours the sum of what `check` measures, each as a distance from sound, in nats
  /// @param reached the lowest loss on held-out rows by Adam at any rate
  private record Point(
      double weights, double branches, double angle, double gradient, double ours, double reached) {
    /// How far both exponents are from 0.
    double theirs() {
      return Math.abs(angle) + Math.abs(gradient);
    }
  }

  private TransformerGrid() {
    GraphTask task = Optional.ofNullable(GraphTasks.load().get("characters")).orElseThrow();
    network =
        new GraphNetwork(
            Family.ATTENTION,
            "attention 8 normalised after",
            task,
            new Activation.Gelu(),
            AttentionArchitectures.blocks(BLOCKS, Norm.POST, Output.OWN),
            PublishedStarts.attentionReference(Norm.POST));
  }

  /// Prints the grid, and how predictions and results rank alike.
  public static void run() throws InterruptedException, ExecutionException {
    var grid = new TransformerGrid();
    record Place(double weights, double branches) {}
    var places = new ArrayList<Place>();
    for (double weights : WEIGHTS) {
      BRANCHES.forEach(branches -> places.add(new Place(weights, branches)));
    }
    List<Point> points = Workers.each(places, place -> grid.point(place.weights, place.branches));
    print(System.out, points);
  }

  private Start start(double weights, double branches) {
    Set<Role> inner = EnumSet.copyOf(Role.MATRICES);
    inner.remove(Role.HEAD);
    return Start.drawn(
        "grid",
        GraphFault.DEPTH,
        "glorot-normal",
        new Change.Drawn(Role.TABLES, "normal(deviation=0.1)"),
        new Change.Times(inner, weights),
        new Change.Times(EnumSet.of(Role.BRANCH_END), branches));
  }

  private Point point(double weights, double branches) {
    Start start = start(weights, branches);
    GraphTask.Rows rows = network.task().checked();
    StartMeasurement measured =
        GraphMeasurement.of(
            GraphStart.of(network.draw(start, SEED)),
            new GraphRows(
                Map.of(GraphTask.INPUT, rows.inputs()),
                Optional.of(rows.targets()),
                true,
                List.of()),
            Map.of(),
            Check.USUAL_LEARNING_RATE,
            false,
            Team.ALONE);
    LayerMeasurement first = measured.trunk().getFirst();
    LayerMeasurement last = measured.trunk().getLast();
    double angle =
        StrictMath.log((last.tokens() / last.z()) / (first.tokens() / first.z())) / BLOCKS;
    double gradient = StrictMath.log(first.gradient() / last.gradient()) / BLOCKS;
    return new Point(
        weights, branches, angle, gradient, ours(measured, angle, gradient), reached(start));
  }

  private static double ours(StartMeasurement measured, double angle, double gradient) {
    double attention =
        measured.parts().attentions().stream()
            .mapToDouble(AttentionMeasurement::entropy)
            .map(share -> -StrictMath.log(Math.max(share, 1e-9)))
            .average()
            .orElse(0);
    double loss = Math.max(0, StrictMath.log(measured.loss() / measured.chance()));
    return BLOCKS * (Math.abs(angle) + Math.abs(gradient)) + attention + loss;
  }

  private double reached(Start start) {
    return By.ADAM.rates().stream()
        .mapToDouble(rate ->
            new GraphTraining(
                    network.task(),
                    network.draw(start, SEED),
                    By.ADAM.at(rate),
                    SEED,
                    Double.NEGATIVE_INFINITY)
                .to(STEPS)
                .lowest())
        .min()
        .orElseThrow();
  }

  private static void print(PrintStream out, List<Point> points) {
    out.println("| weights × | branches × | angle exponent | gradient exponent | ours | reached |");
    out.println("|---:|---:|---:|---:|---:|---:|");
    for (Point point : points) {
      out.printf(
          Locale.ROOT,
          "| %s | %s | %.3f | %.3f | %.2f | %.3f |%n",
          Starts.text(point.weights),
          Starts.text(point.branches),
          point.angle,
          point.gradient,
          point.ours,
          point.reached);
    }
    double[] reached = points.stream().mapToDouble(Point::reached).toArray();
    out.printf(
        Locale.ROOT,
        "%nRank correlation with the loss that is reached (Spearman): ours %.2f, two exponents %.2f.%n",
        Ranks.correlation(points.stream().mapToDouble(Point::ours).toArray(), reached),
        Ranks.correlation(points.stream().mapToDouble(Point::theirs).toArray(), reached));
  }
}
