package dev.seedbed.tensor;

import java.util.concurrent.atomic.AtomicBoolean;

/// Kernels that start in plain Java and go on with vectors once these are faster.
///
/// Until C2 has compiled it, code on `jdk.incubator.vector` is a hundred times slower than the same
/// in plain Java, for a second or more: longer than a small study takes. So the first work is done
/// plainly; when there has been more of it than a small study has, a thread of its own runs the
/// vector kernels on small matrices until they overtake the plain ones, and then all use them. The
/// bits are the same, so it does not matter when that is.
final class TieredKernels implements Kernels {
  static final TieredKernels SHARED = new TieredKernels();

  /// Products of a row with a panel, after which vectors begin to warm up: a study of the size of
  /// the iris data has fewer, which plain Java does in less than a second.
  private static final long SMALL_STUDY = 20_000_000;

  private final Kernels plain = new PlainKernels();
  private final AtomicBoolean warming = new AtomicBoolean();
  private volatile Kernels now = plain;
  private volatile Activation activation = new Activation.Tanh();

  /// Threads may lose some of each other's additions; it need not be exact.
  private long work;

  private TieredKernels() {}

  /// Uses vectors from now on, and returns when they are compiled: for measurements.
  void warmUp() {
    warming.set(true);
    warm();
  }

  private void count(long products) {
    work += products;
    if (work > SMALL_STUDY && !warming.get() && warming.compareAndSet(false, true)) {
      Thread.ofPlatform().name("seedbed-vector-warm-up").daemon().start(this::warm);
    }
  }

  private void warm() {
    var vector = new VectorKernels();
    try {
      if (new VectorWarmUp(activation).untilFaster(vector, plain)) {
        now = vector;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void copyRow(Matrix source, int from, Panels x, int to) {
    now.copyRow(source, from, x, to);
  }

  @Override
  public void affine(Panels x, int rows, Panels w, float[] bias, Panels z, int p) {
    count((long) rows * x.columns());
    now.affine(x, rows, w, bias, z, p);
  }

  @Override
  public void inputGradient(Panels w, int q, int p, Panels dzT, Panels dxT, int rows) {
    now.inputGradient(w, q, p, dzT, dxT, rows);
  }

  @Override
  public void weightGradient(Panels x, int q, Panels dz, int p, int rows, float[] d) {
    now.weightGradient(x, q, dz, p, rows, d);
  }

  @Override
  public void sumRows(Panels dz, int p, int rows, float[] sums) {
    now.sumRows(dz, p, rows, sums);
  }

  @Override
  public void transpose(Panels from, Panels to, int p, int rows) {
    now.transpose(from, to, p, rows);
  }

  @Override
  public void activate(Activation f, Panels z, Panels a, int p, int rows) {
    activation = f;
    now.activate(f, z, a, p, rows);
  }

  @Override
  public void timesDerivative(Activation f, Panels z, Panels a, Panels d, int p, int rows) {
    now.timesDerivative(f, z, a, d, p, rows);
  }

  @Override
  public void softmax(Panels z, Panels y, int rows, float[] largest, float[] sums) {
    now.softmax(z, y, rows, largest, sums);
  }

  @Override
  public void logarithms(float[] values, float[] logarithms, int count) {
    now.logarithms(values, logarithms, count);
  }

  @Override
  public void sgd(
      float[] w,
      float[] v,
      int at,
      float[] g,
      int length,
      float rate,
      float momentum,
      float decay) {
    now.sgd(w, v, at, g, length, rate, momentum, decay);
  }

  @Override
  public void drop(int[] words, int least, float scale, Panels from, Panels to, int p, int rows) {
    now.drop(words, least, scale, from, to, p, rows);
  }

  @Override
  public void nesterov(
      float[] w,
      float[] v,
      int at,
      float[] g,
      int length,
      float rate,
      float momentum,
      float decay) {
    now.nesterov(w, v, at, g, length, rate, momentum, decay);
  }

  @Override
  public void adamW(
      float[] w,
      float[] m,
      float[] v,
      int at,
      float[] g,
      int length,
      float beta1,
      float rest1,
      float beta2,
      float rest2,
      float shrink,
      float rate,
      float root,
      float epsilon) {
    now.adamW(w, m, v, at, g, length, beta1, rest1, beta2, rest2, shrink, rate, root, epsilon);
  }
}
