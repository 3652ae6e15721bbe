package dev.seedbed.bench.train;

import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
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

/// The kernels of one layer: the three products, the update, and the activation with its
/// derivative.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
  /// Rows × inputs × outputs.
  @Param({"32x784x128", "32x64x64", "16x13x32", "64x256x256", "10x1000x1000"})
  private String shape = "1x1x1";

  private final Kernels kernels = Kernels.warm();
  private final Activation tanh = new Activation.Tanh();
  private final float[] tile = new float[Panels.WIDTH * Panels.WIDTH];
  private int rows;
  private Panels x = random(1, 1);
  private Panels w = x;
  private Panels v = x;
  private Panels z = x;
  private Panels a = x;
  private Panels dz = x;
  private Panels dzT = x;
  private Panels dxT = x;
  private float[] bias = {};

  private static Panels random(int rows, int columns) {
    float[] values = new float[rows * columns];
    new Seed(1).stream("kernels").symmetricUniform(0, values);
    var panels = new Panels(rows, columns);
    for (int i = 0; i < values.length; i++) {
      panels.set(i / columns, i % columns, values[i]);
    }
    return panels;
  }

  @Setup
  public void draw() {
    String[] sizes = shape.split("x", -1);
    rows = Integer.parseInt(sizes[0]);
    int inputs = Integer.parseInt(sizes[1]);
    int outputs = Integer.parseInt(sizes[2]);
    x = random(rows, inputs);
    w = random(inputs, outputs);
    v = random(inputs, outputs);
    z = random(rows, outputs);
    // Zeros, whose slope is 1: repeated, others would make dz subnormal.
    a = new Panels(rows, outputs);
    dz = random(rows, outputs);
    dzT = random(outputs, rows);
    dxT = random(inputs, rows);
    bias = new float[(int) Panels.paddedLength(outputs)];
  }

  @Benchmark
  public void affine() {
    for (int p = 0; p < z.panels(); p++) {
      kernels.affine(x, rows, w, bias, z, p);
    }
  }

  @Benchmark
  public void inputGradient() {
    for (int p = 0; p < w.panels(); p += Kernels.TILES_AT_ONCE) {
      int end = Math.min(w.panels(), p + Kernels.TILES_AT_ONCE);
      kernels.inputGradient(w, 0, x.panels(), p, end, dzT, dxT, rows);
    }
  }

  @Benchmark
  public void weightGradient() {
    for (int p = 0; p < w.panels(); p++) {
      for (int q = 0; q < x.panels(); q++) {
        kernels.weightGradient(x, q, dz, p, rows, tile);
      }
    }
  }

  /// With a learning rate so small that the weights stay what they are.
  @Benchmark
  public void weightGradientAndSgd() {
    for (int p = 0; p < w.panels(); p++) {
      for (int q = 0; q < x.panels(); q++) {
        kernels.weightGradient(x, q, dz, p, rows, tile);
        int length = x.columnsOf(q) * Panels.WIDTH;
        int at = w.at(p, q * Panels.WIDTH);
        kernels.sgd(w.data(), v.data(), at, tile, length, 1e-12f, 0.9f, 1e-4f);
      }
    }
  }

  @Benchmark
  public void tanh() {
    for (int p = 0; p < z.panels(); p++) {
      kernels.activate(tanh, z, dz, p, rows);
    }
  }

  @Benchmark
  public void tanhDerivative() {
    for (int p = 0; p < z.panels(); p++) {
      kernels.timesDerivative(tanh, z, a, dz, p, rows);
    }
  }
}
