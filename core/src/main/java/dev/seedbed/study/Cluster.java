package dev.seedbed.study;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Machines that work for a study, a survey or a draw.
public interface Cluster extends AutoCloseable {
  /// Trains trials there.
  TrialExecutor executor();

  /// Has work done there, and returns when all of it is done.
  ///
  /// @throws InterruptedException if the calling thread is interrupted; parts that are under way
  ///   are given up
  /// @throws IOException if a part fails
  <R extends Serializable> void run(DividedWork<R> work, DividedWork.Results<R> results)
      throws IOException, InterruptedException;

  /// The machines that are there now, and what they do; none if this is the only one.
  List<Machine> machines();

  /// Lets the machines go.
  @Override
  void close();

  /// A machine of a cluster at some moment.
  ///
  /// @param name how the cluster calls it
  /// @param working the numbers of the trials, or parts of work, that it is at
  /// @param done how many it has done
  record Machine(String name, List<Integer> working, int done) {
    public Machine {
      working = List.copyOf(working);
    }
  }

  /// This machine.
  ///
  /// @param threads at least 1
  static Cluster local(int threads) {
    return local(threads, _ -> {});
  }

  /// This machine.
  ///
  /// @param threads at least 1
  /// @param notices hears, in one line each, of trials that ran out of memory and are trained once
  ///   more, alone
  static Cluster local(int threads, Consumer<String> notices) {
    return new ThisMachine(threads, notices);
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
