package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.Label;
import dev.seedbed.bench.check.LossCurve;
import dev.seedbed.bench.check.graph.GraphReference.By;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Makes labels by training, as the protocol says. Safe for several threads.
final class GraphLabelling {
  /// The seeds that decide if they agree.
  static final int FEW = 2;

  /// The rates of an optimiser at which a start that is not healthy is trained on: those with the
  /// lowest losses.
  private static final int GOING_ON = 2;

  /// All seeds.
  static final int ALL = 10;

  private final Map<String, List<GraphReference>> references = new ConcurrentHashMap<>();

  /// Trains the references of a network, unless that is done.
  void prepare(GraphNetwork network) {
    references(network);
  }

  /// The labels of a case: one for each seed that was trained, from 0 on.
  List<GraphLabelRow> label(GraphCase one) {
    List<GraphReference> all = references(one.network());
    List<GraphReference> deciding = all.stream().filter(GraphReference::trains).toList();
    if (deciding.isEmpty()) {
      return List.of(new GraphLabelRow(one.name(), 0, trials(all, List.of()), Label.DROPPED));
    }
    var rows = new ArrayList<GraphLabelRow>();
    label(one, deciding, 0, FEW, rows);
    if (rows.stream().map(GraphLabelRow::label).distinct().count() > 1) {
      label(one, deciding, FEW, ALL, rows);
    }
    return rows;
  }

  private List<GraphReference> references(GraphNetwork network) {
    return references.computeIfAbsent(
        network.title(),
        _ -> Arrays.stream(By.values()).map(by -> GraphReference.of(network, by)).toList());
  }

  private void label(
      GraphCase one, List<GraphReference> deciding, int from, int to, List<GraphLabelRow> rows) {
    for (int s = from; s < to; s++) {
      var steps = new ArrayList<Double>();
      for (GraphReference reference : deciding) {
        steps.add(steps(one, reference, s));
      }
      List<GraphLabelRow.Trial> trials = trials(deciding, steps);
      rows.add(new GraphLabelRow(one.name(), s, trials, GraphLabelRow.together(trials)));
    }
  }

  private static List<GraphLabelRow.Trial> trials(
      List<GraphReference> references, List<Double> steps) {
    var trials = new ArrayList<GraphLabelRow.Trial>();
    for (int i = 0; i < references.size(); i++) {
      GraphReference by = references.get(i);
      double made = i < steps.size() ? steps.get(i) : Double.NaN;
      trials.add(
          new GraphLabelRow.Trial(by.optimizer(), by.best(), by.target(), (int) by.steps(), made));
    }
    return trials;
  }

  /// The steps to the target at the first rate at which a start is healthy, else the fewest at the
  /// rates that are best until then; infinite if it gets there at none.
  private static double steps(GraphCase one, GraphReference reference, int s) {
    var seed = new Seed(s);
    double healthy = Math.sqrt(10) * reference.steps();
    Map<GraphTraining, LossCurve> trainings = new LinkedHashMap<>();
    for (double rate : reference.rates()) {
      var training =
          new GraphTraining(
              one.network().task(),
              one.draw(seed),
              reference.optimizer().at(rate),
              seed,
              reference.target());
      LossCurve curve = training.to((int) healthy);
      double steps = curve.stepsTo(reference.target());
      if (Double.isFinite(steps)) {
        return steps;
      }
      trainings.put(training, curve);
    }
    return trainings.entrySet().stream()
        .sorted(Comparator.comparingDouble(each -> each.getValue().lowest()))
        .limit(GOING_ON)
        .mapToDouble(
            each -> each.getKey().to((int) (10 * reference.steps())).stepsTo(reference.target()))
        .min()
        .orElseThrow();
  }
}
