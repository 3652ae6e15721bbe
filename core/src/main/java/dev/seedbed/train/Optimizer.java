package dev.seedbed.train;

import dev.seedbed.kernel.Kernels;
import dev.seedbed.network.Network;
import dev.seedbed.propagation.Backpropagation;
import java.util.List;

/// The rule by which a step changes weights, given their gradient. Biases do not decay.
public sealed interface Optimizer permits Sgd, AdamW {

  /// The name at the command line and in files.
  String name();

  /// The learning rate that a [Schedule] starts from.
  double learningRate();

  double weightDecay();

  /// The rule at work on one network. What it remembers of earlier steps starts at 0.
  Updates updates(Network network, Kernels kernels);

  /// Takes the gradient of one step after the other, and changes the network's parameters by it.
  /// Between two calls of [#begin] each parameter is changed once; different parameters may be
  /// changed by different threads.
  interface Updates extends Backpropagation.Use {

    /// A new step begins.
    ///
    /// @param learningRate of this step
    void begin(double learningRate);

    /// What is remembered of the steps so far, shared and not copied: numbers for each parameter,
    /// as networks of the same shape.
    List<Network> memory();

    /// Remembers what `memory` holds, as if `steps` steps had been made.
    void restore(List<Network> memory, long steps);
  }
}
