package dev.seedbed.io.verify;

import dev.seedbed.io.weights.TensorElements;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Parts of one tensor, as shards of it have them, that hold the same numbers: slices along its
/// first axis, or along its second.
///
/// @param axis 0 or 1
/// @param parts into how many the axis is cut
/// @param one the number of a part, 0 the first
/// @param other a later one that is equal to it
/// @param all whether all parts are equal
public record EqualParts(int axis, int parts, int one, int other, boolean all) {
  /// The most parts that an axis is cut into.
  private static final int MOST = 256;

  /// The most if each part is one slice, such as an expert.
  private static final int MOST_SLICES = 4096;

  /// That many equal numbers in a row are no chance, even of a law on a coarse grid.
  private static final int FEWEST = 16;

  private static final int SIGNATURE = 64;
  private static final int BUFFER = 1 << 14;

  /// The parts of a tensor that are equal; empty if there are none.
  static Optional<EqualParts> of(long[] shape, TensorElements elements) throws IOException {
    if (shape.length < 2) {
      return Optional.empty();
    }
    long row = Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b);
    Optional<EqualParts> first = along(0, shape, 1, shape[0] * row, elements);
    return first.isPresent() ? first : along(1, shape, shape[0], row, elements);
  }

  /// @param rows how many rows are cut
  /// @param row the elements of one
  private static Optional<EqualParts> along(
      int axis, long[] shape, long rows, long row, TensorElements elements) throws IOException {
    List<Integer> cuts =
        IntStream.rangeClosed(2, MOST_SLICES)
            .filter(parts -> shape[axis] % parts == 0 && row / parts >= FEWEST)
            .filter(parts -> parts <= MOST || (shape.length > 2 && parts == shape[axis]))
            .boxed()
            .toList();
    Map<Long, FloatBuffer> beginnings = beginnings(cuts, row, elements);
    Optional<EqualParts> found = Optional.empty();
    for (int parts : cuts) {
      Optional<EqualParts> here = equal(axis, parts, rows, row, beginnings, elements);
      if (here.isPresent() && (found.isEmpty() || here.get().all())) {
        found = here;
      }
    }
    return found;
  }

  /// The first numbers of all parts, by where they stand in the first row; read in that order.
  private static Map<Long, FloatBuffer> beginnings(
      List<Integer> cuts, long row, TensorElements elements) throws IOException {
    Map<Long, FloatBuffer> beginnings = new TreeMap<>();
    for (int parts : cuts) {
      for (long i = 0; i < parts; i++) {
        beginnings.put(i * (row / parts), FloatBuffer.allocate(0));
      }
    }
    for (Map.Entry<Long, FloatBuffer> beginning : beginnings.entrySet()) {
      long from = beginning.getKey();
      float[] values = new float[(int) Math.min(SIGNATURE, row - from)];
      elements.read(from, values, values.length);
      beginning.setValue(FloatBuffer.wrap(values));
    }
    return beginnings;
  }

  private static Optional<EqualParts> equal(
      int axis,
      int parts,
      long rows,
      long row,
      Map<Long, FloatBuffer> beginnings,
      TensorElements elements)
      throws IOException {
    long part = row / parts;
    Map<FloatBuffer, Integer> seen = new HashMap<>();
    Optional<EqualParts> found = Optional.empty();
    int equal = 1;
    for (int i = 0; i < parts; i++) {
      FloatBuffer whole = Objects.requireNonNull(beginnings.get(i * part));
      FloatBuffer beginning = whole.slice(0, (int) Math.min(SIGNATURE, part));
      Integer other = varies(beginning) ? seen.putIfAbsent(beginning, i) : null;
      if (other != null && equal(elements, rows, row, i * part, other * part, part)) {
        equal += other == 0 ? 1 : 0;
        found =
            found.isPresent() ? found : Optional.of(new EqualParts(axis, parts, other, i, false));
      }
    }
    boolean all = equal == parts;
    return found.map(pair -> new EqualParts(axis, parts, pair.one(), pair.other(), all));
  }

  private static boolean varies(FloatBuffer values) {
    return IntStream.range(1, values.limit()).anyMatch(i -> values.get(i) != values.get(0));
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
