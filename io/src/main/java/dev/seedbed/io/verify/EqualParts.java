package dev.seedbed.io.verify;

import dev.seedbed.io.weights.TensorElements;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/// Parts of one tensor, as shards of it have them, that hold the same numbers: slices along its
/// first axis, or along its second.
///
/// @param axis 0 or 1
/// @param parts into how many the axis is cut
/// @param one the number of a part, 0 the first
/// @param other a later one that is equal to it
/// @param all whether all parts are equal
public record EqualParts(int axis, int parts, int one, int other, boolean all) {
  private static final int[] PARTS = {2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64};

  /// So many equal numbers in a row are no chance, even of a law on a coarse grid.
  private static final int FEWEST = 16;

  private static final int SIGNATURE = 64;
  private static final int BUFFER = 1 << 14;

  /// The parts of a tensor that are equal; empty if there are none.
  static Optional<EqualParts> of(long[] shape, TensorElements elements) throws IOException {
    if (shape.length < 2) {
      return Optional.empty();
    }
    long row = Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b);
    Optional<EqualParts> first = along(0, shape[0], 1, shape[0] * row, elements);
    return first.isPresent() ? first : along(1, shape[1], shape[0], row, elements);
  }

  /// @param length of the axis
  /// @param rows how many rows are cut
  /// @param row the elements of one
  private static Optional<EqualParts> along(
      int axis, long length, long rows, long row, TensorElements elements) throws IOException {
    Optional<EqualParts> found = Optional.empty();
    for (int parts : PARTS) {
      long part = row / parts;
      if (length % parts != 0 || part < FEWEST) {
        continue;
      }
      Optional<EqualParts> here = pair(axis, parts, rows, row, elements);
      if (here.isPresent() && (found.isEmpty() || here.get().all())) {
        found = here;
      }
    }
    return found;
  }

  private static Optional<EqualParts> pair(
      int axis, int parts, long rows, long row, TensorElements elements) throws IOException {
    long part = row / parts;
    int length = (int) Math.min(SIGNATURE, part);
    float[][] signatures = new float[parts][length];
    for (int i = 0; i < parts; i++) {
      elements.read(i * part, signatures[i], length);
    }
    boolean all = true;
    Optional<EqualParts> found = Optional.empty();
    for (int i = 1; i < parts; i++) {
      for (int j : i == 1 ? new int[] {0} : new int[] {0, i - 1}) {
        boolean same =
            varies(signatures[i])
                && Arrays.equals(signatures[i], signatures[j])
                && equal(elements, rows, row, i * part, j * part, part);
        all &= j > 0 || same;
        if (same && found.isEmpty()) {
          found = Optional.of(new EqualParts(axis, parts, j, i, false));
        }
      }
    }
    boolean whole = all;
    return found.map(pair -> new EqualParts(axis, parts, pair.one(), pair.other(), whole));
  }

  private static boolean varies(float[] values) {
    for (float value : values) {
      if (value != values[0]) {
        return true;
      }
    }
    return false;
  }

  /// Whether two parts of each row are equal.
  private static boolean equal(
      TensorElements elements, long rows, long row, long one, long other, long length)
      throws IOException {
    float[] here = new float[(int) Math.min(BUFFER, length)];
    float[] there = new float[here.length];
    for (long i = 0; i < rows; i++) {
      for (long at = 0; at < length; at += here.length) {
        int some = (int) Math.min(here.length, length - at);
        elements.read(i * row + one + at, here, some);
        elements.read(i * row + other + at, there, some);
        if (!Arrays.equals(here, 0, some, there, 0, some)) {
          return false;
        }
      }
    }
    return true;
  }
}
