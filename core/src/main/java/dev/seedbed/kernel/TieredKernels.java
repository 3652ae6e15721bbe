package dev.seedbed.kernel;

import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import java.util.function.Function;

/// Kernels that start in plain Java and go on with vectors.
///
/// Until C2 has compiled it, code on `jdk.incubator.vector` is a hundred times slower than the same
/// in plain Java, and compiling it takes seconds: longer than a small study. So the first work is
/// done plainly, unless much is sure to come. When there has been more of it than a small study
/// has, everybody waits while the vector kernels run on small matrices until they overtake the
/// plain ones; to go on plainly meanwhile would take the cores from the compiler, and longer in the
/// end. On a busy machine that may take minutes: then the work goes on plainly, and a thread in the
/// background tries again now and then. The bits are the same, so it does not matter when that is.
final class TieredKernels implements Kernels {
  static final TieredKernels SHARED = new TieredKernels();

  /// Products of a row with a panel, after which vectors are compiled. The default study of the
  /// iris data has 20 million, which plain Java does in half a second; compiling takes two.
  private static final long SMALL_STUDY = 40_000_000;

  /// If more products than these are sure to come, vectors are compiled first. Plain Java does 50
  /// million a second on two processors, and compiling takes 1.3 seconds (Zen 5, JDK 25.0.3).
  private static final long LONG_STUDY = 100_000_000;

  /// How long everybody waits. Compiling takes two to four seconds of cores that are free.
  private static final long WAIT_NANOS = 10_000_000_000L;

  /// How long a trial in the background lasts at most, and the pauses between them. They grow, so
  /// that trials cost little where vectors are of no use: without C2, say, or without vectors in
  /// the processor.
  private static final long TRIAL_NANOS = 2_000_000_000L;

  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 60_000;

  /// Finds out whether vectors pay.
  interface Trial {
    /// Runs both kernels for a while.
    ///
    /// @param nanos the longest while
    /// @return whether `vector` has become faster than `plain`
    boolean fasterWithin(long nanos, Kernels vector, Kernels plain) throws InterruptedException;
  }

  private final long smallStudy;
  private final Function<Activation, Trial> trials;
  private final long firstPauseMillis;
  private final Kernels plain = new PlainKernels();
  private volatile Kernels now = plain;
  private volatile Activation activation = new Activation.Tanh();

  /// Whether everybody has waited, or the vectors are compiled.
  private volatile boolean warm;

  /// Threads may lose some of each other's additions; it need not be exact.
  private long work;

  private TieredKernels() {
    this(SMALL_STUDY, VectorWarmUp::new, FIRST_PAUSE_MILLIS);
  }

  /// @param smallStudy products after which vectors are compiled
  /// @param trials makes a trial, given the activation that is used
  /// @param firstPauseMillis before the first trial in the background
  TieredKernels(long smallStudy, Function<Activation, Trial> trials, long firstPauseMillis) {
    this.smallStudy = smallStudy;
    this.trials = trials;
    this.firstPauseMillis = firstPauseMillis;
  }

  /// Whether vectors are used.
  boolean usesVectors() {
    return now instanceof VectorKernels;
  }

  /// Compiles vectors before it returns, if there are enough products for that to pay.
  void expect(long products, Activation f) {
    if (!warm && products > LONG_STUDY) {
      uses(f);
      warmUp();
    }
  }

  /// Returns when vectors are compiled, or are not for long.
  synchronized void warmUp() {
    if (!warm) {
      Trial trial = trials.apply(activation);
      try {
        if (!overtakes(trial, WAIT_NANOS)) {
          Thread.ofPlatform().name("seedbed-warm-up").daemon().start(() -> goOn(trial));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      warm = true;
    }
  }

  /// Changes to vectors if they pay by then.
  private boolean overtakes(Trial trial, long nanos) throws InterruptedException {
    var vector = new VectorKernels();
    boolean faster = trial.fasterWithin(nanos, vector, plain);
    if (faster) {
      now = vector;
    }
    return faster;
  }

  private void goOn(Trial trial) {
    long pause = firstPauseMillis;
    try {
      do {
        Thread.sleep(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      } while (!overtakes(trial, TRIAL_NANOS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void count(long products) {
    if (!warm) {
      work += products;
      if (work > smallStudy) {
        warmUp();
      }
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
  public void inputGradient(
      Panels w, int fromQ, int toQ, int fromP, int toP, Panels dzT, Panels dxT, int rows) {
    now.inputGradient(w, fromQ, toQ, fromP, toP, dzT, dxT, rows);
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

  private void uses(Activation f) {
    if (!warm && !(f instanceof Activation.Identity)) {
      activation = f;
    }
  }

  @Override
  public void activate(Activation f, Panels z, Panels a, int p, int rows) {
    uses(f);
    now.activate(f, z, a, p, rows);
  }

  @Override
  public void timesDerivative(Activation f, Panels z, Panels a, Panels d, int p, int rows) {
    now.timesDerivative(f, z, a, d, p, rows);
  }

  @Override
  public void softmax(Panels zT, int rows, float[] largest, float[] least, float[] sums) {
    now.softmax(zT, rows, largest, least, sums);
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
