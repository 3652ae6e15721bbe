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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The products of matrices in one step by OpenBLAS, one after the other: beside [StepBenchmark],
/// whose steps do the same products and all the rest.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProductBenchmark {
  @Param({"784-128-10", "30-64-64-10", "13-32-10", "784-256-256-256-10", "784-1000x5-10"})
  private String network = "";

  private @Nullable Sgemm sgemm;

  @Setup
  public void allocate() {
    sgemm = new Sgemm(Case.named(network));
  }

  @TearDown
  public void free() {
    Objects.requireNonNull(sgemm).close();
  }

  @Benchmark
  public void openblas() {
    Objects.requireNonNull(sgemm).run(1);
  }
}
