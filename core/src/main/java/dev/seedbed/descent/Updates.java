package dev.seedbed.descent;

import dev.seedbed.kernel.Kernels;
import dev.seedbed.network.Network;
import dev.seedbed.propagation.Backpropagation;
import dev.seedbed.train.AdamW;
import dev.seedbed.train.Optimizer;
import dev.seedbed.train.Sgd;
import java.util.List;

/// Takes the gradient of one step after the other, and changes the network's parameters by it.
/// Between two calls of [#begin] each parameter is changed once; different parameters may be
/// changed by different threads.
sealed interface Updates extends Backpropagation.Use permits SgdUpdates, AdamWUpdates {

  /// The rule of an optimizer at work on one network. What it remembers of earlier steps starts at
  /// 0.
  static Updates of(Optimizer optimizer, Network network, Kernels kernels) {
    return switch (optimizer) {
      case Sgd sgd -> new SgdUpdates(sgd, network, kernels);
      case AdamW adamW -> new AdamWUpdates(adamW, network, kernels);
    };
  }

  /// A new step begins.
  ///
  /// @param learningRate of this step
  void begin(double learningRate);

  /// What is remembered of the steps so far, shared and not copied: numbers for each parameter, as
  /// networks of the same shape.
  List<Network> memory();

  /// Remembers what `memory` holds, as if `steps` steps had been made.
  void restore(List<Network> memory, long steps);
}
