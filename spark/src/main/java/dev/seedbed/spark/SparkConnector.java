package dev.seedbed.spark;

import com.google.protobuf.CodedInputStream;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.seedbed.io.Version;
import dev.seedbed.study.Cluster;
import dev.seedbed.study.TrialRunner;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/// Starts a Spark application for Seedbed.
public final class SparkConnector implements Cluster.Connector {
  private static final String LOGGING = "log4j2.configurationFile";
  private static final int CONNECT_MILLIS = 5_000;

  /// One of each jar that executors need: those of Seedbed, and of what it reads and writes
  /// documents with.
  private static final List<Class<?>> NEEDED =
      List.of(
          TrialRunner.class,
          Version.class,
          SparkConnector.class,
          CsvReader.class,
          JsonParser.class,
          JsonMapper.class,
          CodedInputStream.class);

  private static final Pattern STANDALONE = Pattern.compile("spark://(.+)");
  private static final Pattern ADDRESS = Pattern.compile("\\[?([^\\]]+)\\]?:(\\d{1,5})");

  /// As in the launcher: C2 compiles kernels on vectors after a tenth of the usual calls.
  private static final String EARLY_KERNELS =
      "-XX:CompileCommand=quiet -XX:CompileCommand=CompileThresholdScaling,dev.seedbed.kernel.Vector*::*,0.1";

  /// What suits trials, where the user says nothing else. A trial that fails is tried once more, on
  /// another executor; an executor that is lost is no failure of its trials. A task carries the
  /// states of its trials; results are taken in as they come, so their sum has no limit. A task
  /// that takes long, as its executor is slow, is begun on another as well.
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("spark.app.name", "seedbed"),
          Map.entry("spark.ui.showConsoleProgress", "false"),
          Map.entry("spark.executor.defaultJavaOptions", EARLY_KERNELS),
          Map.entry("spark.locality.wait", "0s"),
          Map.entry("spark.rpc.message.maxSize", "1024"),
          Map.entry("spark.driver.maxResultSize", "0"),
          Map.entry("spark.task.maxDirectResultSize", "512m"),
          Map.entry("spark.speculation", "true"),
          Map.entry("spark.speculation.minTaskRuntime", "10s"),
          Map.entry("spark.speculation.quantile", "0.5"),
          Map.entry("spark.task.maxFailures", "16"),
          Map.entry("spark.excludeOnFailure.enabled", "true"),
          Map.entry("spark.excludeOnFailure.task.maxTaskAttemptsPerExecutor", "1"),
          Map.entry("spark.excludeOnFailure.task.maxTaskAttemptsPerNode", "15"),
          Map.entry("spark.excludeOnFailure.stage.maxFailedTasksPerExecutor", "1000"),
          Map.entry("spark.excludeOnFailure.stage.maxFailedExecutorsPerNode", "1000"),
          Map.entry("spark.excludeOnFailure.application.maxFailedTasksPerExecutor", "1000"),
          Map.entry("spark.excludeOnFailure.application.maxFailedExecutorsPerNode", "1000"));

  @Override
  public Cluster connect(String master, Map<String, String> settings, Consumer<String> notices)
      throws IOException, InterruptedException {
    findMaster(master);
    quieten();
    SparkConf conf = new SparkConf().setMaster(master);
    settings.forEach(conf::set);
    DEFAULTS.forEach(conf::setIfMissing);
    conf.set("spark.plugins", joined(conf.get("spark.plugins", ""), SeedbedPlugin.class.getName()));
    String given = conf.get("spark.jars", "");
    conf.set("spark.jars", joined(given, jars(given)));
    var machines = new Machines(notices);
    Messages.Listening listening = Messages.to(machines::hear);
    try {
      return running(start(conf), machines, listening);
    } catch (IOException | InterruptedException | RuntimeException e) {
      listening.close();
      throw e;
    }
  }

  private static JavaSparkContext start(SparkConf conf) throws IOException {
    try {
      return new JavaSparkContext(conf);
    } catch (Exception e) {
      // Scala throws what it does not declare.
      if (e instanceof SparkException || e instanceof IllegalStateException) {
        throw new IOException(
            "Spark does not start with --master %s: %s"
                .formatted(
                    conf.get("spark.master"),
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
            e);
      }
      throw e;
    }
  }

  private static Cluster running(
      JavaSparkContext spark, Machines machines, Messages.Listening listening)
      throws IOException, InterruptedException {
    spark.sc().addSparkListener(new Losses(machines));
    try {
      machines.await(spark.sc()::isStopped);
      Optional<String> problem = machines.problem(spark.sc()::isStopped);
      if (problem.isPresent()) {
        throw new IOException(problem.get());
      }
    } catch (IOException | InterruptedException e) {
      spark.close();
      throw e;
    }
    return new SparkCluster(spark, machines, listening);
  }

  /// Hears of executors that are gone.
  private static final class Losses extends SparkListener {
    private final Machines machines;

    Losses(Machines machines) {
      this.machines = machines;
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
      machines.lost(removed.executorId(), removed.reason());
    }
  }

  /// Before the first class of Spark that logs.
  private static void quieten() {
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "classpath:dev/seedbed/spark/log4j2.properties");
    }
  }

  /// Spark itself asks for a minute whether there is a master.
  private static void findMaster(String master) throws IOException {
    Matcher standalone = STANDALONE.matcher(master);
    if (!standalone.matches()) {
      return;
    }
    IOException last = new IOException("spark://HOST:PORT was expected");
    for (String address : standalone.group(1).split(",", -1)) {
      Matcher parts = ADDRESS.matcher(address);
      if (!parts.matches()) {
        continue;
      }
      try (var socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(parts.group(1), Integer.parseInt(parts.group(2))),
            CONNECT_MILLIS);
        return;
      } catch (IOException | IllegalArgumentException e) {
        last = new IOException(String.valueOf(e.getMessage()), e);
      }
    }
    throw new IOException(
        "no Spark master answers at %s (%s): start one (sbin/start-master.sh), or correct --master"
            .formatted(master, last.getMessage()),
        last);
  }

  /// The jars that executors get; those that spark-submit was given they have.
  private static String jars(String given) {
    return NEEDED.stream()
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().toString())
        .filter(jar -> jar.endsWith(".jar"))
        .distinct()
        .filter(jar -> !given.contains(jar.substring(jar.lastIndexOf('/') + 1)))
        .collect(Collectors.joining(","));
  }

  private static String joined(String before, String more) {
    return before.isEmpty() || more.isEmpty() ? before + more : before + "," + more;
  }
}
