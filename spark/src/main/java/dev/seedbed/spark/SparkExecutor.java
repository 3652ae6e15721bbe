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

  @Override
  public void advance(
      TrialRunner race, List<Trial> trials, int budget, TrialStates states, Listener listener)
      throws InterruptedException, IOException {
    Shipped here = shipped(race);
    var works = new ArrayList<Work>();
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
        epochs = Math.max(epochs, budget - done);
      }
    }
    if (!works.isEmpty()) {
      int size = here.taskSize().trialsOfATask(works.size(), epochs, spark.defaultParallelism());
      new SparkRung(spark.sc(), here, machines, trials, budget, states, listener)
          .run(tasks(works, size));
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

  private static List<List<Work>> tasks(List<Work> works, int size) {
    var tasks = new ArrayList<List<Work>>();
    for (int from = 0; from < works.size(); from += size) {
      tasks.add(new ArrayList<>(works.subList(from, Math.min(from + size, works.size()))));
    }
    return tasks;
  }
}
