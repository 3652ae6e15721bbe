package dev.seedbed.data;

/// Mean and standard deviation of the numbers that are present.
///
/// @param count how many are present
/// @param mean 0 if none is
/// @param standardDeviation with divisor n, as it describes these rows; exactly 0 if all are equal
record ColumnMoments(int count, double mean, double standardDeviation) {

  /// 1 / standard deviation; 0 where that is not a positive float, for then the numbers do not
  /// vary.
  float inverseDeviation() {
    float inverse = (float) (1 / standardDeviation);
    return standardDeviation > 0 && inverse < Float.POSITIVE_INFINITY ? inverse : 0;
  }

  static ColumnMoments of(float[] values, int[] rows) {
    int count = 0;
    double sum = 0;
    float smallest = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    for (int row : rows) {
      float value = values[row];
      if (!Float.isNaN(value)) {
        count++;
        sum += value;
        smallest = Math.min(smallest, value);
        largest = Math.max(largest, value);
      }
    }
    if (count == 0 || smallest == largest) {
      return new ColumnMoments(count, count == 0 ? 0 : smallest, 0);
    }
    double mean = sum / count;
    double squares = 0;
    for (int row : rows) {
      double deviation = values[row] - mean;
      if (!Double.isNaN(deviation)) {
        squares += deviation * deviation;
      }
    }
    return new ColumnMoments(count, mean, Math.sqrt(squares / count));
  }
}
