package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.LossCurve;
import dev.seedbed.graph.ParameterUpdates;
import dev.seedbed.graph.ParameterUpdates.Adam;
import dev.seedbed.graph.ParameterUpdates.Momentum;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// How well a network trains with one optimiser when it starts well.
///
/// @param optimizer that trains it
/// @param best the least over rates of the median over seeds of the lowest loss
/// @param target what counts as trained
/// @param steps t: the least over rates of the median steps to the target; 0 if the optimiser does
///   not train the network
/// @param rates all, those first that are near that at which these steps were made
record GraphReference(By optimizer, double best, double target, double steps, List<Double> rates) {
  /// The seeds that a reference is trained from.
  static final int SEEDS = 3;

  private static final double LEAST_STEPS = 20;
  private static final double MOMENTUM = 0.9;

  /// An optimiser with the rates that are tried.
  enum By {
    MOMENTUM,
    ADAM;

    List<Double> rates() {
      return switch (this) {
        case MOMENTUM -> List.of(0.003, 0.01, 0.03, 0.1, 0.3);
        case ADAM -> List.of(0.0003, 0.001, 0.003, 0.01);
      };
    }

    ParameterUpdates.Method at(double rate) {
      return switch (this) {
        case MOMENTUM -> new Momentum(rate, GraphReference.MOMENTUM);
        case ADAM -> new Adam(rate);
      };
    }
  }

  boolean trains() {
    return steps > 0;
  }

  /// Trains the reference of a network.
  static GraphReference of(GraphNetwork network, By optimizer) {
    GraphTask task = network.task();
    var curves = new ArrayList<List<LossCurve>>();
    for (double rate : optimizer.rates()) {
      curves.add(
          IntStream.range(0, SEEDS).mapToObj(s -> run(network, optimizer, rate, s)).toList());
    }
    double best =
        curves.stream()
            .mapToDouble(some -> median(some.stream().mapToDouble(LossCurve::lowest)))
            .min()
            .orElseThrow();
    double target = task.chance() - 0.9 * (task.chance() - best);
    if (!(best <= task.learnt() * task.chance())) {
      return new GraphReference(optimizer, best, target, 0, optimizer.rates());
    }
    double[] steps =
        curves.stream()
            .mapToDouble(some -> median(some.stream().mapToDouble(one -> one.stepsTo(target))))
            .toArray();
    double least = Arrays.stream(steps).min().orElseThrow();
    int fastest =
        IntStream.range(0, steps.length).filter(i -> steps[i] == least).findFirst().orElse(0);
    List<Double> rates =
        IntStream.range(0, steps.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> Math.abs(i - fastest)))
            .map(optimizer.rates()::get)
            .toList();
    return new GraphReference(optimizer, best, target, Math.max(LEAST_STEPS, least), rates);
  }

  private static LossCurve run(GraphNetwork network, By optimizer, double rate, int s) {
    var seed = new Seed(s);
    return GraphTraining.run(
        network.task(),
        network.draw(network.reference(), seed),
        optimizer.at(rate),
        seed,
        Double.NEGATIVE_INFINITY,
        network.task().steps());
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
