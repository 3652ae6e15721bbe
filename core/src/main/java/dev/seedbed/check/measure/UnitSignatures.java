package dev.seedbed.check.measure;

import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.TensorShape;
import java.util.Comparator;
import java.util.stream.IntStream;

/// A fingerprint of what each unit has on all rows and places: a projection on a fixed direction.
final class UnitSignatures {
  /// Two units have the same if projections and sizes differ by less of the size. Equal units go
  /// through the same arithmetic, and agree to the bit; a rounding error of floats is 6e-8.
  private static final double SAME = 1e-6;

  private final double[] projections;

  /// Root mean squares.
  private final double[] sizes;

  private UnitSignatures(int units) {
    projections = new double[units];
    sizes = new double[units];
  }

  /// The fingerprints of the units along an axis.
  static UnitSignatures of(FloatArray values, int axis) {
    TensorShape shape = values.shape();
    int units = shape.rank() == 0 || shape.elements() == 0 ? 0 : shape.length(axis);
    var signatures = new UnitSignatures(units);
    if (units == 0) {
      return signatures;
    }
    int inner = shape.elements(axis + 1, shape.rank());
    int outer = shape.elements() / (units * inner);
    double[] directions = new double[inner];
    float[] data = values.data();
    for (int i = 0; i < outer; i++) {
      for (int k = 0; k < inner; k++) {
        directions[k] = Beginning.direction(i * inner + k);
      }
      for (int j = 0; j < units; j++) {
        int at = (i * units + j) * inner;
        double projection = 0;
        double squares = 0;
        for (int k = 0; k < inner; k++) {
          projection += directions[k] * data[at + k];
          squares += (double) data[at + k] * data[at + k];
        }
        signatures.projections[j] += projection;
        signatures.sizes[j] += squares;
      }
    }
    double count = (double) outer * inner;
    for (int j = 0; j < units; j++) {
      signatures.projections[j] /= Math.sqrt(count);
      signatures.sizes[j] = Math.sqrt(signatures.sizes[j] / count);
    }
    return signatures;
  }

  private boolean same(int i, int j) {
    double size = Math.max(sizes[i], sizes[j]);
    return Math.abs(sizes[i] - sizes[j]) <= SAME * size
        && Math.abs(projections[i] - projections[j]) <= SAME * size;
  }

  /// The share of units that have the same values and the same gradient as another one: those get
  /// equal updates, and stay equal. Units that are 0 everywhere do not count: nothing passes them.
  static double duplicates(UnitSignatures values, UnitSignatures gradients) {
    int units = values.projections.length;
    if (gradients.projections.length != units || units == 0) {
      return Double.NaN;
    }
    int[] order =
        IntStream.range(0, units)
            .boxed()
            .sorted(Comparator.comparingDouble(j -> values.projections[j]))
            .mapToInt(Integer::intValue)
            .toArray();
    boolean[] equal = new boolean[units];
    for (int at = 0; at < units; at++) {
      for (int next = at + 1; next < units && values.same(order[at], order[next]); next++) {
        if (values.sizes[order[at]] > 0 && gradients.same(order[at], order[next])) {
          equal[order[at]] = true;
          equal[order[next]] = true;
          break;
        }
      }
    }
    int count = 0;
    for (boolean each : equal) {
      count += each ? 1 : 0;
    }
    return (double) count / units;
  }
}
