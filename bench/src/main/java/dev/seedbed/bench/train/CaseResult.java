package dev.seedbed.bench.train;

import dev.seedbed.bench.train.PeerLibrary.Method;
import java.util.Comparator;
import java.util.List;

/// What was measured of one network.
///
/// @param sgemm nanoseconds of all products of a step by OpenBLAS, one number a round
/// @param products nanoseconds of each product by OpenBLAS, in the order of [Case#products()]
/// @param peak the FMA peak in each round, GFLOP/s
record CaseResult(
    Case task,
    List<Method> methods,
    Learning learning,
    List<Way> ways,
    Samples sgemm,
    List<Samples> products,
    Samples peak) {

  /// The fastest way of a library on one thread.
  Way oneThread(PeerLibrary library) {
    return ways.stream()
        .filter(way -> way.method().library() == library && way.threads() == 1)
        .min(Comparator.comparingDouble(way -> way.nanos().median()))
        .orElseThrow();
  }

  /// The fastest way of a library to train two trials on two threads.
  Way twoThreads(PeerLibrary library) {
    return ways.stream()
        .filter(way -> way.method().library() == library && way.threads() == 2)
        .min(Comparator.comparingDouble(Way::secondsOfTwo))
        .orElseThrow();
  }

  /// The share of the time in which so many threads, each with a trial of its own, had a processor.
  double busy(int threads) {
    return ways.stream()
        .filter(way -> way.threads() == threads && !way.split())
        .mapToDouble(way -> way.busy().mean())
        .average()
        .orElseThrow();
  }

  /// Seedbed's 10⁹ operations a second on one thread, counting the products only.
  double gflops() {
    return task.flops() / oneThread(PeerLibrary.SEEDBED).nanos().median();
  }
}
