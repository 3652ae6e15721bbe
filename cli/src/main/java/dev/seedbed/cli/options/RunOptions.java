package dev.seedbed.cli.options;

import dev.seedbed.study.TrialExecutor;
import picocli.CommandLine.Option;

/// The options for how a study runs and what it prints. None of them changes its result.
public final class RunOptions {
  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Values.Threads.class,
      description = "Worker threads. Results do not depend on it. Default: all processors.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--json", description = "Print one JSON document, and nothing else.")
  private boolean json;

  @Option(names = "--quiet", description = "Print the result only.")
  private boolean quiet;

  public int threads() {
    return threads;
  }

  /// Runs trials on this machine, with the number of threads that was asked for.
  ///
  /// @throws IllegalArgumentException if the number of threads makes no sense
  public TrialExecutor executor() {
    return TrialExecutor.local(threads);
  }

  public boolean json() {
    return json;
  }

  /// Whether to print progress and context beside the result.
  public boolean talks() {
    return !json && !quiet;
  }

  public boolean quiet() {
    return quiet;
  }
}
