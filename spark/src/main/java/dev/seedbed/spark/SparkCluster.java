package dev.seedbed.spark;

import dev.seedbed.study.Cluster;
import dev.seedbed.study.DividedWork;
import dev.seedbed.study.TrialExecutor;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/// The executors of a Spark application.
final class SparkCluster implements Cluster {
  private final JavaSparkContext spark;
  private final Machines machines;
  private final Messages.Listening listening;
  private final SparkExecutor executor;

  SparkCluster(JavaSparkContext spark, Machines machines, Messages.Listening listening) {
    this.spark = spark;
    this.machines = machines;
    this.listening = listening;
    this.executor = new SparkExecutor(spark, machines);
  }

  @Override
  public TrialExecutor executor() {
    return executor;
  }

  @Override
  public <R extends Serializable> void run(DividedWork<R> work, DividedWork.Results<R> results)
      throws IOException, InterruptedException {
    machines.require(spark.sc()::isStopped);
    Broadcast<DividedWork<R>> shared = spark.broadcast(work);
    try {
      new SparkJob(spark.sc(), machines, shared.id(), part -> Optional.of(work.name(part)))
          .run(
              IntStream.range(0, work.parts()).mapToObj(List::of).toList(),
              new PartTask<>(shared),
              done -> results.take(done.part(), done.value()));
    } finally {
      release(shared);
    }
  }

  /// Where the application has ended there is nothing to release, and what ended it matters more.
  private void release(Broadcast<?> shared) {
    if (spark.sc().isStopped()) {
      return;
    }
    try {
      shared.destroy();
    } catch (RuntimeException e) {
      System.getLogger("dev.seedbed").log(System.Logger.Level.DEBUG, "nothing to release", e);
    }
  }

  @Override
  public List<Machine> machines() {
    return machines.now();
  }

  @Override
  public void close() {
    spark.close();
    listening.close();
  }
}
