package dev.seedbed.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.seedbed.spark.StandaloneCluster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The commands, by the one jar, on a master and two workers: what they write is what they write
/// without them.
@Tag("exhaustive")
@Timeout(180)
class SubmitIT {
  private static final String PROGRAM = "dev.seedbed.cli.Seedbed";
  private static final String SUBMIT = "org.apache.spark.deploy.SparkSubmit";
  private static final List<String> STUDY =
      List.of(
          "examples/digits.csv", "--target", "digit", "--seeds", "12", "--epochs", "12", "--quiet");

  @TempDir private static Path shared;
  private static Path home = Path.of("");
  private static StandaloneCluster spark;
  private static Path expected = Path.of("");

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    home = StandaloneCluster.home(Path.of("submit", "target", "spark").toAbsolutePath());
    spark = new StandaloneCluster(shared, home, 2);
    expected = shared.resolve("expected");
    assertThat(run(shared, train(expected))).isZero();
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  static Path jar() throws IOException {
    Path target = Path.of("submit", "target").toAbsolutePath();
    try (Stream<Path> jars = Files.list(target)) {
      return jars.filter(jar -> jar.getFileName().toString().matches("seedbed-submit-.*\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static ProcessBuilder java(
      Path logs, String classPath, String main, List<String> arguments) {
    var command =
        new ArrayList<>(
            List.of(
                "timeout",
                "--foreground",
                "3m",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("spark", "jvm.options").toAbsolutePath(),
                "-Xmx1g",
                // It ends before C2 pays.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                main));
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command)
            .redirectOutput(logs.resolve("out.txt").toFile())
            .redirectError(logs.resolve("err.txt").toFile());
    StandaloneCluster.environment(builder, home);
    return builder;
  }

  private static Process start(Path logs, List<String> arguments) throws IOException {
    return java(logs, jar() + ":" + home.resolve("jars") + "/*", PROGRAM, arguments).start();
  }

  private static int run(Path logs, List<String> arguments)
      throws IOException, InterruptedException {
    Process process = start(logs, arguments);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private String text(String name) throws IOException {
    return Files.readString(folder.resolve(name), UTF_8);
  }

  private static List<String> train(Path out) {
    return Stream.of(List.of("train"), STUDY, List.of("--out", out.toString()))
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> onCluster(List<String> command, String... more) {
    List<String> options =
        List.of(
            "--master",
            spark.url(),
            "--conf",
            "spark.executor.memory=512m",
            "--conf",
            "spark.ui.enabled=false",
            "--conf",
            "spark.driver.host=127.0.0.1");
    return Stream.of(command, options, List.of(more)).flatMap(List::stream).toList();
  }

  private static List<String> bits(Path run) throws IOException {
    JsonNode result = JsonMapper.shared().readTree(run.resolve("result.json"));
    return List.of(
        result.get("weights_sha256").stringValue(),
        result.get("rungs").toString(),
        Files.readString(run.resolve("trials.csv")),
        Files.readString(run.resolve("curves.csv")));
  }

  private static void assertSame(Path run) throws IOException {
    assertThat(bits(run)).isEqualTo(bits(expected));
  }

  /// Waits until some trials have come back.
  private static void awaitTrials(Path run, Process process)
      throws IOException, InterruptedException {
    Path journal = run.resolve("journal.jsonl");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (process.isAlive()
        && (!Files.exists(journal) || Files.readString(journal).lines().count() < 6)) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(20);
    }
    assertThat(process.isAlive()).isTrue();
  }

  private void assertNoExecutorStays() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!spark.executors(0).isEmpty() || !spark.executors(1).isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(100);
    }
  }

  /// The Java program, below timeout.
  private static ProcessHandle program(Process process) {
    return process.descendants().findFirst().orElseThrow();
  }

  @Test
  void train_bySparkSubmit_sameBits() throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    var arguments =
        new ArrayList<>(
            List.of(
                "--master",
                spark.url(),
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--executor-memory",
                "512m",
                "--class",
                PROGRAM,
                jar().toString()));
    arguments.addAll(train(run));
    Process process = java(folder, home.resolve("jars") + "/*", SUBMIT, arguments).start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(text("err.txt")).isZero();
    assertSame(run);
  }

  @Test
  void train_driverKilled_isResumedThere_sameBits() throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    Process process = start(folder, onCluster(train(run)));
    awaitTrials(run, process);
    program(process).destroyForcibly();
    process.waitFor();
    assertNoExecutorStays();
    List<String> resume = List.of("resume", run.toString(), "--quiet");
    assertThat(run(folder, onCluster(resume))).as(text("err.txt")).isZero();
    assertSame(run);
    assertThat(run(folder, onCluster(List.of("replay", run.toString(), "--quiet"))))
        .as(text("err.txt"))
        .isZero();
  }

  @Test
  void train_interrupted_exits130_andIsResumedWithoutSpark()
      throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    Process process = start(folder, onCluster(train(run)));
    awaitTrials(run, process);
    new ProcessBuilder("kill", "-INT", Long.toString(program(process).pid())).start().waitFor();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(text("err.txt")).isEqualTo(130);
    assertThat(text("err.txt")).contains("interrupted; to go on: seedbed resume " + run);
    assertNoExecutorStays();
    assertThat(run(folder, List.of("resume", run.toString(), "--quiet"))).isZero();
    assertSame(run);
  }

  @Test
  void train_executorsHaveAnOldJdk_saysWhatTheyNeed() throws IOException, InterruptedException {
    Path old = Path.of("/usr/lib/jvm/java-17-openjdk-amd64");
    assumeThat(old).exists();
    int exit =
        run(
            folder,
            onCluster(
                train(folder.resolve("run")), "--conf", "spark.executorEnv.JAVA_HOME=" + old));
    assertThat(exit).isEqualTo(1);
    assertThat(text("err.txt").lines().filter(line -> !line.startsWith("WARNING: Using incubator")))
        .singleElement()
        .asString()
        .contains("They need Spark 4.2 and a JDK 25");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void init_shards_sameBytes() throws IOException, InterruptedException {
    Path index = checkpoint();
    List<String> init =
        List.of("init", index.toString(), "--init", "he-normal", "--rule", "*1.weight=orthogonal");
    assertThat(run(folder, onCluster(init, "-o", out("there").toString(), "--json")))
        .as(text("err.txt"))
        .isZero();
    String there = text("out.txt").replace("there", "here");
    assertThat(
            run(
                folder,
                Stream.concat(
                        init.stream(),
                        Stream.of("-o", out("here").toString(), "--json", "--threads", "1"))
                    .toList()))
        .isZero();
    assertThat(text("out.txt")).isEqualTo(there).contains("\"gain\"");
    for (int i = 1; i <= 3; i++) {
      String name = "-0000%d-of-00003.safetensors".formatted(i);
      assertThat(Files.readAllBytes(folder.resolve("there" + name)))
          .isEqualTo(Files.readAllBytes(folder.resolve("here" + name)));
    }
    assertThat(text("there.safetensors.index.json").replace("there", "here"))
        .isEqualTo(text("here.safetensors.index.json"));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("."))).isEmpty();
    }
  }

  private Path out(String name) {
    return folder.resolve(name + ".safetensors.index.json");
  }

  /// A checkpoint of three layers, a file each.
  private Path checkpoint() throws IOException {
    var map = new StringBuilder();
    for (int i = 1; i <= 3; i++) {
      String file = "model-0000%d-of-00003.safetensors".formatted(i);
      String header =
          "{\"layer%d.weight\":{\"dtype\":\"BF16\",\"shape\":[96,64],\"data_offsets\":[0,12288]}}"
              .formatted(i);
      Files.write(
          folder.resolve(file),
          ByteBuffer.allocate(8 + header.length() + 12288)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(header.length())
              .put(header.getBytes(UTF_8))
              .array());
      map.append(i == 1 ? "" : ",").append("\"layer%d.weight\":\"%s\"".formatted(i, file));
    }
    return Files.writeString(
        folder.resolve("model.safetensors.index.json"), "{\"weight_map\":{" + map + "}}");
  }

  @Test
  void check_manySeeds_sameDocument() throws IOException, InterruptedException {
    String model = "io/src/test/resources/networks/mlp.onnx";
    for (List<String> survey :
        List.of(
            List.of(
                "check",
                "--layers",
                "20,5*6,3",
                "--activation",
                "relu",
                "--seeds",
                "600",
                "--json"),
            List.of("check", model, "--init", "he-normal", "--seeds", "12", "--json"))) {
      int exit = run(folder, onCluster(survey));
      String there = text("out.txt");
      assertThat(run(folder, survey)).isEqualTo(exit);
      assertThat(there).isEqualTo(text("out.txt")).contains("\"survey\"");
    }
  }
}
