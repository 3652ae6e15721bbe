package dev.seedbed.cli.options;

import dev.seedbed.study.TrialExecutor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options for how a study runs and what it prints. None of them changes its result.
public final class RunOptions {
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--quiet", description = "Print the result only.")
  private boolean quiet;

  public int threads() {
    return output.threads();
  }

  /// Runs trials on this machine, with the number of threads that was asked for.
  ///
  /// @throws IllegalArgumentException if the number of threads makes no sense
  public TrialExecutor executor() {
    return TrialExecutor.local(output.threads());
  }

  public boolean json() {
    return output.json();
  }

  /// Whether to print progress and context beside the result.
  public boolean talks() {
    return !output.json() && !quiet;
  }

  public boolean quiet() {
    return quiet;
  }
}
