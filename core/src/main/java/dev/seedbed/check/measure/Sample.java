package dev.seedbed.check.measure;

import java.util.Arrays;

/// Moments of many numbers, and an even sample of them for tests of fit, in memory that does not
/// grow.
public final class Sample {
  /// A number that is as good as 0, and the share of such numbers that makes a tensor as good as 0.
  private static final double TINY = 1e-5;

  public static final double TINY_SHARE = 0.95;

  /// Numbers whose variance is at most this share of their squared mean are the same.
  public static final double CONSTANT = 1e-8;

  private static final int MOST = 1 << 14;

  private final long stride;
  private final float[] kept;
  private int keptCount;
  private long count;
  private long next;
  private double shift;
  private double sum;
  private double squares;
  private double absolutes;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;
  private long tiny;
  private long negative;
  private long zeros;
  private long wrong;

  /// @param total how many numbers will be added
  public Sample(long total) {
    // Odd, so as not to meet the same columns of a panel again and again.
    stride = total <= MOST ? 1 : (total / MOST + 1) | 1;
    kept = new float[(int) Math.min(total, total / stride + 1)];
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
    // In local variables: as fields, each would be stored for every number.
    double localShift = shift;
    double localSum = sum;
    double localSquares = squares;
    double localAbsolutes = absolutes;
    float least = min;
    float most = max;
    int tinyHere = 0;
    int negativeHere = 0;
    int zerosHere = 0;
    int wrongHere = 0;
    for (int i = from; i < from + length; i++) {
      float value = values[i];
      float size = Math.abs(value);
      double shifted = value - localShift;
      localSum += shifted;
      localSquares += shifted * shifted;
      localAbsolutes += size;
      least = Math.min(least, value);
      most = Math.max(most, value);
      wrongHere += size <= Float.MAX_VALUE ? 0 : 1;
      tinyHere += size < TINY ? 1 : 0;
      negativeHere += value < 0 ? 1 : 0;
      zerosHere += value == 0 ? 1 : 0;
    }
    sum = localSum;
    squares = localSquares;
    absolutes = localAbsolutes;
    min = least;
    max = most;
    tiny += tinyHere;
    negative += negativeHere;
    zeros += zerosHere;
    wrong += wrongHere;
    for (; next < count + length && keptCount < kept.length; next += stride) {
      kept[keptCount++] = values[from + (int) (next - count)];
    }
    count += length;
  }

  public long count() {
    return count;
  }

  public double mean() {
    return shift + sum / count;
  }

  public double variance() {
    double mean = sum / count;
    return Math.max(0, squares / count - mean * mean);
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
    return absolutes / count;
  }

  public float min() {
    return min;
  }

  public float max() {
    return max;
  }

  /// How many are not finite.
  public long wrong() {
    return wrong;
  }

  /// The share of numbers that are as good as 0.
  public double tinyShare() {
    return (double) tiny / count;
  }

  public double negativeShare() {
    return (double) negative / count;
  }

  public double zeroShare() {
    return (double) zeros / count;
  }

  /// The sample, in increasing order.
  float[] sorted() {
    float[] sorted = Arrays.copyOf(kept, keptCount);
    Arrays.sort(sorted);
    return sorted;
  }
}
