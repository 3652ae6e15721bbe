package dev.seedbed.train;

import dev.seedbed.data.Dataset;
import dev.seedbed.network.Backpropagation;
import dev.seedbed.network.Network;
import dev.seedbed.network.Propagation;
import dev.seedbed.tensor.Kernels;
import dev.seedbed.tensor.Matrix;

/// Stochastic gradient descent of one network: its parameters, what the optimiser remembers of the
/// steps before, and the memory that a step needs, so that a step allocates nothing. One thread
/// uses it at a time.
public final class Descent {
  private final TrainingSpec spec;
  private final Network network;
  private final Network velocities;
  private final Propagation propagation;
  private final Backpropagation backpropagation;
  private final Matrix inputs;
  private final Matrix targets;

  /// @param start is not changed
  public Descent(TrainingSpec spec, Network start, Kernels kernels) {
    this.spec = spec;
    this.network = start.copy();
    this.velocities = Network.zeros(start.spec());
    this.propagation = new Propagation(network, spec.minibatch(), kernels);
    this.backpropagation = new Backpropagation(propagation);
    this.inputs = new Matrix(spec.minibatch(), start.spec().widths().getFirst());
    this.targets = new Matrix(spec.minibatch(), start.spec().widths().getLast());
  }

  /// The network as it is after the steps so far.
  public Network network() {
    return network;
  }

  Propagation propagation() {
    return propagation;
  }

  /// One step along the gradient of the mean loss of the rows `order[from]` to `order[to - 1]`, at
  /// most a minibatch.
  ///
  /// @return the sum of the rows' losses before the step
  public double step(Dataset.Part part, int[] order, int from, int to) {
    int rows = to - from;
    for (int i = 0; i < rows; i++) {
      inputs.copyRow(part.inputs(), order[from + i], i);
      targets.copyRow(part.targets(), order[from + i], i);
    }
    propagation.forward(inputs, 0, rows);
    double loss = propagation.lossSum(targets, 0, rows);
    Network gradients = backpropagation.backward(inputs, targets, rows);
    spec.optimizer().step(network, gradients, velocities);
    return loss;
  }
}
