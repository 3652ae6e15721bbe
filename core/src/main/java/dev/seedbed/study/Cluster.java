package dev.seedbed.study;

import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/// Machines that work for a study.
public interface Cluster extends AutoCloseable {
  /// Trains trials there.
  TrialExecutor executor();

  /// Lets the machines go.
  @Override
  void close();

  /// This machine.
  ///
  /// @param threads at least 1
  static Cluster local(int threads) {
    return new ThisMachine(TrialExecutor.local(threads));
  }

  /// This machine alone.
  record ThisMachine(TrialExecutor executor) implements Cluster {
    @Override
    public void close() {}
  }

  /// Finds machines elsewhere. A [java.util.ServiceLoader] finds it.
  interface Connector {
    /// Asks a cluster for machines.
    ///
    /// @param master where the cluster is, as its own tools name it
    /// @param settings of the cluster, by their names
    /// @param notices hears, in one line each, what slows the cluster down
    /// @throws IOException if there is no cluster, or it cannot be used: a line that says what to
    ///   do
    Cluster connect(String master, Map<String, String> settings, Consumer<String> notices)
        throws IOException, InterruptedException;
  }
}
