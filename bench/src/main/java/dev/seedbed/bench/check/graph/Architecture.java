package dev.seedbed.bench.check.graph;

/// The layers of a network.
@FunctionalInterface
interface Architecture {
  /// Adds them to a plan.
  ///
  /// @return the value that is the output
  String build(NetworkPlan plan);
}
