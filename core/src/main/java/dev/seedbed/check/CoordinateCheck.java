package dev.seedbed.check;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.graph.WeightedNode;
import dev.seedbed.check.measure.CoordinateMeasurement;
import dev.seedbed.check.result.Coordinates;
import dev.seedbed.data.InputException;
import dev.seedbed.graph.ParameterUpdates;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.graph.WayThrough;
import dev.seedbed.init.Scheme;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Does one learning rate fit every width? Trains the same network at several widths for a few
/// steps on the same batch, and finds how the activations of each operator grow with the width: the
/// coordinate check of µP. Yang et al. 2022, arXiv:2203.03466, appendix D; batch and steps are
/// those of `coord_check` in microsoft/mup.
///
/// @param networks at least two
/// @param optimizer of the steps
/// @param learningRate above 0
/// @param seeds of the batches, and of the weights that are drawn; at least two
/// @param shapes of inputs, by name; the files' by default
public record CoordinateCheck(
    List<Subject> networks,
    Optimizer optimizer,
    double learningRate,
    List<Seed> seeds,
    Map<String, TensorShape> shapes) {
  /// Steps of training.
  public static final int STEPS = 3;

  /// Batches, unless others are asked for.
  public static final int BATCHES = 8;

  /// How gradients become steps.
  public enum Optimizer {
    /// Plain gradient descent.
    SGD(0.1),
    /// Without weight decay.
    ADAM(1e-3);

    private final double learningRate;

    Optimizer(double learningRate) {
      this.learningRate = learningRate;
    }

    /// The default.
    public double learningRate() {
      return learningRate;
    }

    private ParameterUpdates.Method method(double rate) {
      return switch (this) {
        case SGD -> new ParameterUpdates.Momentum(rate, 0);
        case ADAM -> new ParameterUpdates.Adam(rate);
      };
    }

    /// As people write it.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A network of one width.
  public sealed interface Subject {
    /// What messages call it.
    String name();

    /// Its start.
    GraphStart start(Seed seed);

    /// One that stands in a file; the same for each seed.
    record Saved(String name, GraphStart start) implements Subject {
      @Override
      public GraphStart start(Seed seed) {
        return start;
      }
    }

    /// One that is drawn from each seed.
    record Drawn(String name, NetworkSpec network, Scheme scheme) implements Subject {
      @Override
      public GraphStart start(Seed seed) {
        try {
          return GraphStart.of(Chain.of(scheme.draw(network, seed)));
        } catch (IllegalArgumentException e) {
          throw new InputException(String.valueOf(e.getMessage()));
        }
      }
    }
  }

  public CoordinateCheck {
    networks = List.copyOf(networks);
    seeds = List.copyOf(seeds);
    shapes = Map.copyOf(shapes);
    if (networks.size() < 2) {
      throw new IllegalArgumentException(
          "networks of at least two widths are needed: " + networks.size());
    }
    if (seeds.size() < 2) {
      throw new IllegalArgumentException("at least two seeds are needed: " + seeds.size());
    }
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "learning rate must be above 0 and finite: " + learningRate);
    }
  }

  /// With the defaults.
  public static CoordinateCheck of(List<Subject> networks) {
    return new CoordinateCheck(
        networks, Optimizer.ADAM, Optimizer.ADAM.learningRate(), usualSeeds(), Map.of());
  }

  /// The seeds unless others are asked for.
  public static List<Seed> usualSeeds() {
    return LongStream.range(0, BATCHES).mapToObj(Seed::new).toList();
  }

  /// Trains and measures. Where the usual inputs do not fit and the files leave their lengths open,
  /// larger ones are tried.
  ///
  /// @param threads that work on it; the result does not depend on that
  /// @throws InputException if the networks do not have the same operators and inputs, or none is
  ///   wider than another
  public Coordinates run(int threads) {
    Coordinates usual = run(threads, 0);
    Coordinates larger = usual;
    for (int size = 1; size < GraphRows.SIZES && !larger.obstacles().isEmpty(); size++) {
      larger = run(threads, size);
      if (larger.obstacles().equals(usual.obstacles())) {
        // The lengths are not to blame.
        return usual;
      }
    }
    return larger.obstacles().isEmpty() ? larger : usual;
  }

  private Coordinates run(int threads, int size) {
    var batches = new ArrayList<List<Map<String, CoordinateMeasurement.Operator>>>();
    var assumed = new LinkedHashSet<String>();
    int count = 0;
    var obstacles = new ArrayList<String>();
    try (Team team = Team.of(threads)) {
      for (Seed seed : seeds) {
        List<GraphStart> starts = networks.stream().map(network -> network.start(seed)).toList();
        GraphRows rows = rows(starts, size, seed);
        List<Ready> ready = ready(starts, rows, team, obstacles);
        if (batches.isEmpty() && obstacles.isEmpty()) {
          checkOperators(ready.stream().map(Ready::start).toList());
          count = rows.count();
          assumed.addAll(rows.assumed());
          ready.forEach(network -> assumed.addAll(network.remarks()));
        }
        batches.add(measured(ready, team, obstacles));
        if (!obstacles.isEmpty()) {
          return Coordinates.notRun(obstacles);
        }
        if (batches.size() == 1) {
          checkWidths(widths(batches.getFirst()));
        }
      }
    }
    return coordinates(batches, count, List.copyOf(assumed));
  }

  private void checkOperators(List<GraphStart> starts) {
    List<List<String>> names =
        starts.stream()
            .map(start -> start.weighted().stream().map(WeightedNode::name).toList())
            .toList();
    for (int i = 1; i < names.size(); i++) {
      checkOperators(0, i, names.get(0), names.get(i));
      checkOperators(i, 0, names.get(i), names.get(0));
    }
  }

  private void checkOperators(int one, int other, List<String> names, List<String> others) {
    for (String name : names) {
      if (!others.contains(name)) {
        throw new InputException(
            "the networks must have the same operators with weights: %s has '%s', %s does not"
                .formatted(networks.get(one).name(), name, networks.get(other).name()));
      }
    }
  }

  /// As many as the largest network can take.
  private GraphRows rows(List<GraphStart> starts, int size, Seed seed) {
    int largest =
        IntStream.range(0, starts.size())
            .boxed()
            .max(Comparator.comparingLong(i -> starts.get(i).parameters()))
            .orElseThrow();
    return named(
        largest,
        () -> GraphRows.of(starts.get(largest), Map.of(), Optional.empty(), shapes, size, seed));
  }

  /// A network along the way that a batch takes through it.
  ///
  /// @param index in the list of networks
  /// @param remarks where the batch decided the way
  private record Ready(int index, GraphStart start, GraphRows rows, List<String> remarks) {}

  /// @param obstacles gets why networks cannot be run
  private List<Ready> ready(
      List<GraphStart> starts, GraphRows rows, Team team, List<String> obstacles) {
    var ready = new ArrayList<Ready>();
    for (int i = 0; i < starts.size(); i++) {
      GraphStart start = starts.get(i);
      GraphRows same =
          named(
              i,
              () -> GraphRows.of(start, rows.inputs(), Optional.empty(), Map.of(), 0, rows.seed()));
      try {
        WayThrough way = WayThrough.of(start.graph(), same.inputs(), team);
        ready.add(new Ready(i, start.along(way), same, way.remarks()));
      } catch (InputException e) {
        obstacles.add("%s: %s".formatted(networks.get(i).name(), e.getMessage()));
      }
    }
    return ready;
  }

  /// @param obstacles gets why networks cannot be run
  private List<Map<String, CoordinateMeasurement.Operator>> measured(
      List<Ready> ready, Team team, List<String> obstacles) {
    var measured = new ArrayList<Map<String, CoordinateMeasurement.Operator>>();
    for (Ready network : ready) {
      try {
        measured.add(
            CoordinateMeasurement.of(
                network.start(), network.rows(), optimizer.method(learningRate), STEPS, team));
      } catch (InputException e) {
        obstacles.add("%s: %s".formatted(networks.get(network.index()).name(), e.getMessage()));
      }
    }
    return measured;
  }

  /// What is wrong with a network is said with its name.
  private <T> T named(int network, Supplier<T> work) {
    try {
      return work.get();
    } catch (InputException e) {
      throw new InputException("%s: %s".formatted(networks.get(network).name(), e.getMessage()));
    }
  }

  /// The geometric mean of the units of those hidden operators whose number of units is not the
  /// same in all networks; 1 of each if there is none.
  private static double[] widths(List<Map<String, CoordinateMeasurement.Operator>> batch) {
    double[] logarithms = new double[batch.size()];
    int count = 0;
    for (String name : batch.getFirst().keySet()) {
      boolean hidden = operator(batch.getFirst(), name).kind() == Coordinates.Kind.HIDDEN;
      if (hidden && units(batch, name).stream().distinct().count() > 1) {
        count++;
        for (int i = 0; i < logarithms.length; i++) {
          logarithms[i] += StrictMath.log(units(batch, name).get(i));
        }
      }
    }
    double[] widths = new double[batch.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = StrictMath.exp(logarithms[i] / Math.max(1, count));
    }
    return widths;
  }

  private static List<Integer> units(
      List<Map<String, CoordinateMeasurement.Operator>> batch, String name) {
    return batch.stream().map(network -> operator(network, name).units()).toList();
  }

  private static CoordinateMeasurement.Operator operator(
      Map<String, CoordinateMeasurement.Operator> network, String name) {
    return Optional.ofNullable(network.get(name)).orElseThrow();
  }

  private static void checkWidths(double[] widths) {
    if (DoubleStream.of(widths).distinct().count() < 2) {
      throw new InputException(
          "the networks must be of different widths: every hidden operator has as many units in one as in the others");
    }
  }

  private Coordinates coordinates(
      List<List<Map<String, CoordinateMeasurement.Operator>>> batches,
      int rows,
      List<String> assumed) {
    double[] widths = widths(batches.getFirst());
    List<Integer> order =
        IntStream.range(0, widths.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> widths[i]))
            .toList();
    var operators = new ArrayList<Coordinates.Operator>();
    List<Map<String, CoordinateMeasurement.Operator>> first = batches.getFirst();
    for (String name : first.getFirst().keySet()) {
      // The logits of attention have no names that must be the same.
      if (batches.stream().flatMap(List::stream).allMatch(network -> network.containsKey(name))) {
        operators.add(judged(name, batches, order, widths));
      }
    }
    operators.sort(Comparator.comparing(it -> it.kind() == Coordinates.Kind.ATTENTION));
    return new Coordinates(
        order.stream()
            .map(i -> new Coordinates.Network(networks.get(i).name(), widths[i]))
            .toList(),
        operators,
        rows,
        batches.size(),
        assumed,
        List.of());
  }

  private Coordinates.Operator judged(
      String name,
      List<List<Map<String, CoordinateMeasurement.Operator>>> batches,
      List<Integer> order,
      double[] widths) {
    List<List<CoordinateMeasurement.Operator>> sorted =
        batches.stream()
            .map(batch -> order.stream().map(i -> operator(batch.get(i), name)).toList())
            .toList();
    double[] x = order.stream().mapToDouble(i -> widths[i]).toArray();
    Coordinates.Kind kind = sorted.getFirst().getFirst().kind();
    return new Coordinates.Operator(
        name,
        kind,
        kind == Coordinates.Kind.ATTENTION
            ? List.of()
            : sorted.getFirst().stream().map(CoordinateMeasurement.Operator::units).toList(),
        IntStream.rangeClosed(0, STEPS)
            .mapToObj(t -> fit(x, sorted, each -> each.sizes().get(t)).fit(kind))
            .toList(),
        IntStream.range(0, STEPS)
            .mapToObj(t -> fit(x, sorted, each -> each.changes().get(t)).fit(kind))
            .toList());
  }

  /// @param operators batches × networks
  private WidthFit fit(
      double[] widths,
      List<List<CoordinateMeasurement.Operator>> operators,
      Function<CoordinateMeasurement.Operator, CoordinateMeasurement.Size> size) {
    double[][] means = new double[operators.size()][widths.length];
    double[] chances = new double[widths.length];
    for (int batch = 0; batch < means.length; batch++) {
      for (int i = 0; i < widths.length; i++) {
        CoordinateMeasurement.Size each = size.apply(operators.get(batch).get(i));
        means[batch][i] = each.mean();
        chances[i] += isDrawn() ? 0 : each.chance() / means.length;
      }
    }
    return new WidthFit(widths, means, chances);
  }

  /// Whether the interval over seeds covers what another draw of the weights would give.
  private boolean isDrawn() {
    return networks.stream().allMatch(Subject.Drawn.class::isInstance);
  }
}
