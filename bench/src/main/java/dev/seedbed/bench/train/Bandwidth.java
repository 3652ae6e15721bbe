package dev.seedbed.bench.train;

import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// How fast one thread moves memory, in vector loops without arithmetic to speak of. Bytes are
/// those that the program reads and writes; what a cache reads in order to be written to does not
/// count.
final class Bandwidth {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LARGE = 1 << 26;

  private Bandwidth() {}

  /// @param bytes moved in each run
  /// @param seconds of the median run
  record Row(String name, long bytes, double seconds) {
    double gigabytesPerSecond() {
      return bytes / seconds / 1e9;
    }
  }

  /// Arrays much larger than any cache, and arrays of `count` floats.
  static List<Row> measure(int count) {
    var rows = new ArrayList<Row>();
    rows.addAll(measure(LARGE, 5));
    rows.addAll(measure(count, 41));
    return rows;
  }

  private static List<Row> measure(int count, int runs) {
    float[] a = new float[count];
    float[] b = new float[count];
    long bytes = (long) Float.BYTES * count;
    String size = "%,.0f MB".formatted(bytes / 1e6);
    return List.of(
        row("read " + size, bytes, runs, () -> read(a)),
        row("copy " + size, 2 * bytes, runs, () -> System.arraycopy(a, 0, b, 0, count)),
        row("read and write " + size + " in place", 2 * bytes, runs, () -> scale(a)));
  }

  /// What a step of a network of `count` weights moves at the least, once its weights and their
  /// velocities fit in no cache: forward reads the weights, backward reads and writes weights and
  /// velocities in one pass.
  static Row leastStep(int count) {
    float[] w = new float[count];
    float[] v = new float[count];
    return row(
        "a step's %.0f MB of weights and as much of velocities".formatted(count * 4e-6),
        5L * Float.BYTES * count,
        41,
        () -> {
          read(w);
          update(w, v);
        });
  }

  private static Row row(String name, long bytes, int runs, Runnable work) {
    // As many again to let the loop be compiled.
    var nanos = new Samples();
    for (int i = -runs; i < runs; i++) {
      long before = System.nanoTime();
      work.run();
      if (i >= 0) {
        nanos.add((double) (System.nanoTime() - before));
      }
    }
    return new Row(name, bytes, nanos.median() * 1e-9);
  }

  private static void read(float[] array) {
    int lanes = SPECIES.length();
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int i = 0; i <= array.length - 4 * lanes; i += 4 * lanes) {
      s0 = s0.add(FloatVector.fromArray(SPECIES, array, i));
      s1 = s1.add(FloatVector.fromArray(SPECIES, array, i + lanes));
      s2 = s2.add(FloatVector.fromArray(SPECIES, array, i + 2 * lanes));
      s3 = s3.add(FloatVector.fromArray(SPECIES, array, i + 3 * lanes));
    }
    // The sum is asked for, so that the loop cannot be optimised away.
    if (s0.add(s1).add(s2).add(s3).reduceLanes(VectorOperators.ADD) != 0) {
      throw new IllegalStateException("the sum of zeros must be 0");
    }
  }

  private static void scale(float[] array) {
    int lanes = SPECIES.length();
    for (int i = 0; i <= array.length - lanes; i += lanes) {
      FloatVector.fromArray(SPECIES, array, i).mul(0.999f).intoArray(array, i);
    }
  }

  private static void update(float[] w, float[] v) {
    int lanes = SPECIES.length();
    for (int i = 0; i <= w.length - lanes; i += lanes) {
      FloatVector velocity = FloatVector.fromArray(SPECIES, v, i).mul(0.9f);
      velocity.intoArray(v, i);
      FloatVector.fromArray(SPECIES, w, i).sub(velocity).intoArray(w, i);
    }
  }
}
