package dev.seedbed.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Function2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/// A job of Spark: tasks whose results are taken in as they come. A part that fails is tried once
/// more on another executor; if it fails again, the job ends with the cause.
final class SparkJob {
  private static final long POLL_MILLIS = 100;

  private final SparkContext spark;
  private final Machines machines;
  private final long work;
  private final IntFunction<Optional<String>> names;
  private final Map<Integer, Message.Failed> failures = new HashMap<>();
  private volatile Optional<String> problem = Optional.empty();

  /// Takes in what comes of a part.
  interface Taking<R> {
    void take(R result) throws IOException;
  }

  /// @param work the number of the broadcast that brings it
  /// @param names of its parts; empty of numbers that are of an earlier job
  SparkJob(SparkContext spark, Machines machines, long work, IntFunction<Optional<String>> names) {
    this.spark = spark;
    this.machines = machines;
    this.work = work;
    this.names = names;
  }

  /// Runs tasks until all have come back.
  <T, R extends Serializable> void run(List<List<T>> tasks, FarTask<T, R> task, Taking<R> taking)
      throws InterruptedException, IOException {
    BlockingQueue<List<R>> results = new LinkedBlockingQueue<>();
    SimpleFutureAction<BoxedUnit> job = null;
    machines.begin(work);
    try (var _ = Messages.to(this::hear)) {
      job = submit(tasks, task, results);
      int left = tasks.size();
      while (left > 0) {
        List<R> result = results.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        fail(problem.or(() -> machines.problem(spark::isStopped)));
        if (result != null) {
          for (R each : result) {
            taking.take(each);
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
      machines.rest();
    }
  }

  private <T, R extends Serializable> SimpleFutureAction<BoxedUnit> submit(
      List<List<T>> tasks, FarTask<T, R> task, BlockingQueue<List<R>> results) {
    var rdd = JavaSparkContext.fromSparkContext(spark).parallelize(tasks, tasks.size()).rdd();
    Seq<Object> partitions =
        CollectionConverters.asScala(
                IntStream.range(0, tasks.size()).<Object>mapToObj(i -> i).toList())
            .toSeq();
    Function2<Object, List<R>, BoxedUnit> handler =
        (_, result) -> {
          results.add(result);
          return BoxedUnit.UNIT;
        };
    // A part that is given up ends at once.
    spark.setLocalProperty("spark.job.interruptOnCancel", "true");
    return spark.submitJob(rdd, task, partitions, handler, () -> BoxedUnit.UNIT);
  }

  /// A part is tried once more, on another executor. What is said of another job does not count: a
  /// task that was cancelled may still speak.
  private void hear(Message message) {
    if (!(message instanceof Message.Failed failed)
        || failed.work() != work
        || names.apply(failed.part()).isEmpty()) {
      return;
    }
    Message.Failed before;
    synchronized (failures) {
      before = failures.putIfAbsent(failed.part(), failed);
    }
    if (before != null) {
      String both = said(before) + ", and on " + failed.place();
      problem = problem.or(() -> Optional.of(both));
    }
  }

  private String said(Message.Failed failed) {
    return "%s failed: %s; on %s"
        .formatted(names.apply(failed.part()).orElseThrow(), failed.cause(), failed.place());
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
