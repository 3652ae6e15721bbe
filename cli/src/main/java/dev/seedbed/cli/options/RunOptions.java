package dev.seedbed.cli.options;

import dev.seedbed.study.TrialExecutor;
import picocli.CommandLine.Option;

/// The options that say how a study is run and told of, and change nothing of what it comes to.
public final class RunOptions {
  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Values.Threads.class,
      description = "At work at a time; the result is the same. Default: all processors.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--json", description = "Print one JSON document, and nothing else.")
  private boolean json;

  @Option(names = "--quiet", description = "Print the result only.")
  private boolean quiet;

  public int threads() {
    return threads;
  }

  /// What trains the trials.
  ///
  /// @throws IllegalArgumentException if the number of threads makes no sense
  public TrialExecutor executor() {
    return TrialExecutor.local(threads);
  }

  public boolean json() {
    return json;
  }

  /// Whether more than the result is to be told.
  public boolean talks() {
    return !json && !quiet;
  }

  public boolean quiet() {
    return quiet;
  }
}
