package dev.seedbed.io.verify;

import dev.seedbed.check.result.Severity;
import dev.seedbed.io.verify.VerifyFinding.SameNumbers;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.TensorElements;
import dev.seedbed.io.weights.WeightFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds tensors that were drawn from one stream of random numbers: they begin with the same
/// numbers, or with multiples of them.
final class SameStart {
  private static final int SIGNATURE = 32;

  /// Fewer numbers may agree by chance.
  private static final int FEWEST = 8;

  private static final double ROUNDING = 0x1p-7;
  private static final int BUFFER = 1 << 16;

  private final WeightFile file;
  private final List<Beginning> earlier = new ArrayList<>();

  SameStart(WeightFile file) {
    this.file = file;
  }

  /// The first numbers of a tensor.
  private record Beginning(StoredTensor tensor, boolean table, float[] first) {}

  /// The first numbers of a tensor, to be compared with those of others.
  static float[] first(StoredTensor tensor, TensorElements elements) throws IOException {
    float[] first = new float[(int) Math.min(SIGNATURE, tensor.elements())];
    elements.read(0, first, first.length);
    return first;
  }

  /// Compares a tensor with all that came before.
  ///
  /// @param table whether it is an embedding, which a projection may share
  Optional<VerifyFinding> next(StoredTensor tensor, boolean table, float[] first)
      throws IOException {
    var here = new Beginning(tensor, table, first);
    for (Beginning there : earlier) {
      double factor = factor(there.first(), first);
      if (factor == 0) {
        continue;
      }
      boolean whole = factor == 1 && same(tensor, there.tensor());
      if (whole && (table || there.table())) {
        // Tied weights that are stored twice.
        return Optional.empty();
      }
      return Optional.of(
          new VerifyFinding(
              tensor.name(),
              Severity.ERROR,
              new SameNumbers(there.tensor().name(), factor, whole)));
    }
    earlier.add(here);
    return Optional.empty();
  }

  /// What the numbers of `one` are multiplied by to give those of `other`; 0 if there is no such
  /// factor, or there are too few different numbers to tell.
  private static double factor(float[] one, float[] other) {
    int length = Math.min(one.length, other.length);
    if (length < FEWEST || !varies(one, length) || !varies(other, length)) {
      return 0;
    }
    if (Arrays.equals(one, 0, length, other, 0, length)) {
      return 1;
    }
    int largest = 0;
    for (int i = 1; i < length; i++) {
      largest = Math.abs(one[i]) > Math.abs(one[largest]) ? i : largest;
    }
    double factor = other[largest] / (double) one[largest];
    double slack = ROUNDING * Math.abs(other[largest]);
    for (int i = 0; i < length; i++) {
      if (!(Math.abs(one[i] * factor - other[i]) <= slack)) {
        return 0;
      }
    }
    return factor;
  }

  /// At least half of the numbers differ from the one before.
  private static boolean varies(float[] values, int length) {
    int changes = 0;
    for (int i = 1; i < length; i++) {
      changes += values[i] != values[i - 1] ? 1 : 0;
    }
    return changes >= length / 2;
  }

  private boolean same(StoredTensor one, StoredTensor other) throws IOException {
    if (one.elements() != other.elements()) {
      return false;
    }
    try (TensorElements here = file.open(one);
        TensorElements there = file.open(other)) {
      return new Difference(here, there, one.elements(), BUFFER).elements() == 0;
    }
  }
}
