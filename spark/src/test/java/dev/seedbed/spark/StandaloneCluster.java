package dev.seedbed.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A master and workers of Spark on loopback, each a JVM of its own that ends by itself after some
/// minutes, whatever becomes of the test.
public final class StandaloneCluster implements AutoCloseable {
  private static final Pattern STARTED = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED = Pattern.compile("Registering worker");
  private static final int MINUTES_TO_LIVE = 8;
  private static final int SECONDS_TO_START = 60;

  private final int minutes;
  private final Path folder;
  private final Path home;
  private final Process master;
  private final String url;
  private final List<Process> workers = new ArrayList<>();

  /// Starts one.
  ///
  /// @param folder for its files
  /// @param home a folder of Spark, as [#home] makes it
  public StandaloneCluster(Path folder, Path home, int workers)
      throws IOException, InterruptedException {
    this(folder, home, workers, MINUTES_TO_LIVE);
  }

  /// Starts one.
  ///
  /// @param minutes after which it ends by itself
  public StandaloneCluster(Path folder, Path home, int workers, int minutes)
      throws IOException, InterruptedException {
    this.minutes = minutes;
    this.folder = folder;
    this.home = home;
    master =
        start(
            "master",
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--webui-port",
            "0");
    url = await("master", STARTED, 1).group(1);
    for (int i = 0; i < workers; i++) {
      this.workers.add(
          start(
              "worker" + i,
              "org.apache.spark.deploy.worker.Worker",
              "--host",
              // Each its own: Spark begins a slow task again on another host only.
              "127.0.0." + (i + 2),
              "--webui-port",
              "0",
              "--cores",
              "1",
              "--memory",
              "2g",
              "--work-dir",
              folder.resolve("work" + i).toString(),
              url));
    }
    await("master", REGISTERED, workers);
  }

  /// Makes a folder of Spark from the jars on the class path.
  ///
  /// @param more jars besides
  public static Path home(Path folder, Path... more) throws IOException {
    Path jars = Files.createDirectories(folder.resolve("jars"));
    Stream<Path> sparks =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .filter(path -> path.toString().endsWith(".jar"))
            .filter(path -> !path.toString().matches(".*(seedbed|tools.jackson|fastcsv).*"));
    for (Path jar : Stream.concat(sparks, Arrays.stream(more)).toList()) {
      Path link = jars.resolve(jar.getFileName());
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, jar.toAbsolutePath());
      }
    }
    return folder;
  }

  private Process start(String name, String main, String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                "timeout",
                minutes + "m",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("spark", "jvm.options").toAbsolutePath(),
                "-Xmx256m",
                // They only hand out work: executors, which train, are JVMs of their own.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                home.resolve("jars") + "/*",
                main));
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile());
    environment(builder, home);
    return builder.start();
  }

  /// What processes of Spark need to know.
  public static void environment(ProcessBuilder builder, Path home) {
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
  }

  private Matcher await(String log, Pattern pattern, int count)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_START);
    while (System.nanoTime() < end) {
      Path file = folder.resolve(log + ".log");
      Matcher matcher = pattern.matcher(Files.exists(file) ? Files.readString(file) : "");
      int found = 0;
      while (found < count && matcher.find()) {
        found++;
      }
      if (found == count) {
        return matcher;
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException(log + " does not start: see " + folder);
  }

  public String url() {
    return url;
  }

  /// The JVM of the executors of a worker.
  public List<ProcessHandle> executors(int worker) {
    return workers.get(worker).descendants().filter(this::isExecutor).toList();
  }

  private boolean isExecutor(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
          .contains("CoarseGrainedExecutorBackend");
    } catch (IOException e) {
      return false;
    }
  }

  /// Ends a worker and its executors at once, as a power cut does.
  public void kill(int worker) {
    Stream.concat(workers.get(worker).descendants(), Stream.of(workers.get(worker).toHandle()))
        .toList()
        .forEach(ProcessHandle::destroyForcibly);
  }

  /// From now on the executors of a worker stand still most of the time.
  public void slowDown(int worker) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (master.isAlive()) {
              signal(worker, "STOP");
              Thread.sleep(400);
              signal(worker, "CONT");
              Thread.sleep(100);
            }
          } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private void signal(int worker, String signal) throws IOException, InterruptedException {
    for (ProcessHandle executor : executors(worker)) {
      new ProcessBuilder("kill", "-" + signal, Long.toString(executor.pid())).start().waitFor();
    }
  }

  @Override
  public void close() {
    Stream.concat(workers.stream(), Stream.of(master))
        .flatMap(process ->
            Stream.concat(process.descendants().toList().stream(), Stream.of(process.toHandle())))
        .forEach(ProcessHandle::destroyForcibly);
  }
}
