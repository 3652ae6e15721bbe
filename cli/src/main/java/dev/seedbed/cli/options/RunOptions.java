package dev.seedbed.cli.options;

import dev.seedbed.study.Cluster;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options for how a study runs and what it prints. None of them changes its result.
public final class RunOptions {
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--quiet", description = "Print the result only.")
  private boolean quiet;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Train on Apache Spark: spark://HOST:PORT, yarn, k8s://..., local-cluster[N,CORES,MB] or local[N]. SPARK_HOME says where Spark is. Results do not depend on it.")
  private @Nullable String master;

  @Option(
      names = "--conf",
      paramLabel = "NAME=VALUE",
      description =
          "With --master: a setting of Spark, such as spark.executor.memory=4g. May be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

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
    if (master == null && !settings.isEmpty()) {
      throw new IllegalArgumentException("--conf needs --master");
    }
    return this;
  }

  /// The machines that train: this one, unless others were asked for.
  ///
  /// @param notices hears what slows them down
  /// @throws IOException if there are none
  public Cluster cluster(Consumer<String> notices) throws IOException, InterruptedException {
    if (master == null) {
      return Cluster.local(output.threads());
    }
    return ServiceLoader.load(Cluster.Connector.class)
        .findFirst()
        .orElseThrow(() ->
            new IOException(
                "--master needs Apache Spark 4.2: unpack it (https://spark.apache.org/downloads.html), and point SPARK_HOME to its folder"))
        .connect(master, settings, notices);
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
