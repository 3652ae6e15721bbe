package dev.seedbed.bench.train;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.presets.openblas_nolapack;

/// The products of a step by OpenBLAS on one thread, and nothing else of the step: what a framework
/// that calls BLAS cannot be faster than. Matrices lie as PyTorch lays them, in row order, weights
/// as out × in.
final class Sgemm implements AutoCloseable {
  private final List<Operands> products = new ArrayList<>();
  private final List<FloatPointer> memory = new ArrayList<>();

  /// @param c = a·b, whose element (i, j) sums over `k`
  private record Operands(
      int transA,
      int transB,
      int m,
      int n,
      int k,
      FloatPointer a,
      int rowOfA,
      FloatPointer b,
      int rowOfB,
      FloatPointer c) {
    void multiply() {
      cblas_sgemm(CblasRowMajor, transA, transB, m, n, k, 1, a, rowOfA, b, rowOfB, 0, c, n);
    }
  }

  Sgemm(Case task) {
    openblas_nolapack.blas_set_num_threads(1);
    int layers = task.widths().size() - 1;
    var x = new FloatPointer[layers + 1];
    var dx = new FloatPointer[layers + 1];
    var w = new FloatPointer[layers];
    var dw = new FloatPointer[layers];
    for (int l = 0; l <= layers; l++) {
      x[l] = allocate(task.minibatch() * task.widths().get(l));
      dx[l] = allocate(task.minibatch() * task.widths().get(l));
    }
    for (int l = 0; l < layers; l++) {
      w[l] = allocate(task.widths().get(l) * task.widths().get(l + 1));
      dw[l] = allocate(task.widths().get(l) * task.widths().get(l + 1));
    }
    for (Product product : task.products()) {
      int l = product.layer();
      int rows = product.rows();
      int in = product.in();
      int out = product.out();
      products.add(
          switch (product.kind()) {
            case FORWARD ->
                new Operands(CblasNoTrans, CblasTrans, rows, out, in, x[l], in, w[l], in, x[l + 1]);
            case WEIGHT_GRADIENT ->
                new Operands(
                    CblasTrans, CblasNoTrans, out, in, rows, dx[l + 1], out, x[l], in, dw[l]);
            case INPUT_GRADIENT ->
                new Operands(
                    CblasNoTrans, CblasNoTrans, rows, in, out, dx[l + 1], out, w[l], in, dx[l]);
          });
    }
  }

  /// What OpenBLAS says of itself: version and the processor that its kernels are for.
  @SuppressWarnings("restricted")
  static String version() {
    Loader.load(org.bytedeco.openblas.global.openblas_nolapack.class);
    MemorySegment function = SymbolLookup.loaderLookup().find("openblas_get_config").orElseThrow();
    MethodHandle config =
        Linker.nativeLinker().downcallHandle(function, FunctionDescriptor.of(ValueLayout.ADDRESS));
    try {
      return ((MemorySegment) config.invokeExact()).reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable e) {
      throw new IllegalStateException("OpenBLAS does not say its version", e);
    }
  }

  private FloatPointer allocate(int count) {
    var pointer = new FloatPointer(count);
    for (int i = 0; i < count; i++) {
      pointer.put(i, 0.001f * (i % 17));
    }
    memory.add(pointer);
    return pointer;
  }

  /// All products of a step, so many times.
  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      for (Operands product : products) {
        product.multiply();
      }
    }
  }

  /// One product of the step again and again.
  void run(int product, int times) {
    for (int i = 0; i < times; i++) {
      products.get(product).multiply();
    }
  }

  @Override
  public void close() {
    memory.forEach(FloatPointer::deallocate);
  }
}
