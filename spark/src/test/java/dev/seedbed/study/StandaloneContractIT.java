package dev.seedbed.study;

import dev.seedbed.spark.SparkConnector;
import dev.seedbed.spark.StandaloneCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// Spark's executors in processes of their own.
@Tag("exhaustive")
class StandaloneContractIT extends TrialExecutorContract {
  @TempDir static Path folder;
  private static StandaloneCluster spark;
  private static Cluster cluster;

  @BeforeAll
  static void connect() throws IOException, InterruptedException {
    spark =
        new StandaloneCluster(
            folder, StandaloneCluster.home(Path.of(System.getenv("SPARK_HOME"))), 2);
    cluster =
        new SparkConnector()
            .connect(
                spark.url(),
                Map.of(
                    "spark.ui.enabled", "false",
                    "spark.executor.memory", "512m",
                    "spark.driver.host", "127.0.0.1"),
                _ -> {});
  }

  @AfterAll
  static void close() {
    cluster.close();
    spark.close();
  }

  @Override
  TrialExecutor executor() {
    return cluster.executor();
  }
}
