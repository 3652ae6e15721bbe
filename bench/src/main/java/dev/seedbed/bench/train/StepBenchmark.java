package dev.seedbed.bench.train;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One step of Seedbed, of each network that [TrainBench] measures. With `-t 2` two trials run
/// beside each other; `-prof gc` shows what a step allocates.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StepBenchmark {
  @Param({"784-128-10", "30-64-64-10", "13-32-10", "784-256-256-256-10", "784-1000x5-10"})
  private String network = "";

  private @Nullable Contestant trial;

  @Setup
  public void start() {
    trial = new SeedbedContestant(Problem.synthetic(Case.named(network)));
  }

  @Benchmark
  public void step() {
    Objects.requireNonNull(trial).train(1);
  }
}
