package dev.seedbed.bench;

import dev.seedbed.init.Law;
import dev.seedbed.random.RandomStream;
import dev.seedbed.random.Seed;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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

/// Time to draw one tensor: 1,000 elements, one that stays in the second cache, one that does not
/// stay in any.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DrawBenchmark {
  @Param({"1000", "100000", "16777216"})
  private int count;

  private final RandomStream stream = new Seed(1).stream("layer1/weight");
  private final Law uniform = Law.Uniform.within(0.1);
  private final Law normal = new Law.Normal(0, 0.1);
  private final Law truncated = Law.TruncatedNormal.corrected(0.1, 2);
  private float[] values = {};

  /// Allocates the tensor once.
  @Setup
  public void allocate() {
    values = new float[count];
  }

  /// The bound of all: nothing but writing.
  @Benchmark
  public float[] fill() {
    Arrays.fill(values, 0.1f);
    return values;
  }

  @Benchmark
  public float[] uniform() {
    uniform.draw(stream, 0, values);
    return values;
  }

  @Benchmark
  public float[] normal() {
    normal.draw(stream, 0, values);
    return values;
  }

  @Benchmark
  public float[] truncatedNormal() {
    truncated.draw(stream, 0, values);
    return values;
  }
}
