package dev.seedbed.report;

import dev.seedbed.io.document.HistogramPart;
import java.util.List;

/// A histogram.
///
/// @param shares one a bin
record Bins(double low, double high, List<Double> shares) {

  static Bins of(HistogramPart histogram) {
    return new Bins(histogram.low(), histogram.high(), histogram.shares());
  }

  /// To as many digits as can be seen.
  Bins rounded() {
    return new Bins(low, high, ShownNumbers.rounded(shares));
  }

  /// Adds a row a bin: the name, where it begins and ends, its share.
  void list(String name, List<List<String>> rows) {
    for (int i = 0; i < shares.size(); i++) {
      rows.add(
          List.of(
              name,
              ShownNumbers.text(edge(i)),
              ShownNumbers.text(edge(i + 1)),
              ShownNumbers.text(shares.get(i))));
    }
  }

  private double edge(int bin) {
    return low + (high - low) * bin / shares.size();
  }
}
