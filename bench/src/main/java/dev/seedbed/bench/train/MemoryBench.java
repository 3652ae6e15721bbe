package dev.seedbed.bench.train;

import dev.seedbed.data.Dataset;
import dev.seedbed.descent.Training;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Team;
import dev.seedbed.study.Study;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.TrialExecutor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How much memory 1,000 trials of 64-128-10 take in one process. Each figure is that of a JVM of
/// its own, started with the options of `./seedbed`.
public final class MemoryBench {
  private static final int TRIALS = 1000;
  private static final int EPOCHS = 3;

  private MemoryBench() {}

  private enum Work {
    RACE("raced one after the other on 2 threads"),
    HELD("held at once, each after an epoch");

    private final String title;

    Work(String title) {
      this.title = title;
    }
  }

  static void run() throws IOException, InterruptedException {
    System.out.printf("%,d trials of 64-128-10 in a JVM of their own, MB.%n%n", TRIALS);
    System.out.println("| | heap at most | resident at the peak | heap used at the peak |");
    System.out.println("|---|---:|---:|---:|");
    System.out.flush();
    for (Work work : Work.values()) {
      child(work, List.of());
      child(work, List.of("-Xmx640m"));
    }
  }

  private static void child(Work work, List<String> options)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-XX:+UseParallelGC"));
    command.addAll(options);
    command.add("-Dseedbed.home=" + System.getProperty("seedbed.home", "."));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(MemoryBench.class.getName(), work.name()));
    var process = new ProcessBuilder(command).inheritIO();
    if (process.start().waitFor() != 0) {
      throw new IllegalStateException("failed: " + String.join(" ", command));
    }
  }

  /// What the child does: the work that is named, and a row for the table.
  public static void main(String[] args) throws IOException, InterruptedException {
    var work = Work.valueOf(args[0]);
    Dataset data = Digits.data();
    StudySpec spec = Digits.study(data, TRIALS, EPOCHS);
    switch (work) {
      case RACE -> Study.run(spec, data, TrialExecutor.local(2), StudyListener.NONE);
      case HELD -> hold(spec, data);
    }
    System.out.printf(
        "| %s | %,d | %,d | %,d |%n",
        work.title,
        Runtime.getRuntime().maxMemory() >> 20,
        residentAtPeak() >> 20,
        heapAtPeak() >> 20);
  }

  private static void hold(StudySpec spec, Dataset data) {
    Kernels kernels = Kernels.best();
    List<Training> trainings =
        spec.trials().stream()
            .map(trial -> trial.scheme().draw(spec.network(), trial.seed()))
            .map(start -> new Training(spec.training(), start, data, kernels, Team.ALONE))
            .toList();
    trainings.forEach(Training::next);
  }

  private static long residentAtPeak() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private static long heapAtPeak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
