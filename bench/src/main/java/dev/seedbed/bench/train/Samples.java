package dev.seedbed.bench.train;

import java.util.ArrayList;
import java.util.List;

/// Numbers measured in several rounds.
final class Samples {
  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  void clear() {
    values.clear();
  }

  int count() {
    return values.size();
  }

  double mean() {
    return values.stream().mapToDouble(value -> value).average().orElseThrow();
  }

  double median() {
    return quantile(0.5);
  }

  /// The value that the share `share` of all is below, 0 the smallest and 1 the largest.
  double quantile(double share) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.round(share * (sorted.size() - 1)));
  }
}
