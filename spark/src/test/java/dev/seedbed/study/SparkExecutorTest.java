package dev.seedbed.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.spark.SparkConnector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  /// The squares of 0 to 19; that of 3 can be made to fail.
  private record Squares(boolean failing) implements DividedWork<Integer> {
    @Override
    public int parts() {
      return 20;
    }

    @Override
    public String name(int part) {
      return "square " + part;
    }

    @Override
    public Integer run(int part) throws IOException {
      if (failing && part == 3) {
        throw new IOException("no square of three");
      }
      return part * part;
    }
  }

  @Test
  void run_dividedWork_allPartsOnce() throws IOException, InterruptedException {
    for (Cluster each : List.of(cluster, Cluster.local(3))) {
      var results = new TreeMap<Integer, Integer>();
      each.run(
          new Squares(false), (part, square) -> assertThat(results.put(part, square)).isNull());
      assertThat(results).hasSize(20).containsEntry(0, 0).containsEntry(19, 361);
    }
    assertThat(cluster.machines())
        .singleElement()
        .satisfies(machine -> {
          assertThat(machine.working()).isEmpty();
          assertThat(machine.done()).isGreaterThanOrEqualTo(20);
        });
  }

  @Test
  void run_partFails_saysWhichAndWhere() {
    assertThatThrownBy(() -> cluster.run(new Squares(true), (_, _) -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("square 3 failed: no square of three; on executor driver (");
    assertThatThrownBy(() -> Cluster.local(2).run(new Squares(true), (_, _) -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("no square of three");
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
