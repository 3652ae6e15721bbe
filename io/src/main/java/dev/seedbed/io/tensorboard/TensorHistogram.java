package dev.seedbed.io.tensorboard;

import dev.seedbed.io.file.ProtoMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/// How the elements of a tensor are distributed, in the buckets of TensorFlow and PyTorch: their
/// limits are 0, and from ±10⁻¹² on each 1.1 times the one before, up to ±10²⁰.
///
/// @param elements how many there are; infinite ones and NaN are not counted, here and below
/// @param limits the upper end of each bucket, which it does not hold; its lower end is the limit
///   before. The first bucket is empty, and there for its limit alone
/// @param counts elements in each bucket; empty neighbours are made one
record TensorHistogram(
    double min,
    double max,
    int elements,
    double sum,
    double sumOfSquares,
    List<Double> limits,
    List<Double> counts) {
  private static final double[] LIMITS = limitsOfBuckets();

  TensorHistogram {
    limits = List.copyOf(limits);
    counts = List.copyOf(counts);
  }

  private static double[] limitsOfBuckets() {
    double[] positive =
        DoubleStream.concat(
                DoubleStream.iterate(1e-12, limit -> limit < 1e20, limit -> limit * 1.1),
                DoubleStream.of(Double.MAX_VALUE))
            .toArray();
    DoubleStream both =
        DoubleStream.concat(Arrays.stream(positive), Arrays.stream(positive).map(limit -> -limit));
    return DoubleStream.concat(both, DoubleStream.of(0)).sorted().toArray();
  }

  /// The histogram of the finite ones of `values`; empty if there are none.
  public static Optional<TensorHistogram> of(float[] values) {
    int[] counts = new int[LIMITS.length];
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    int elements = 0;
    double sum = 0;
    double sumOfSquares = 0;
    for (double value : values) {
      if (Double.isFinite(value)) {
        counts[bucket(value)]++;
        min = Math.min(min, value);
        max = Math.max(max, value);
        elements++;
        sum += value;
        sumOfSquares += value * value;
      }
    }
    if (elements == 0) {
      return Optional.empty();
    }
    int last = bucket(max);
    var limits = new ArrayList<Double>();
    var inBuckets = new ArrayList<Double>();
    for (int i = bucket(min) - 1; i <= last; i++) {
      if (counts[i] > 0 || counts[i + 1] > 0) {
        limits.add(LIMITS[i]);
        inBuckets.add((double) counts[i]);
      }
    }
    return Optional.of(
        new TensorHistogram(min, max, elements, sum, sumOfSquares, limits, inBuckets));
  }

  /// The first bucket whose limit is above `value`. It is neither the first nor behind the last:
  /// all floats are within the outermost limits.
  private static int bucket(double value) {
    // Not −0, which would be below 0.
    int place = Arrays.binarySearch(LIMITS, value + 0.0);
    return place >= 0 ? place + 1 : -place - 1;
  }

  /// HistogramProto.
  ProtoMessage toMessage() {
    return new ProtoMessage()
        .float64(1, min)
        .float64(2, max)
        .float64(3, elements)
        .float64(4, sum)
        .float64(5, sumOfSquares)
        .float64s(6, limits)
        .float64s(7, counts);
  }
}
