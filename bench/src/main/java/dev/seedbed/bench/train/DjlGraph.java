package dev.seedbed.bench.train;

import ai.djl.pytorch.engine.PtNDArray;
import dev.seedbed.network.Tensor;
import java.util.Deque;
import java.util.List;

/// What PyTorch differentiates: one network, or several at once.
interface DjlGraph {

  /// Weights and biases, of which it keeps gradients.
  List<PtNDArray> parameters();

  /// The mean loss of a minibatch's rows, summed over the networks.
  ///
  /// @param made is given all arrays that are made, to be closed when they have been differentiated
  PtNDArray loss(int minibatch, Deque<PtNDArray> made);

  /// Copies of a network's weights and biases, in Seedbed's order and shapes; if there are several,
  /// of the last, where a wrong index would show.
  List<Tensor> network();
}
