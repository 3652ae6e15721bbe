package dev.seedbed.descent;

import dev.seedbed.data.Dataset;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Network;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.Score;
import dev.seedbed.train.TrainingSpec;

/// The training of one network, epoch by epoch, on one thread. It keeps the network as it was at
/// its best epoch, by the [dev.seedbed.train.Metric] of the specification.
///
/// The result depends on nothing but the specification, the start and the data.
public final class Training {
  private final TrainingSpec spec;
  private final Dataset data;
  private final Network best;
  private final Descent descent;
  private final Criterion criterion;
  private int epoch;
  private int bestEpoch;
  private double bestCost = Double.POSITIVE_INFINITY;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private boolean diverged;

  /// @param start is not changed
  /// @param team helps where the network is large
  public Training(TrainingSpec spec, Network start, Dataset data, Kernels kernels, Team team) {
    this.spec = spec;
    this.data = data;
    this.best = start.copy();
    int rows = Math.min(spec.minibatch(), data.train().rows());
    this.descent = new Descent(spec.withMinibatch(rows), start, kernels, team);
    this.criterion = Criterion.of(spec.metric(), data);
  }

  /// Goes on where a training of the same specification and data stood.
  ///
  /// @param snapshot is not changed
  /// @param team helps where the network is large
  public static Training resume(
      TrainingSpec spec, Snapshot snapshot, Dataset data, Kernels kernels, Team team) {
    var training = new Training(spec, snapshot.network(), data, kernels, team);
    training.best.copyFrom(snapshot.best());
    training.epoch = snapshot.epoch();
    training.bestEpoch = snapshot.bestEpoch();
    training.bestCost = snapshot.bestCost();
    training.bestLoss = snapshot.bestLoss();
    training.diverged = snapshot.diverged();
    int steps = Math.ceilDiv(data.train().rows(), spec.minibatch());
    training.descent.restore(snapshot.memory(), (long) snapshot.epoch() * steps);
    return training;
  }

  /// The training as it stands, in copies.
  public Snapshot snapshot() {
    return new Snapshot(
        epoch,
        bestEpoch,
        bestCost,
        bestLoss,
        diverged,
        descent.network().copy(),
        best.copy(),
        descent.memory().stream().map(Network::copy).toList());
  }

  /// Trains a network for some epochs, with no rows to choose by.
  ///
  /// @param start is not changed
  /// @return the network after the last step
  public static Network epochs(TrainingSpec spec, Network start, Dataset.Part rows, int epochs) {
    int minibatch = Math.min(spec.minibatch(), rows.rows());
    var descent = new Descent(spec.withMinibatch(minibatch), start, Kernels.best(), Team.ALONE);
    for (int epoch = 1; epoch <= epochs; epoch++) {
      epoch(descent, spec, rows, epoch);
    }
    return descent.network();
  }

  /// @return the sum of the rows' losses
  private static double epoch(Descent descent, TrainingSpec spec, Dataset.Part rows, int epoch) {
    int[] order = spec.orderSeed().stream("order/epoch" + epoch).permutation(rows.rows());
    double loss = 0;
    for (int from = 0; from < order.length; from += spec.minibatch()) {
      int to = Math.min(order.length, from + spec.minibatch());
      loss += descent.step(rows, order, from, to);
    }
    return loss;
  }

  /// Trains one more epoch, then measures on the validation rows.
  public Epoch next() {
    epoch++;
    double loss = epoch(descent, spec, data.train(), epoch);
    Score validation =
        Evaluation.score(descent.propagation(), data.validation(), data.target(), criterion);
    double cost = spec.metric().isLoss() ? validation.loss() : criterion.value();
    var result =
        new Epoch(epoch, loss / data.train().rows(), validation, cost, criterion.halfDifference());
    if (!result.finite()) {
      diverged = true;
    } else if (cost < bestCost || (cost == bestCost && validation.loss() < bestLoss)) {
      bestCost = cost;
      bestLoss = validation.loss();
      bestEpoch = epoch;
      best.copyFrom(descent.network());
    }
    return result;
  }

  /// Whether there is nothing more to do: all epochs done, no patience left, or diverged.
  public boolean finished() {
    return diverged || epoch >= spec.epochs() || epoch - bestEpoch >= spec.patience();
  }

  /// Whether a loss became infinite or not a number.
  public boolean diverged() {
    return diverged;
  }

  /// The number of epochs done.
  public int epoch() {
    return epoch;
  }

  /// The best epoch; 0 if there was none.
  public int bestEpoch() {
    return bestEpoch;
  }

  /// The network as it was at the best epoch; the start if there was none.
  public Network best() {
    return best;
  }
}
