package dev.seedbed.submit;

import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Table;
import dev.seedbed.io.run.RunFolder;
import dev.seedbed.io.run.RunSpec;
import dev.seedbed.io.start.Plan;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.io.table.TableSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.spark.SparkConnector;
import dev.seedbed.study.Cluster;
import dev.seedbed.study.Study;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.TrialExecutor;
import dev.seedbed.study.TrialRunner;
import dev.seedbed.study.TrialStates;
import dev.seedbed.train.Schedule;
import dev.seedbed.train.Sgd;
import dev.seedbed.train.TrainingSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// A program that stays, and does one measured piece of work for each line that it reads: so JVMs
/// are warm, as in a study of hours.
final class ScaleDriver {
  private static final Path DIGITS = Path.of("examples/digits.csv");

  private static final int THREADS = 2;

  private final Cluster cluster;
  private final Path folder;
  private final Table table = TableFiles.read(DIGITS);
  private final DataSpec data = DataSpec.of("digit");
  private final Dataset digits = Dataset.of(table, data);
  private final boolean local;
  private int runs;

  private ScaleDriver(Cluster cluster, Path folder, boolean local) {
    this.cluster = cluster;
    this.folder = folder;
    this.local = local;
  }

  /// The bytes that went through loopback, by all processes.
  private static long loopback() throws IOException {
    return Files.readAllLines(Path.of("/proc/net/dev")).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("lo:"))
        .mapToLong(line -> Long.parseLong(line.substring(3).strip().split("\\s+", -1)[0]))
        .findFirst()
        .orElseThrow();
  }

  private static long cpuNanos() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime();
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    boolean local = args[0].equals("local");
    try (Cluster cluster = local ? Cluster.local(THREADS) : cluster(args[0])) {
      var driver = new ScaleDriver(cluster, Path.of(args[1]), local);
      var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      System.out.println("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        driver.measure(line.split(" ", -1));
      }
    }
  }

  private static Cluster cluster(String master) throws IOException, InterruptedException {
    return new SparkConnector()
        .connect(
            master,
            Map.of(
                "spark.ui.enabled", "false",
                "spark.executor.memory", "2g",
                "spark.driver.host", "127.0.0.1"),
            System.err::println);
  }

  private interface Piece {
    void run() throws IOException, InterruptedException;
  }

  private void measure(String... words) throws IOException, InterruptedException {
    int count = Integer.parseInt(words[1]);
    Piece piece =
        switch (words[0]) {
          case "study" -> () -> study(count);
          case "rung" -> () -> rung(count, 1);
          case "long" -> () -> rung(count, 3);
          case "draw" -> this::draw;
          default -> throw new IllegalArgumentException(words[0]);
        };
    long bytes = loopback();
    long cpu = cpuNanos();
    long start = System.nanoTime();
    piece.run();
    double millis = (System.nanoTime() - start) / 1e6;
    double cpuMillis = (cpuNanos() - cpu) / 1e6;
    long moved = loopback() - bytes;
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    System.out.printf(Locale.ROOT, "%.1f %.1f %d %d%n", millis, cpuMillis, moved, heap >> 20);
  }

  /// Trained as when the figures of docs/scale.md were taken, whatever the defaults are now.
  private StudySpec spec(int seeds) {
    return StudySpec.of(digits)
        .withSeeds(StudySpec.seeds(seeds))
        .withTraining(
            TrainingSpec.DEFAULT
                .withOptimizer(new Sgd(0.02, 0.9, 1e-4))
                .withSchedule(new Schedule.Constant())
                .withEpochs(200));
  }

  /// A whole study with its run folder, but for its report.
  private void study(int seeds) throws IOException, InterruptedException {
    StudySpec spec = spec(seeds);
    try (RunFolder run = RunFolder.create(folder.resolve("run" + runs++))) {
      run.begin(
          RunSpec.of(DIGITS.toString(), TableSpec.FOUND, data, spec),
          RunSpec.Tables.of(table),
          digits);
      Study.run(
          spec,
          digits,
          cluster.executor(),
          run.states(new TrialRunner(spec, digits)),
          run.journaling(StudyListener.NONE));
    }
  }

  /// Some epochs of some trials.
  private void rung(int trials, int epochs) throws IOException, InterruptedException {
    StudySpec spec = spec(trials);
    cluster
        .executor()
        .advance(
            new TrialRunner(spec, digits),
            spec.trials(),
            epochs,
            TrialStates.inMemory(),
            TrialExecutor.Listener.NONE);
  }

  /// A copy of the checkpoint beside the folder.
  private void draw() throws IOException, InterruptedException {
    Path model = folder.resolveSibling("model.safetensors.index.json");
    Path out = folder.resolve("model.safetensors.index.json");
    Plan plan = Plan.of(model, "glorot-normal", new Seed(1));
    if (local) {
      plan.write(out, THREADS);
    } else {
      plan.write(out, cluster);
    }
  }
}
