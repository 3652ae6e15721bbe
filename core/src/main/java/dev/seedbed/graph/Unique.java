package dev.seedbed.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The different elements of an array, or its different parts along an axis. Outputs: these, the
/// index of the first of each, which of them each element is, and how many of each there are.
///
/// @param axis empty if all elements are taken as a list
/// @param order of the output
public record Unique(Optional<Integer> axis, Order order) implements Indexing {
  /// An order of what was found.
  public enum Order {
    SORTED,
    /// As they come in the input.
    AS_FOUND
  }

  @Override
  public List<NdArray> outputs(Operands in) {
    TensorShape given = in.shape(0);
    NdArray x = axis.isPresent() ? in.get(0) : in.get(0).reshaped(TensorShape.of(given.elements()));
    int at = axis.isPresent() ? Lengths.axis(axis.get(), given) : 0;
    int length = x.shape().length(at);
    Comparator<Integer> byElements = comparator(x, at);
    var found = new TreeMap<Integer, Integer>(byElements);
    List<Integer> firsts = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      if (found.putIfAbsent(i, 0) == null) {
        firsts.add(i);
      }
    }
    if (order == Order.SORTED) {
      firsts.sort(byElements);
    }
    for (int i = 0; i < firsts.size(); i++) {
      found.put(firsts.get(i), i);
    }
    long[] inverse = new long[length];
    long[] counts = new long[firsts.size()];
    for (int i = 0; i < length; i++) {
      int which = found.getOrDefault(i, 0);
      inverse[i] = which;
      counts[which]++;
    }
    int[] kept = firsts.stream().mapToInt(Integer::intValue).toArray();
    return List.of(
        IndexedRuns.along(x.shape(), at, kept).read(x, in.team()),
        LongArray.of(firsts.stream().mapToLong(Integer::longValue).toArray()),
        LongArray.of(inverse),
        LongArray.of(counts));
  }

  /// The order of two indices of an axis by the elements there, one after the other.
  private static Comparator<Integer> comparator(NdArray x, int axis) {
    int length = x.shape().length(axis);
    int outer = x.shape().elements(0, axis);
    int inner = x.shape().elements(axis + 1, x.shape().rank());
    return (i, j) -> {
      for (int row = 0; row < outer; row++) {
        for (int k = 0; k < inner; k++) {
          int order = compare(x, (row * length + i) * inner + k, (row * length + j) * inner + k);
          if (order != 0) {
            return order;
          }
        }
      }
      return 0;
    };
  }

  private static int compare(NdArray x, int i, int j) {
    return switch (x) {
      case FloatArray(TensorShape _, float[] data) -> Float.compare(data[i] + 0.0f, data[j] + 0.0f);
      case LongArray(TensorShape _, long[] data) -> Long.compare(data[i], data[j]);
      case BooleanArray(TensorShape _, boolean[] data) -> Boolean.compare(data[i], data[j]);
    };
  }
}
