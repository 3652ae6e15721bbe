package dev.seedbed.io.verify;

import dev.seedbed.check.result.Severity;
import dev.seedbed.io.verify.VerifyFinding.SameNumbers;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.TensorElements;
import dev.seedbed.io.weights.WeightFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Finds tensors that were drawn from one stream of random numbers: they begin with the same
/// numbers, or with multiples of them.
final class SameStart {
  private static final int SIGNATURE = 32;

  /// Fewer numbers may agree by chance.
  private static final int FEWEST = 8;

  private static final double ROUNDING = 0x1p-7;

  /// How many numbers make a cell, and how many cells each has between 0 and 1.
  private static final int KEYS = 4;

  private static final int GRID = 16;
  private static final int BUFFER = 1 << 16;

  private final WeightFile file;
  private final Map<Cell, List<Beginning>> earlier = new HashMap<>();
  private int compared;

  SameStart(WeightFile file) {
    this.file = file;
  }

  /// The first numbers of a tensor, which is number `order` of those that were compared.
  private record Beginning(StoredTensor tensor, boolean table, float[] first, int order) {}

  /// Where the magnitudes of a few first numbers lie on a grid, relative to the norm of the first
  /// [#FEWEST]: the same for multiples, but for rounding, which may move them to the next cell.
  private record Cell(List<Integer> at) {

    private static Cell of(double[] shares) {
      return new Cell(Arrays.stream(shares).mapToObj(x -> (int) Math.floor(x * GRID)).toList());
    }

    /// That of numbers, and those that it may be in before or after rounding.
    private static Set<Cell> near(double[] shares) {
      Set<Cell> cells = new LinkedHashSet<>();
      for (int corner = 0; corner < 1 << shares.length; corner++) {
        double[] moved = shares.clone();
        for (int i = 0; i < moved.length; i++) {
          moved[i] += ((corner >> i) & 1) == 0 ? -ROUNDING : ROUNDING;
        }
        cells.add(of(moved));
      }
      return cells;
    }
  }

  /// Empty if there are too few different numbers to tell.
  private static double[] shares(float[] first) {
    if (first.length < FEWEST || !varies(first)) {
      return new double[0];
    }
    double square = 0;
    for (int i = 0; i < FEWEST; i++) {
      square += (double) first[i] * first[i];
    }
    double norm = Math.sqrt(square);
    return norm > 0
        ? IntStream.range(0, KEYS).mapToDouble(i -> Math.abs(first[i]) / norm).toArray()
        : new double[0];
  }

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
    double[] shares = shares(first);
    if (shares.length == 0) {
      return Optional.empty();
    }
    Optional<Beginning> same =
        Cell.near(shares).stream()
            .flatMap(cell -> earlier.getOrDefault(cell, List.of()).stream())
            .filter(there -> factor(there.first(), first) != 0)
            .min(Comparator.comparingInt(Beginning::order));
    if (same.isEmpty()) {
      earlier
          .computeIfAbsent(Cell.of(shares), _ -> new ArrayList<>())
          .add(new Beginning(tensor, table, first, compared++));
      return Optional.empty();
    }
    Beginning there = same.get();
    double factor = factor(there.first(), first);
    boolean whole = factor == 1 && same(tensor, there.tensor());
    if (whole && (table || there.table())) {
      // Tied weights that are stored twice.
      return Optional.empty();
    }
    return Optional.of(
        new VerifyFinding(
            tensor.name(), Severity.ERROR, new SameNumbers(there.tensor().name(), factor, whole)));
  }

  /// What the numbers of `one` are multiplied by to give those of `other`; 0 if there is no such
  /// factor.
  private static double factor(float[] one, float[] other) {
    int length = Math.min(one.length, other.length);
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
  private static boolean varies(float[] values) {
    int changes = 0;
    for (int i = 1; i < values.length; i++) {
      changes += values[i] != values[i - 1] ? 1 : 0;
    }
    return changes >= values.length / 2;
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
