package dev.seedbed.cli.options;

import dev.seedbed.study.Cluster;
import java.io.IOException;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options for how a study runs and what it prints. None of them changes its result.
public final class RunOptions {
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--quiet", description = "Print the result only.")
  private boolean quiet;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  public int threads() {
    return output.threads();
  }

  /// These options, before anything is done by them.
  ///
  /// @throws IllegalArgumentException if they make no sense
  public RunOptions checked() {
    if (output.threads() < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + output.threads());
    }
    cluster.checked();
    return this;
  }

  /// The machines that train: this one, unless others were asked for.
  ///
  /// @param notices hears what slows them down
  /// @throws IOException if there are none
  public Cluster cluster(Consumer<String> notices) throws IOException, InterruptedException {
    return cluster.cluster(output.threads(), notices);
  }

  /// Whether other machines train.
  public boolean elsewhere() {
    return cluster.given();
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
