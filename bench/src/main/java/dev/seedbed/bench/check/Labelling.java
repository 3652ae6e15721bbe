package dev.seedbed.bench.check;

import dev.seedbed.data.InputException;
import dev.seedbed.network.Network;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/// Makes labels by training, as the protocol says. Safe for several threads.
final class Labelling {
  /// The seeds that decide if they agree.
  static final int FEW = 5;

  /// All seeds.
  static final int ALL = 20;

  private final Map<String, Task> tasks;
  private final Map<String, Reference> references = new ConcurrentHashMap<>();

  Labelling(Map<String, Task> tasks) {
    this.tasks = tasks;
  }

  /// How well a network trains when it is started well.
  ///
  /// @param best the median of the lowest losses
  /// @param target what counts as trained
  /// @param steps the median steps to the target; 0 if it does not train
  private record Reference(double best, double target, int steps) {}

  /// The labels of a case: one for each seed that was trained, from 0 on.
  List<LabelRow> label(StartCase one) {
    Task task = one.data(tasks);
    Reference reference = references.computeIfAbsent(one.referenceName(), _ -> train(one, task));
    if (reference.steps == 0) {
      return List.of(row(one, task, reference, 0, Double.NaN, Label.DROPPED));
    }
    var rows = new ArrayList<LabelRow>();
    label(one, task, reference, 0, FEW, rows);
    if (rows.stream().map(LabelRow::label).distinct().count() > 1) {
      label(one, task, reference, FEW, ALL, rows);
    }
    return rows;
  }

  private void label(
      StartCase one, Task task, Reference reference, int from, int to, List<LabelRow> rows) {
    for (int s = from; s < to; s++) {
      var seed = new Seed(s);
      int most = 10 * reference.steps;
      LossCurve run = run(one, task, one.draw(tasks, seed), seed, reference.target, most);
      double steps = run.stepsTo(reference.target);
      rows.add(row(one, task, reference, s, steps, Label.of(steps, reference.steps)));
    }
  }

  private Reference train(StartCase one, Task task) {
    List<LossCurve> runs =
        IntStream.range(0, FEW)
            .mapToObj(s -> {
              var seed = new Seed(s);
              try {
                Network start = one.drawReference(tasks, seed);
                return run(one, task, start, seed, Double.NEGATIVE_INFINITY, task.steps());
              } catch (InputException _) {
                // A scheme that is fitted to data finds a layer dead.
                return new LossCurve(List.of());
              }
            })
            .toList();
    double best = median(runs.stream().mapToDouble(LossCurve::lowest).toArray());
    double target = task.chance() - 0.9 * (task.chance() - best);
    if (!(best <= task.chance() / 2)) {
      return new Reference(best, target, 0);
    }
    return new Reference(
        best,
        target,
        (int) median(runs.stream().mapToDouble(run -> run.stepsTo(target)).toArray()));
  }

  private static LossCurve run(
      StartCase one, Task task, Network start, Seed seed, double target, int steps) {
    return Run.of(task, start, one.optimizer(), one.minibatch(), seed, target, steps);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static LabelRow row(
      StartCase one, Task task, Reference reference, int seed, double steps, Label label) {
    return new LabelRow(
        one.name(),
        seed,
        task.chance(),
        reference.best,
        reference.target,
        reference.steps,
        steps,
        label);
  }
}
