package dev.seedbed.check.measure;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Moments of many numbers, and an even sample of them for tests of fit, in memory that does not
/// grow.
public final class Sample {
  /// A number that is as good as 0, and the share of such numbers that makes a tensor as good as 0.
  private static final double TINY = 1e-5;

  public static final double TINY_SHARE = 0.95;

  /// Numbers whose variance is at most this share of their squared mean are the same.
  public static final double CONSTANT = 1e-8;

  private static final int MOST = 1 << 14;

  /// Sums are of every 256th number of a run, side by side, and then of those: the compiler makes
  /// vectors of neighbours, and one chain of additions would take longer than all else.
  private static final int LANES = 256;

  private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

  /// The size of the least float that is not below [#TINY].
  private static final int TINY_BITS = Float.floatToRawIntBits(Math.nextUp((float) TINY));

  private final long stride;
  private final float[] kept;
  private final double[] sums;
  private final double[] squares;
  private final double[] absolutes;
  private final int[] keys;
  private int keptCount;
  private long count;
  private long next;
  private double shift;
  private int least = INFINITY;
  private int most = ~INFINITY;
  private long tiny;
  private long negative;
  private long zeros;
  private long wrong;

  /// @param total how many numbers will be added
  public Sample(long total) {
    // Odd, so as not to meet the same columns of a panel again and again.
    stride = total <= MOST ? 1 : (total / MOST + 1) | 1;
    kept = new float[(int) Math.min(total, total / stride + 1)];
    int lanes = (int) Math.min(total, LANES);
    sums = new double[lanes];
    squares = new double[lanes];
    absolutes = new double[lanes];
    keys = new int[lanes];
  }

  /// Moments and sample of all these numbers.
  public static Sample of(Numbers numbers) {
    var sample = new Sample(numbers.count());
    numbers.read(sample::add);
    return sample;
  }

  public void add(float[] values, int from, int length) {
    if (count == 0 && length > 0 && Float.isFinite(values[from])) {
      shift = values[from];
    }
    for (int done = 0; done < length; done += LANES) {
      addLanes(values, from + done, Math.min(LANES, length - done));
    }
    for (; next < count + length && keptCount < kept.length; next += stride) {
      kept[keptCount++] = values[from + (int) (next - count)];
    }
    count += length;
  }

  private void addLanes(float[] values, int from, int n) {
    addMoments(values, from, n);
    for (int i = 0; i < n; i++) {
      absolutes[i] += Math.abs(values[from + i]);
    }
    for (int i = 0; i < n; i++) {
      int bits = Float.floatToRawIntBits(values[from + i]);
      keys[i] = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }
    int smallest = least;
    int largest = most;
    for (int i = 0; i < n; i++) {
      smallest = Math.min(smallest, keys[i]);
      largest = Math.max(largest, keys[i]);
    }
    least = smallest;
    most = largest;
    countSizes(n);
  }

  private void addMoments(float[] values, int from, int n) {
    double middle = shift;
    for (int i = 0; i < n; i++) {
      double shifted = values[from + i] - middle;
      sums[i] += shifted;
      squares[i] += shifted * shifted;
    }
  }

  /// Counts by the sign of a difference of whole numbers: comparisons of floats are no vectors.
  private void countSizes(int n) {
    int tinyHere = 0;
    int zerosHere = 0;
    int wrongHere = 0;
    int negativeHere = 0;
    for (int i = 0; i < n; i++) {
      int key = keys[i];
      int size = key ^ (key >> 31);
      tinyHere += (size - TINY_BITS) >>> 31;
      zerosHere += (size - 1) >>> 31;
      wrongHere += (INFINITY - 1 - size) >>> 31;
      // −0 has the key −1.
      negativeHere += (key + 1) >> 31;
    }
    tiny += tinyHere;
    zeros += zerosHere;
    wrong += wrongHere;
    negative -= negativeHere;
    if (least < ~INFINITY) {
      negative -= notNumbersBelowZero(n);
    }
  }

  /// How many have the sign of negative numbers and are none: which sign that is depends on the
  /// processor.
  private int notNumbersBelowZero(int n) {
    int found = 0;
    for (int i = 0; i < n; i++) {
      found += keys[i] < ~INFINITY ? 1 : 0;
    }
    return found;
  }

  public long count() {
    return count;
  }

  public double mean() {
    return shift + total(sums) / count;
  }

  public double variance() {
    double mean = total(sums) / count;
    return Math.max(0, total(squares) / count - mean * mean);
  }

  /// Whether hardly any number is other than 0.
  public boolean isNearlyZero() {
    return tinyShare() > TINY_SHARE;
  }

  /// Whether all numbers are the same, but for rounding.
  public boolean isConstant() {
    return variance() <= CONSTANT * mean() * mean();
  }

  public double deviation() {
    return Math.sqrt(variance());
  }

  /// E x².
  public double secondMoment() {
    return variance() + mean() * mean();
  }

  public double meanAbsolute() {
    return total(absolutes) / count;
  }

  /// The least; NaN if one is no number.
  public float min() {
    return extreme(least);
  }

  /// The largest; NaN if one is no number.
  public float max() {
    return extreme(most);
  }

  /// The float of a key: keys are in the order of floats, and those of NaN beyond the infinities.
  private float extreme(int key) {
    return most > INFINITY || least < ~INFINITY
        ? Float.NaN
        : Float.intBitsToFloat(key ^ ((key >> 31) & Integer.MAX_VALUE));
  }

  /// How many are not finite.
  public long wrong() {
    return wrong;
  }

  /// The share of numbers that are as good as 0.
  public double tinyShare() {
    return (double) tiny / count;
  }

  /// How many different numbers the sample has.
  public long different() {
    float[] sorted = sorted();
    return IntStream.range(0, sorted.length)
        .filter(i -> i == 0 || sorted[i] != sorted[i - 1])
        .count();
  }

  public double negativeShare() {
    return (double) negative / count;
  }

  public double zeroShare() {
    return (double) zeros / count;
  }

  private static double total(double[] lanes) {
    double total = 0;
    for (double lane : lanes) {
      total += lane;
    }
    return total;
  }

  /// The sample, in increasing order.
  float[] sorted() {
    float[] sorted = Arrays.copyOf(kept, keptCount);
    Arrays.sort(sorted);
    return sorted;
  }
}
