package dev.seedbed.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.Examples;
import dev.seedbed.data.Dataset;
import dev.seedbed.init.Catalogue;
import dev.seedbed.spark.SparkConnector;
import dev.seedbed.spark.StandaloneCluster;
import dev.seedbed.tensor.Activation;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A cluster of Spark's own: a master and two workers, each a process of its own on loopback.
@Tag("exhaustive")
@Timeout(240)
class StandaloneIT {
  /// Trials that take a tenth of a second each, so that there is time for something to happen.
  private static final Dataset DATA = Examples.classes(4000);

  private static final StudySpec SPEC =
      StudySpec.of(DATA)
          .withHidden(List.of(64))
          .withSchemes(List.of(Catalogue.scheme("glorot-uniform")))
          .withSeeds(StudySpec.seeds(24))
          .withHalving(Optional.of(new SuccessiveHalving(3, 4)))
          .withReferences(2)
          .withTraining(TrainingSpec.DEFAULT.withEpochs(24));

  @TempDir static Path folder;
  private static Path home;
  private static List<Object> expected;

  @BeforeAll
  static void prepare() throws IOException, InterruptedException {
    home = StandaloneCluster.home(Path.of(System.getenv("SPARK_HOME")));
    expected =
        TrialExecutorContract.bits(
            Study.run(SPEC, DATA, TrialExecutor.local(1), StudyListener.NONE));
  }

  private static Cluster connect(StandaloneCluster spark, Map<String, String> settings)
      throws IOException, InterruptedException {
    var all = new HashMap<>(settings);
    all.put("spark.ui.enabled", "false");
    all.put("spark.executor.memory", "512m");
    all.put("spark.driver.host", "127.0.0.1");
    return new SparkConnector().connect(spark.url(), all, _ -> {});
  }

  private static StandaloneCluster cluster(String name) throws IOException, InterruptedException {
    return new StandaloneCluster(Files.createDirectories(folder.resolve(name)), home, 2);
  }

  /// Does something when the third trial comes back.
  private static StudyListener inTheMidst(Runnable deed) {
    var trials = new AtomicInteger();
    return new StudyListener() {
      @Override
      public void trialAdvanced(Trial trial, int rung, List<Epoch> epochs) {
        if (trials.incrementAndGet() == 3) {
          deed.run();
        }
      }
    };
  }

  private static void assertSameBits(Cluster cluster, StudyListener listener)
      throws IOException, InterruptedException {
    StudyResult result =
        Study.run(SPEC, DATA, cluster.executor(), TrialStates.inMemory(), listener);
    assertThat(TrialExecutorContract.bits(result)).usingRecursiveComparison().isEqualTo(expected);
  }

  @Test
  void study_workerKilledInTheMidst_sameBits() throws IOException, InterruptedException {
    try (StandaloneCluster spark = cluster("killed");
        Cluster cluster = connect(spark, Map.of())) {
      assertSameBits(
          cluster,
          inTheMidst(() -> {
            assertThat(spark.executors(0)).isNotEmpty();
            spark.kill(0);
          }));
      assertThat(spark.executors(0)).isEmpty();
    }
  }

  @Test
  void study_oneWorkerSlow_speculationGivesTheSameBits() throws IOException, InterruptedException {
    Map<String, String> eager =
        Map.of(
            "spark.speculation", "true",
            "spark.speculation.interval", "100ms",
            "spark.speculation.quantile", "0.3",
            "spark.speculation.multiplier", "1.2",
            "spark.speculation.minTaskRuntime", "10ms",
            "spark.speculation.task.duration.threshold", "2s");
    try (StandaloneCluster spark = cluster("slow");
        Cluster cluster = connect(spark, eager)) {
      assertSameBits(cluster, inTheMidst(() -> spark.slowDown(0)));
    }
  }

  @Test
  void connect_anotherSeedbedOnTheExecutors_saysWhich() throws IOException, InterruptedException {
    Path other = folder.resolve("seedbed-core-0.0.1.jar");
    copyOfCore(other);
    Path wrong = StandaloneCluster.home(folder.resolve("wrong"), other);
    try (var spark =
        new StandaloneCluster(Files.createDirectories(folder.resolve("jar")), wrong, 1)) {
      assertThatThrownBy(() -> connect(spark, Map.of()).close())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("has another Seedbed")
          .hasMessageNotContaining("\n");
    }
  }

  /// The same classes in another jar.
  private static void copyOfCore(Path to) throws IOException {
    Path core =
        Path.of(TrialRunner.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    try (var in = new JarFile(core.toFile());
        var out = new JarOutputStream(Files.newOutputStream(to))) {
      for (JarEntry entry : Collections.list(in.entries())) {
        out.putNextEntry(new JarEntry(entry.getName()));
        in.getInputStream(entry).transferTo(out);
      }
    }
  }

  @Test
  void study_trialFailsTwice_stopsWithItsCause() throws IOException, InterruptedException {
    // Starts of so narrow a network have dead layers, which LSUV cannot scale.
    StudySpec failing =
        SPEC.withHidden(List.of(1, 1, 1, 1, 1, 1, 1, 1))
            .withActivation(new Activation.Relu())
            .withSchemes(List.of(Catalogue.scheme("lsuv")));
    try (StandaloneCluster spark = cluster("failing");
        Cluster cluster = connect(spark, Map.of())) {
      assertThatThrownBy(() ->
              Study.run(
                  failing, DATA, cluster.executor(), TrialStates.inMemory(), StudyListener.NONE))
          .isInstanceOf(IOException.class)
          .hasMessageMatching(
              "trial \\d+ \\(lsuv, seed \\d+\\) failed: .* on executor \\d \\(127.0.0.\\d\\), and on executor \\d \\(127.0.0.\\d\\)");
    }
  }

  /// Two executors that Spark starts by itself.
  @Test
  void study_localCluster_sameBits() throws IOException, InterruptedException {
    Map<String, String> settings =
        Map.of("spark.ui.enabled", "false", "spark.executor.memory", "512m");
    var notices = new ArrayList<String>();
    try (Cluster cluster =
        new SparkConnector().connect("local-cluster[2,1,512]", settings, notices::add)) {
      assertSameBits(cluster, StudyListener.NONE);
    }
    assertThat(notices).isEmpty();
  }
}
