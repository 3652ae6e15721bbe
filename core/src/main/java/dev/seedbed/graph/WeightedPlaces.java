package dev.seedbed.graph;

/// Weighted sums of a few elements of a plane.
///
/// @param count how many elements each sum has
/// @param places of the elements in the plane, sum by sum
/// @param weights of the elements
record WeightedPlaces(int count, int[] places, double[] weights) {
  /// No weights for this many sums.
  ///
  /// @throws IllegalArgumentException if they need more memory than there can be
  static WeightedPlaces of(int sums, int count) {
    TensorShape shape = TensorShape.of(sums, count);
    NdArray.checkMemory(shape, Integer.BYTES + Double.BYTES);
    return new WeightedPlaces(count, new int[shape.elements()], new double[shape.elements()]);
  }

  /// Sum `i` of the plane that starts at `start`. Elements that weigh nothing do not count, even if
  /// they are infinite.
  double sum(int i, float[] x, int start) {
    double sum = 0;
    for (int k = i * count; k < (i + 1) * count; k++) {
      if (weights[k] != 0) {
        sum = Math.fma(weights[k], x[start + places[k]], sum);
      }
    }
    return sum;
  }

  /// Adds to the gradient of a plane, given that by sum `i`.
  void spread(int i, double gradient, double[] plane) {
    for (int k = i * count; k < (i + 1) * count; k++) {
      if (weights[k] != 0) {
        plane[places[k]] = Math.fma(weights[k], gradient, plane[places[k]]);
      }
    }
  }
}
