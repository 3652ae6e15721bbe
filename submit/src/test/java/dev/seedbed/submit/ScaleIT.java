package dev.seedbed.submit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.spark.StandaloneCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Measures what docs/scale.md says, and prints it: `./seedbed-bench spark`. One worker, two
/// workers and this machine's threads do the same in turns, each in programs that stay.
@Tag("measurement")
class ScaleIT {
  private static final int ROUNDS = 5;
  private static final int SHARDS = 8;
  private static final long SHARD_BYTES = 1L << 27;

  @TempDir private Path folder = Path.of("");
  private final List<Program> programs = new ArrayList<>();

  /// What one line of a [ScaleDriver] says.
  private record Figures(double millis, double cpuMillis, long moved, long heapMegabytes) {}

  /// A [ScaleDriver] at work.
  private record Program(String name, Process process, BufferedReader out, PrintStream in) {
    Figures run(String line) throws IOException {
      in.println(line);
      in.flush();
      String[] words = out.readLine().split(" ", -1);
      return new Figures(
          Double.parseDouble(words[0]),
          Double.parseDouble(words[1]),
          Long.parseLong(words[2]),
          Long.parseLong(words[3]));
    }
  }

  private Program program(String name, String master) throws IOException {
    Path own = Files.createDirectory(folder.resolve(name));
    var builder =
        new ProcessBuilder(
            "timeout",
            "40m",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + Path.of("spark", "jvm.options").toAbsolutePath(),
            "-Xmx2g",
            "-XX:+UseParallelGC",
            "-cp",
            Path.of("submit", "target", "test-classes").toAbsolutePath()
                + ":"
                + SubmitIT.jar()
                + ":"
                + home()
                + "/jars/*",
            ScaleDriver.class.getName(),
            master,
            own.toString());
    builder.redirectError(own.resolve("err.txt").toFile());
    StandaloneCluster.environment(builder, home());
    Process process = builder.start();
    var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    if (!"ready".equals(out.readLine())) {
      throw new IOException(Files.readString(own.resolve("err.txt")));
    }
    var program =
        new Program(name, process, out, new PrintStream(process.getOutputStream(), true, UTF_8));
    programs.add(program);
    return program;
  }

  private static Path home() {
    return Path.of("submit", "target", "spark").toAbsolutePath();
  }

  private static void say(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
  }

  @Test
  void measure() throws IOException, InterruptedException {
    StandaloneCluster.home(home());
    checkpoint();
    try (var one =
            new StandaloneCluster(Files.createDirectory(folder.resolve("c1")), home(), 1, 40);
        var two =
            new StandaloneCluster(Files.createDirectory(folder.resolve("c2")), home(), 2, 40)) {
      program("local", "local");
      program("one", one.url());
      program("two", two.url());
      inTurns("study 256", 8, ROUNDS);
      inTurns("rung 1", 3, ROUNDS);
      inTurns("rung 500", 1, ROUNDS);
      inTurns("draw 1", 1, 3);
      for (int seeds : new int[] {16, 16, 64, 64, 1024, 4096}) {
        inTurns("study " + seeds, 0, 1);
      }
      say("ten thousand trials of three epochs: %s", programs.get(2).run("long 10000"));
      for (int worker = 0; worker < 2; worker++) {
        say("executor %d: %s", worker, memory(two.executors(worker).getFirst()));
      }
      say("driver: %s", memory(programs.get(2).process().descendants().findFirst().orElseThrow()));
    } finally {
      programs.forEach(program -> program.process().destroy());
    }
  }

  private static String memory(ProcessHandle process) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .findFirst()
        .orElse("");
  }

  /// Rounds to warm up, and then rounds of which the median counts.
  private void inTurns(String line, int before, int rounds) throws IOException {
    Map<String, List<Figures>> all = new LinkedHashMap<>();
    for (int round = 1 - before; round <= rounds; round++) {
      for (Program program : programs) {
        Figures figures = program.run(line);
        if (round > 0) {
          all.computeIfAbsent(program.name(), _ -> new ArrayList<>()).add(figures);
        }
      }
    }
    all.forEach((name, figures) ->
        say(
            "%s, %s: median %.0f ms (%s); driver's processor time %.0f ms; %.1f MB through loopback; heap %d MB",
            line,
            name,
            median(figures.stream().map(Figures::millis)),
            String.join(" ", figures.stream().map(f -> "%.0f".formatted(f.millis())).toList()),
            median(figures.stream().map(Figures::cpuMillis)),
            median(figures.stream().map(f -> f.moved() / 1e6)),
            figures.getLast().heapMegabytes()));
  }

  private static double median(Stream<Double> numbers) {
    List<Double> sorted = numbers.sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  /// A gigabyte of bfloat16 in eight files.
  private void checkpoint() throws IOException {
    var map = new StringBuilder();
    for (int i = 1; i <= SHARDS; i++) {
      String name = "model-%05d-of-%05d.safetensors".formatted(i, SHARDS);
      String header =
          "{\"l%d.weight\":{\"dtype\":\"BF16\",\"shape\":[8192,%d],\"data_offsets\":[0,%d]}}"
              .formatted(i, SHARD_BYTES / 2 / 8192, SHARD_BYTES);
      try (var file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
        file.write(
            ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length()).array());
        file.write(header.getBytes(UTF_8));
        file.setLength(8 + header.length() + SHARD_BYTES);
      }
      map.append(i == 1 ? "" : ",").append("\"l%d.weight\":\"%s\"".formatted(i, name));
    }
    Files.writeString(
        folder.resolve("model.safetensors.index.json"), "{\"weight_map\":{" + map + "}}");
  }
}
