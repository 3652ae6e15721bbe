package dev.seedbed.bench.starts;

import dev.seedbed.data.Dataset;
import dev.seedbed.descent.Descent;
import dev.seedbed.init.Catalogue;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.propagation.Backpropagation;
import dev.seedbed.propagation.Propagation;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import dev.seedbed.train.Schedule;
import dev.seedbed.train.Sgd;
import dev.seedbed.train.TrainingSpec;
import java.util.List;

/// A network and what it has become after some steps of plain gradient descent.
///
/// @param losses of all rows: at the start and after each step
public record Lesson(Network start, Network end, double[] losses) {
  static final int STEPS = 100;
  static final double LEARNING_RATE = 0.1;
  static final int MINIBATCH = 32;
  static final Seed SEED = new Seed(0);

  private static final TrainingSpec TRAINING =
      TrainingSpec.DEFAULT
          .withOptimizer(new Sgd(LEARNING_RATE, 0, 0))
          .withSchedule(new Schedule.Constant())
          .withMinibatch(MINIBATCH);

  /// The start that a scheme draws for a network that is to tell classes apart.
  static Network start(String scheme, Activation activation, List<Integer> widths) {
    return start(scheme, activation, widths, SEED);
  }

  static Network start(String scheme, Activation activation, List<Integer> widths, Seed seed) {
    var spec = new NetworkSpec(widths, activation, Loss.CROSS_ENTROPY);
    return Catalogue.scheme(scheme).draw(spec, seed);
  }

  public static Lesson of(Network start, Dataset.Part rows) {
    return of(start, rows, TRAINING, STEPS);
  }

  /// Trains a copy, all epochs in full minibatches.
  public static Lesson of(Network start, Dataset.Part rows, TrainingSpec training, int steps) {
    int minibatch = training.minibatch();
    var descent = new Descent(training, start, Kernels.best(), Team.ALONE);
    double[] losses = new double[steps + 1];
    losses[0] = loss(start, rows);
    int perEpoch = rows.rows() / minibatch;
    int[] order = {};
    for (int step = 0; step < steps; step++) {
      if (step % perEpoch == 0) {
        order = SEED.stream("order/epoch" + (step / perEpoch + 1)).permutation(rows.rows());
      }
      int from = step % perEpoch * minibatch;
      descent.step(rows, order, from, from + minibatch);
      losses[step + 1] = loss(descent.network(), rows);
    }
    return new Lesson(start, descent.network(), losses);
  }

  /// The mean loss of rows.
  static double loss(Network network, Dataset.Part rows) {
    var propagation = new Propagation(network, rows.rows(), Kernels.best());
    propagation.forward(rows.inputs(), 0, rows.rows());
    return propagation.lossSum(rows.targets(), 0, rows.rows()) / rows.rows();
  }

  /// The gradient of the mean loss of all rows, in the shape of the network.
  public static Network gradient(Network network, Dataset.Part rows) {
    var propagation = new Propagation(network, rows.rows(), Kernels.best());
    propagation.forward(rows.inputs(), 0, rows.rows());
    Network gradient = Network.zeros(network.spec());
    new Backpropagation(propagation)
        .backward(rows.targets(), rows.rows(), Backpropagation.storing(gradient));
    return gradient;
  }

  /// The losses as a line.
  public Series series(String name) {
    return Series.of(name, Series.Style.LINE, Series.count(0, losses.length), losses);
  }

  /// How far from 0 the numbers of a tensor are at the most.
  static double largest(Tensor tensor) {
    double largest = 0;
    for (float value : tensor.values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /// The losses of several lessons in one panel.
  static Panel panel(String title, List<Series> series) {
    return new Panel(
        title,
        Axis.linear("steps of gradient descent", 0, STEPS),
        Axis.fromZero("loss (nats)", series),
        series);
  }
}
