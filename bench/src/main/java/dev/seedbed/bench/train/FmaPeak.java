package dev.seedbed.bench.train;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// How many fused multiply-adds one thread of this machine does at most: chains of them that don't
/// depend on each other, in registers. With too few chains the latency shows, with too many there
/// are not enough registers; so several numbers are tried.
public final class FmaPeak {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LENGTH = 250_000;

  private FmaPeak() {}

  /// The fastest number of chains now, in 10⁹ operations a second; a multiply-add counts as two.
  public static double gflops() {
    return Math.max(gflops(8, FmaPeak::chains8), gflops(12, FmaPeak::chains12));
  }

  @FunctionalInterface
  private interface Chains {
    float run(int length);
  }

  private static double gflops(int chains, Chains loop) {
    long before = System.nanoTime();
    float result = loop.run(LENGTH);
    long nanos = System.nanoTime() - before;
    // The result is asked for, so that the loop cannot be optimised away.
    if (result != 2 * chains) {
      throw new IllegalStateException("every chain must come to 2: " + result);
    }
    return 2.0 * chains * SPECIES.length() * LENGTH / nanos;
  }

  private static float chains8(int length) {
    var a = FloatVector.broadcast(SPECIES, 0.5f);
    var b = FloatVector.broadcast(SPECIES, 1f);
    FloatVector c0 = b;
    FloatVector c1 = b;
    FloatVector c2 = b;
    FloatVector c3 = b;
    FloatVector c4 = b;
    FloatVector c5 = b;
    FloatVector c6 = b;
    FloatVector c7 = b;
    for (int i = 0; i < length; i++) {
      c0 = a.fma(c0, b);
      c1 = a.fma(c1, b);
      c2 = a.fma(c2, b);
      c3 = a.fma(c3, b);
      c4 = a.fma(c4, b);
      c5 = a.fma(c5, b);
      c6 = a.fma(c6, b);
      c7 = a.fma(c7, b);
    }
    return c0.add(c1).add(c2).add(c3).add(c4).add(c5).add(c6).add(c7).lane(0);
  }

  private static float chains12(int length) {
    var a = FloatVector.broadcast(SPECIES, 0.5f);
    var b = FloatVector.broadcast(SPECIES, 1f);
    FloatVector c0 = b;
    FloatVector c1 = b;
    FloatVector c2 = b;
    FloatVector c3 = b;
    FloatVector c4 = b;
    FloatVector c5 = b;
    FloatVector c6 = b;
    FloatVector c7 = b;
    FloatVector c8 = b;
    FloatVector c9 = b;
    FloatVector c10 = b;
    FloatVector c11 = b;
    for (int i = 0; i < length; i++) {
      c0 = a.fma(c0, b);
      c1 = a.fma(c1, b);
      c2 = a.fma(c2, b);
      c3 = a.fma(c3, b);
      c4 = a.fma(c4, b);
      c5 = a.fma(c5, b);
      c6 = a.fma(c6, b);
      c7 = a.fma(c7, b);
      c8 = a.fma(c8, b);
      c9 = a.fma(c9, b);
      c10 = a.fma(c10, b);
      c11 = a.fma(c11, b);
    }
    FloatVector low = c0.add(c1).add(c2).add(c3).add(c4).add(c5);
    FloatVector high = c6.add(c7).add(c8).add(c9).add(c10).add(c11);
    return low.add(high).lane(0);
  }
}
