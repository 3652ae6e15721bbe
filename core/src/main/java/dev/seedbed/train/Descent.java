package dev.seedbed.train;

import dev.seedbed.data.Dataset;
import dev.seedbed.network.Backpropagation;
import dev.seedbed.network.Network;
import dev.seedbed.network.Propagation;
import dev.seedbed.tensor.Kernels;
import dev.seedbed.tensor.Matrix;
import dev.seedbed.tensor.Team;

/// Stochastic gradient descent of one network: its parameters, what the optimiser remembers of the
/// steps before, and the memory that a step needs, so that a step allocates nothing. One thread
/// uses it at a time.
public final class Descent {
  private final TrainingSpec spec;
  private final Network network;
  private final Network velocities;
  private final Kernels kernels;
  private final Propagation propagation;
  private final Backpropagation backpropagation;
  private final Matrix targets;
  private final Backpropagation.Use update = new Update();

  /// @param start is not changed
  /// @param team helps where the network is large
  public Descent(TrainingSpec spec, Network start, Kernels kernels, Team team) {
    this.spec = spec;
    this.network = start.copy();
    this.velocities = Network.zeros(start.spec());
    this.kernels = kernels;
    this.propagation = new Propagation(network, spec.minibatch(), kernels, team);
    this.backpropagation = new Backpropagation(propagation);
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
      targets.copyRow(part.targets(), order[from + i], i);
    }
    propagation.forward(part.inputs(), order, from, rows);
    double loss = propagation.lossSum(targets, 0, rows);
    backpropagation.backward(targets, rows, update);
    return loss;
  }

  /// Changes the weights as soon as their gradient is known.
  private final class Update implements Backpropagation.Use {
    @Override
    public void weights(int layer, int at, float[] gradient, int length) {
      float[] w = network.layers().get(layer).weight().data();
      float[] v = velocities.layers().get(layer).weight().data();
      spec.optimizer().step(kernels, w, v, at, gradient, length, spec.optimizer().weightDecay());
    }

    @Override
    public void biases(int layer, float[] gradient) {
      float[] b = network.layers().get(layer).bias();
      float[] v = velocities.layers().get(layer).bias();
      spec.optimizer().step(kernels, b, v, 0, gradient, b.length, 0);
    }
  }
}
