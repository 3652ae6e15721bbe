package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs that are killed, cut off or interrupted, and go on, by the real program: each must end as
/// if nothing had happened.
class KilledRunIT {
  /// Several rungs, two schemes, dropout, AdamW and a schedule: all that a checkpoint must carry.
  private static final List<String> STUDY =
      List.of(
          "--seeds",
          "5",
          "--epochs",
          "12",
          "--target",
          "digit",
          "--hidden",
          "64,32",
          "--init",
          "glorot-uniform,orthogonal",
          "--halving",
          "2",
          "--smallest-budget",
          "2",
          "--references",
          "1",
          "--optimizer",
          "adamw",
          "--schedule",
          "cosine",
          "--dropout",
          "0.1",
          "--tensorboard",
          "--json");

  /// Runs train on every sixth row of the digits: with less to learn they spend more of their time
  /// writing.
  private static final int ROWS_APART = 6;

  @TempDir private static Path undisturbed = Path.of("");

  /// The result of the study if nothing interrupts it, the time it takes and the length of its
  /// journal.
  private record Expected(List<Object> bits, long millis, long journal) {}

  private static Expected expected = new Expected(List.of(), 0, 0);

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void runUndisturbed() throws IOException, InterruptedException {
    List<String> lines = Files.readAllLines(Path.of("examples/digits.csv"));
    Files.write(
        table(),
        IntStream.range(0, lines.size())
            .filter(i -> i % ROWS_APART == 0)
            .mapToObj(lines::get)
            .toList());
    Path run = undisturbed.resolve("run");
    var command = Stream.concat(Stream.of("./seedbed"), study(run).stream()).toList();
    long started = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    long millis = (System.nanoTime() - started) / 1_000_000;
    assertThat(process.exitValue()).isZero();
    expected = new Expected(bits(run), millis, Files.size(run.resolve("journal.jsonl")));
  }

  private static Path table() {
    return undisturbed.resolve("digits.csv");
  }

  private Process start(List<String> arguments) throws IOException {
    var command = new ArrayList<>(List.of("./seedbed"));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("out.txt").toFile())
        .redirectError(folder.resolve("err.txt").toFile())
        .start();
  }

  private int run(List<String> arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private String err() throws IOException {
    return Files.readString(folder.resolve("err.txt"), UTF_8);
  }

  private static List<String> study(Path run) {
    return Stream.of(List.of("train", table().toString()), STUDY, List.of("--out", run.toString()))
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> resume(Path run) {
    return List.of("resume", run.toString(), "--json");
  }

  /// What a run came to, but for how long it took and where it is.
  private static List<Object> bits(Path run) throws IOException {
    JsonNode result = JsonMapper.shared().readTree(run.resolve("result.json"));
    return List.of(
        result.get("weights_sha256"),
        result.get("best"),
        result.get("rungs"),
        result.get("seed_effect"),
        Files.readString(run.resolve("trials.csv")),
        Files.readString(run.resolve("curves.csv")),
        Files.readString(run.resolve("test.csv")),
        Files.readString(run.resolve("start.json")),
        Files.readAllLines(run.resolve("journal.jsonl")).stream()
            .filter(line -> !line.contains("study_resumed") && !line.contains("study_interrupted"))
            .sorted()
            .toList(),
        scalars(run.resolve("tensorboard")));
  }

  /// The numbers that TensorBoard shows of each trial, all of which must be there and once.
  private static Map<String, Object> scalars(Path events) throws IOException {
    var scalars = new TreeMap<String, Object>();
    try (Stream<Path> trials = Files.list(events)) {
      for (Path trial : trials.toList()) {
        scalars.put(trial.getFileName().toString(), EventFiles.read(trial).scalars());
      }
    }
    return scalars;
  }

  private static long size(Path journal) throws IOException {
    return Files.exists(journal) ? Files.size(journal) : 0;
  }

  /// Kills the process when the journal has grown by so much, or after so long.
  ///
  /// @return whether it was still at work
  private static boolean kill(Process process, Path journal, long growth, long millis)
      throws IOException, InterruptedException {
    long before = size(journal);
    long end = System.nanoTime() + millis * 1_000_000;
    while (process.isAlive() && System.nanoTime() < end && size(journal) < before + growth) {
      // Short beside a write, and the processor is the run's.
      LockSupport.parkNanos(50_000);
    }
    boolean alive = process.isAlive();
    process.destroyForcibly().waitFor();
    return alive;
  }

  /// Does to the run folder what a power cut may do to what was not forced to the disk yet.
  private static void cutPower(Path run, Random random) throws IOException {
    try (var journal = new RandomAccessFile(run.resolve("journal.jsonl").toFile(), "rw")) {
      journal.setLength(journal.length() - random.nextLong(Math.min(2000, journal.length() + 1)));
    }
    Path checkpoints = run.resolve("checkpoints");
    if (Files.exists(checkpoints)) {
      try (Stream<Path> files = Files.list(checkpoints)) {
        for (Path file : files.filter(f -> random.nextInt(4) == 0).toList()) {
          try (var checkpoint = new RandomAccessFile(file.toFile(), "rw")) {
            checkpoint.setLength(random.nextLong(checkpoint.length() + 1));
          }
        }
      }
    }
  }

  @Test
  void resume_afterSomeKills_endsTheSame() throws IOException, InterruptedException {
    killAndResume(3);
  }

  @Test
  @Tag("exhaustive")
  void resume_afterKillsAtAnyMoment_endsTheSame() throws IOException, InterruptedException {
    killAndResume(9);
  }

  /// By the clock, in the middle of training or of writing; by the growth of the journal, so as
  /// soon as possible after a write to it has begun; and every third time what a power cut takes
  /// along is taken along.
  private void killAndResume(int times) throws IOException, InterruptedException {
    long millis = expected.millis();
    var random = new Random(6);
    int kills = 0;
    for (int number = 0; kills < times; number++) {
      Path run = folder.resolve("run" + number);
      Path journal = run.resolve("journal.jsonl");
      boolean ended = false;
      while (!ended) {
        Process process =
            start(Files.exists(run.resolve("study.json")) ? resume(run) : study(fresh(run)));
        boolean byGrowth = random.nextBoolean();
        long growth = byGrowth ? 1 + random.nextLong(expected.journal() / 3) : Long.MAX_VALUE / 2;
        boolean killed =
            kills < times
                && kill(process, journal, growth, byGrowth ? 2 * millis : random.nextLong(millis));
        if (killed) {
          kills++;
          // Once there is a result, all before it has been forced to the disk.
          if (kills % 3 == 0
              && Files.exists(run.resolve("study.json"))
              && !Files.exists(run.resolve("result.json"))) {
            cutPower(run, random);
          }
        } else {
          assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
          assertThat(process.exitValue()).as(err()).isZero();
          ended = true;
        }
      }
      assertThat(bits(run)).isEqualTo(expected.bits());
      assertThat(run.resolve("checkpoints")).doesNotExist();
      try (Stream<Path> files = Files.walk(run)) {
        assertThat(files.filter(file -> file.getFileName().toString().startsWith("."))).isEmpty();
      }
    }
  }

  /// A run that was killed before it began has nothing to go on with.
  private static Path fresh(Path run) throws IOException {
    if (Files.exists(run)) {
      try (Stream<Path> files = Files.list(run)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
    return run;
  }

  /// Ctrl-C, the end of the terminal, and what systems send before they switch off.
  @ParameterizedTest
  @CsvSource({"INT, 130", "HUP, 129", "TERM, 143"})
  void resume_afterASignal_endsTheSame(String signal, int exitCode)
      throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    Process process = start(study(run));
    Path journal = run.resolve("journal.jsonl");
    while (process.isAlive() && size(journal) < expected.journal() / 10) {
      Thread.sleep(5);
    }
    signal(signal, process);
    boolean ended = process.waitFor(30, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).isTrue();
    assertThat(process.exitValue()).isEqualTo(exitCode);
    assertThat(err()).isEqualTo("seedbed: interrupted; to go on: seedbed resume " + run + "\n");
    assertThat(run(resume(run))).as(err()).isZero();
    assertThat(bits(run)).isEqualTo(expected.bits());
    assertThat(run(List.of("replay", run.toString()))).as(err()).isZero();
    // A second time there is nothing to do, and the same to say.
    assertThat(run(resume(run))).as(err()).isZero();
    assertThat(JsonMapper.shared().readTree(folder.resolve("out.txt")))
        .isEqualTo(JsonMapper.shared().readTree(run.resolve("result.json")));
  }

  /// No file may be larger than 40 kB, as on a disk that is full: no checkpoint fits.
  @Test
  void train_diskFull_isAnErrorAndCanGoOn() throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    var arguments = String.join(" ", study(run));
    Process process =
        new ProcessBuilder("bash", "-c", "ulimit -f 40; ./seedbed " + arguments)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(folder.resolve("err.txt").toFile())
            .start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(err().lines()).hasSize(1).first().asString().startsWith("seedbed: cannot write ");
    assertThat(run.resolve("result.json")).doesNotExist();
    assertThat(run(resume(run))).as(err()).isZero();
    assertThat(bits(run)).isEqualTo(expected.bits());
  }

  @Test
  void resume_whileTheRunIsAtWork_refused() throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    Process process = start(study(run));
    Path study = run.resolve("study.json");
    while (process.isAlive() && !Files.exists(study)) {
      Thread.sleep(5);
    }
    // Stands still while the second starts.
    signal("STOP", process);
    Path err = folder.resolve("second.txt");
    Process second =
        new ProcessBuilder("./seedbed", "resume", run.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(second.exitValue()).isEqualTo(2);
    assertThat(Files.readString(err))
        .startsWith("seedbed: another process is at work on this run: ");
    signal("CONT", process);
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(err()).isZero();
    assertThat(bits(run)).isEqualTo(expected.bits());
  }

  private static void signal(String name, Process process)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }
}
