package dev.seedbed.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.spark.SparkConnector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Spark on two threads of this JVM.
class SparkExecutorTest extends TrialExecutorContract {
  private static final List<String> NOTICES = new ArrayList<>();
  private static Cluster cluster;

  @BeforeAll
  static void connect() throws IOException, InterruptedException {
    cluster =
        new SparkConnector().connect("local[2]", Map.of("spark.ui.enabled", "false"), NOTICES::add);
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  @Override
  TrialExecutor executor() {
    return cluster.executor();
  }

  @Test
  void connect_vectorsThere_saysNothing() {
    assertThat(NOTICES).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark://127.0.0.1:1", "spark://nowhere"})
  void connect_noMaster_saysSo(String master) {
    assertThatThrownBy(() -> new SparkConnector().connect(master, Map.of(), NOTICES::add))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("no Spark master answers at " + master)
        .hasMessageNotContaining("\n");
  }
}
