package dev.seedbed.cli.options;

import dev.seedbed.study.Cluster;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where work is done. No result depends on it.
public final class ClusterOptions {
  /// Set by spark-submit, which takes --master for itself.
  private static final String SUBMITTED = "spark.master";

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Work on Apache Spark: spark://HOST:PORT, yarn, k8s://..., local-cluster[N,CORES,MB] or local[N]. SPARK_HOME says where Spark is. Results do not depend on it.")
  private @Nullable String master;

  @Option(
      names = "--conf",
      paramLabel = "NAME=VALUE",
      description =
          "With --master: a setting of Spark, such as spark.executor.memory=4g. May be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  /// These options, before anything is done by them.
  ///
  /// @throws IllegalArgumentException if they make no sense
  public ClusterOptions checked() {
    if (master().isEmpty() && !settings.isEmpty()) {
      throw new IllegalArgumentException("--conf needs --master");
    }
    return this;
  }

  private Optional<String> master() {
    return Optional.ofNullable(master == null ? System.getProperty(SUBMITTED) : master);
  }

  /// Whether the command line says where.
  public boolean named() {
    return master != null;
  }

  /// Whether other machines were asked for, by the command line or by spark-submit.
  public boolean given() {
    return master().isPresent();
  }

  /// The machines that were asked for.
  ///
  /// @param threads of this machine, if no others were
  /// @param notices hears what slows the work down
  /// @throws IOException if there are none
  public Cluster cluster(int threads, Consumer<String> notices)
      throws IOException, InterruptedException {
    Optional<String> url = master();
    if (url.isEmpty()) {
      return Cluster.local(threads, notices);
    }
    return ServiceLoader.load(Cluster.Connector.class)
        .findFirst()
        .orElseThrow(() ->
            new IOException(
                "--master needs Apache Spark 4.2: unpack it (https://spark.apache.org/downloads.html), and point SPARK_HOME to its folder"))
        .connect(url.get(), settings, notices);
  }
}
