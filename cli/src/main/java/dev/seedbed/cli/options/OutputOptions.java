package dev.seedbed.cli.options;

import picocli.CommandLine.Option;

/// How a command works and what it prints. None of it changes a result.
public final class OutputOptions {
  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Values.Threads.class,
      description = "Worker threads. Results do not depend on it. Default: all processors.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--json", description = "Print one JSON document, and nothing else.")
  private boolean json;

  public int threads() {
    return threads;
  }

  public boolean json() {
    return json;
  }
}
