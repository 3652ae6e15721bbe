package dev.seedbed.spark;

import dev.seedbed.io.run.TrialStateFormat;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialExecutor;
import dev.seedbed.study.TrialState;
import dev.seedbed.study.TrialStates;
import dev.seedbed.train.Epoch;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Function2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/// One round of training on the cluster: a job of Spark, whose results are taken in as they come.
final class SparkRung {
  private static final long POLL_MILLIS = 100;

  private final SparkContext spark;
  private final SparkExecutor.Shipped race;
  private final Machines machines;
  private final Map<Integer, Trial> byNumber = new HashMap<>();
  private final Map<Integer, Message.Failed> failures = new HashMap<>();
  private final Map<Integer, Integer> told = new HashMap<>();
  private final int budget;
  private final TrialStates states;
  private final TrialExecutor.Listener listener;
  private final BlockingQueue<List<Trained>> results = new LinkedBlockingQueue<>();
  private volatile Optional<String> problem = Optional.empty();

  SparkRung(
      SparkContext spark,
      SparkExecutor.Shipped race,
      Machines machines,
      List<Trial> trials,
      int budget,
      TrialStates states,
      TrialExecutor.Listener listener) {
    this.spark = spark;
    this.race = race;
    this.machines = machines;
    this.budget = budget;
    this.states = states;
    this.listener = listener;
    trials.forEach(trial -> byNumber.put(trial.number(), trial));
  }

  /// Runs tasks until all have come back.
  void run(List<List<Work>> tasks) throws InterruptedException, IOException {
    SimpleFutureAction<BoxedUnit> job = null;
    try (var _ = Messages.to(this::hear)) {
      job = submit(tasks);
      int left = tasks.size();
      while (left > 0) {
        List<Trained> result = results.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        fail(problem.or(() -> machines.problem(spark::isStopped)));
        if (result != null) {
          for (Trained trained : result) {
            take(trained);
          }
          left--;
        } else if (job.isCompleted() && results.isEmpty()) {
          fail(Optional.of(reason(job)));
        }
      }
    } finally {
      if (job != null && !job.isCompleted()) {
        job.cancel();
      }
    }
  }

  private SimpleFutureAction<BoxedUnit> submit(List<List<Work>> tasks) {
    var rdd = JavaSparkContext.fromSparkContext(spark).parallelize(tasks, tasks.size()).rdd();
    Seq<Object> partitions =
        CollectionConverters.asScala(
                IntStream.range(0, tasks.size()).<Object>mapToObj(i -> i).toList())
            .toSeq();
    Function2<Object, List<Trained>, BoxedUnit> handler =
        (_, result) -> {
          results.add(result);
          return BoxedUnit.UNIT;
        };
    return spark.submitJob(
        rdd, new TrialTask(race.bytes(), budget), partitions, handler, () -> BoxedUnit.UNIT);
  }

  private void take(Trained trained) throws IOException {
    Trial trial = trial(trained.trial());
    int before = states.find(trial).map(state -> state.curve().size()).orElse(0);
    TrialState state =
        race.format()
            .decode(trial, trained.state())
            .orElseThrow(() ->
                new IOException("what came back of trial %d is damaged".formatted(trial.number())));
    race.taskSize().took(trained.seconds(), state.curve().size() - before);
    tell(trial, state.curve().subList(before, state.curve().size()));
    if (state.curve().size() > before) {
      states.save(state);
    }
    listener.advanced(state);
  }

  private void hear(Message message) {
    switch (message) {
      case Message.Epochs epochs when isOurs(epochs.race(), epochs.trial()) ->
          tell(trial(epochs.trial()), TrialStateFormat.epochs(epochs.curve(), epochs.first()));
      case Message.Failed failed when isOurs(failed.race(), failed.trial()) -> failed(failed);
      default -> {}
    }
  }

  /// A task that was cancelled may still speak of another race or rung.
  private boolean isOurs(long id, int trial) {
    return id == race.bytes().id() && byNumber.containsKey(trial);
  }

  private Trial trial(int number) {
    return Objects.requireNonNull(byNumber.get(number));
  }

  /// Tells of each epoch once, though a trial may be trained twice.
  private void tell(Trial trial, List<Epoch> epochs) {
    for (Epoch epoch : epochs) {
      boolean first;
      synchronized (told) {
        first = told.getOrDefault(trial.number(), 0) < epoch.number();
        if (first) {
          told.put(trial.number(), epoch.number());
        }
      }
      if (first) {
        listener.epochDone(trial, epoch);
      }
    }
  }

  /// A trial is tried once more, on another executor.
  private void failed(Message.Failed failed) {
    Message.Failed before;
    synchronized (failures) {
      before = failures.putIfAbsent(failed.trial(), failed);
    }
    if (before != null) {
      stop(said(before) + ", and on " + failed.place());
    }
  }

  private String said(Message.Failed failed) {
    Trial trial = trial(failed.trial());
    return "trial %d (%s, seed %s) failed: %s; on %s"
        .formatted(
            failed.trial(),
            trial.scheme().name(),
            trial.seed().value(),
            failed.cause(),
            failed.place());
  }

  private void stop(String why) {
    problem = problem.or(() -> Optional.of(why));
  }

  /// Why a job ended without all its results.
  private String reason(SimpleFutureAction<BoxedUnit> job) {
    synchronized (failures) {
      if (!failures.isEmpty()) {
        return said(failures.values().iterator().next());
      }
    }
    String message = String.valueOf(job.value().get().failed().get().getMessage());
    return "Spark gave up: " + message.lines().findFirst().orElse("").strip();
  }

  private static void fail(Optional<String> why) throws IOException {
    if (why.isPresent()) {
      throw new IOException(why.get());
    }
  }
}
