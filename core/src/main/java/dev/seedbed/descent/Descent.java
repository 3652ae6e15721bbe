package dev.seedbed.descent;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Targets;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Network;
import dev.seedbed.propagation.Backpropagation;
import dev.seedbed.propagation.Dropout;
import dev.seedbed.propagation.Propagation;
import dev.seedbed.train.TrainingSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Stochastic gradient descent of one network: its parameters, what the optimiser remembers of the
/// steps before, and the memory that a step needs, so that a step allocates nothing. One thread
/// uses it at a time.
public final class Descent {
  private final TrainingSpec spec;
  private final Network network;
  private final Propagation propagation;
  private final Backpropagation backpropagation;
  private final Updates updates;

  /// Null if gradients are not clipped.
  private final @Nullable Clipping clipping;

  /// Null if nothing is dropped.
  private final @Nullable Dropout dropout;

  /// The targets of a minibatch; null before the first.
  private @Nullable Targets minibatch;

  private long steps;

  /// @param start is not changed
  /// @param team helps where the network is large
  public Descent(TrainingSpec spec, Network start, Kernels kernels, Team team) {
    this.spec = spec;
    this.network = start.copy();
    this.propagation = new Propagation(network, spec.minibatch(), kernels, team);
    this.backpropagation = new Backpropagation(propagation);
    this.updates = Updates.of(spec.optimizer(), network, kernels);
    this.dropout =
        spec.dropout() > 0
            ? new Dropout(network, spec.minibatch(), spec.dropout(), spec.orderSeed())
            : null;
    this.clipping = spec.clips() ? new Clipping(network, spec.maxGradientNorm()) : null;
  }

  /// The network as it is after the steps so far.
  public Network network() {
    return network;
  }

  Propagation propagation() {
    return propagation;
  }

  /// The optimiser's state, shared and not copied.
  List<Network> memory() {
    return updates.memory();
  }

  /// Goes on as if `doneSteps` steps had been made, which left that memory behind.
  void restore(List<Network> memory, long doneSteps) {
    updates.restore(memory, doneSteps);
    steps = doneSteps;
  }

  /// One step along the gradient of the mean loss of the rows `order[from]` to `order[to - 1]`, at
  /// most a minibatch. Steps are counted, `order` being an epoch, for the schedule of the learning
  /// rate.
  ///
  /// @return the sum of the rows' losses before the step
  public double step(Dataset.Part part, int[] order, int from, int to) {
    int rows = to - from;
    Targets targets = minibatch(part.targets());
    targets.copyRows(part.targets(), order, from, to);
    if (dropout == null) {
      propagation.forward(part.inputs(), order, from, rows);
    } else {
      propagation.forward(part.inputs(), order, from, rows, dropout, steps);
    }
    double loss = propagation.lossSum(targets, 0, rows);
    int stepsPerEpoch = Math.ceilDiv(order.length, spec.minibatch());
    updates.begin(spec.learningRate(steps, stepsPerEpoch));
    if (clipping == null) {
      backpropagation.backward(targets, rows, updates);
    } else {
      backpropagation.backward(targets, rows, clipping);
      clipping.handOn(updates);
    }
    steps++;
    return loss;
  }

  /// The targets of a minibatch of those.
  private Targets minibatch(Targets all) {
    Targets room = minibatch;
    if (room == null) {
      room = all.room(spec.minibatch());
      minibatch = room;
    }
    return room;
  }
}
