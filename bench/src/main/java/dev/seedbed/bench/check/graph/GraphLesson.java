package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.LossCurve;
import dev.seedbed.bench.check.Workers;
import dev.seedbed.bench.check.graph.GraphReference.By;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// A start of a network of the benchmark, checked and then trained by both optimisers at all rates.
///
/// @param chance the loss on held-out rows of outputs that know nothing
/// @param first the loss of the start
/// @param trained by each optimiser at each rate
public record GraphLesson(Diagnosis diagnosis, double chance, double first, List<Trained> trained) {
  private static final Seed SEED = new Seed(0);

  /// One training.
  ///
  /// @param adam whether by Adam, or else by momentum
  /// @param curve of the loss on held-out rows
  public record Trained(boolean adam, double rate, LossCurve curve) {}

  public GraphLesson {
    trained = List.copyOf(trained);
  }

  /// Draws, checks and trains a start for so many steps.
  static GraphLesson of(GraphCase one, int steps) {
    GraphTask task = one.network().task();
    record Way(By by, double rate) {}
    var ways = new ArrayList<Way>();
    for (By by : By.values()) {
      by.rates().forEach(rate -> ways.add(new Way(by, rate)));
    }
    try {
      return new GraphLesson(
          GraphCheckBench.check(one, SEED).run(1),
          task.chance(),
          GraphTraining.loss(one.draw(SEED), task.held()),
          Workers.each(
              ways,
              way ->
                  new Trained(
                      way.by == By.ADAM,
                      way.rate,
                      new GraphTraining(
                              task,
                              one.draw(SEED),
                              way.by.at(way.rate),
                              SEED,
                              Double.NEGATIVE_INFINITY)
                          .to(steps))));
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What came to the lowest loss.
  ///
  /// @param adam whether by Adam, or else by momentum
  public Trained best(boolean adam) {
    return trained.stream()
        .filter(one -> one.adam == adam)
        .min(Comparator.comparingDouble(one -> one.curve.lowest()))
        .orElseThrow();
  }

  /// The fewest steps to a loss at any rate; infinite if none came to it.
  public double stepsTo(double loss, boolean adam) {
    return trained.stream()
        .filter(one -> one.adam == adam)
        .mapToDouble(one -> one.curve.stepsTo(loss))
        .min()
        .orElseThrow();
  }
}
