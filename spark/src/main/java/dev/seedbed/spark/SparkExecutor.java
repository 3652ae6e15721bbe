package dev.seedbed.spark;

import dev.seedbed.io.run.TrialRunnerFormat;
import dev.seedbed.io.run.TrialStateFormat;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialExecutor;
import dev.seedbed.study.TrialRunner;
import dev.seedbed.study.TrialState;
import dev.seedbed.study.TrialStates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/// Trains trials on the executors of a Spark application. The rows go to each executor once; the
/// states of trials go to and fro with their tasks.
final class SparkExecutor implements TrialExecutor {
  private final JavaSparkContext spark;
  private final Machines machines;
  private @Nullable Shipped shipped;

  /// A race whose rows are on their way.
  record Shipped(
      TrialRunner race, TrialStateFormat format, Broadcast<byte[]> bytes, TaskSize taskSize) {}

  SparkExecutor(JavaSparkContext spark, Machines machines) {
    this.spark = spark;
    this.machines = machines;
  }

  /// All of the driver's.
  @Override
  public int threads() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Override
  public void advance(
      TrialRunner race, List<Trial> trials, int budget, TrialStates states, Listener listener)
      throws InterruptedException, IOException {
    machines.require(spark.sc()::isStopped);
    Shipped here = shipped(race);
    var works = new ArrayList<Work>();
    var curves = new HashMap<Integer, Integer>();
    int epochs = 0;
    for (Trial trial : trials) {
      Optional<TrialState> before = states.find(trial);
      int done = before.map(state -> state.curve().size()).orElse(0);
      if (before.isPresent() && done >= budget) {
        listener.advanced(before.get());
      } else {
        works.add(
            new Work(
                trial.number(), before.map(here.format()::encode).orElseGet(() -> new byte[0])));
        curves.put(trial.number(), done);
        epochs = Math.max(epochs, budget - done);
      }
    }
    if (!works.isEmpty()) {
      List<Integer> sizes = here.taskSize().sizes(works.size(), epochs, spark.defaultParallelism());
      new SparkRung(spark.sc(), here, machines, trials, budget, curves, states, listener)
          .run(tasks(works, sizes));
    }
  }

  private synchronized Shipped shipped(TrialRunner race) {
    Shipped before = shipped;
    if (before != null && before.race().equals(race)) {
      return before;
    }
    if (before != null) {
      before.bytes().destroy();
    }
    byte[] bytes = TrialRunnerFormat.encode(race);
    var next =
        new Shipped(race, FarRace.format(race, bytes), spark.broadcast(bytes), new TaskSize(race));
    shipped = next;
    return next;
  }

  private static List<List<Work>> tasks(List<Work> works, List<Integer> sizes) {
    var tasks = new ArrayList<List<Work>>();
    int from = 0;
    for (int size : sizes) {
      tasks.add(new ArrayList<>(works.subList(from, from + size)));
      from += size;
    }
    return tasks;
  }
}
