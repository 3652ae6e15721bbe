package dev.seedbed.bench.train;

import dev.seedbed.network.Tensor;
import java.util.List;

/// One trial in the hands of one library. One thread uses it at a time.
interface Contestant extends AutoCloseable {

  /// Trains for so many steps, minibatch after minibatch, and begins anew after the last.
  void train(int steps);

  /// Copies of weights and biases, in Seedbed's order and shapes.
  List<Tensor> parameters();

  /// Says how many threads each step may use, to a library that splits a step; called on the thread
  /// that trains next.
  default void useThreads(int threads) {}

  @Override
  default void close() {}
}
