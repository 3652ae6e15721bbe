package dev.seedbed.check.measure;

import dev.seedbed.check.result.LayerReport;
import dev.seedbed.kernel.Panels;
import java.util.Arrays;
import java.util.List;

/// Numbers that can be gone through again and again in the same order, without a copy of them.
public interface Numbers {
  /// Receives the numbers, a run of neighbours at a time.
  @FunctionalInterface
  interface Reader {
    void add(float[] values, int from, int length);
  }

  long count();

  void read(Reader reader);

  /// Bins of a histogram.
  int HISTOGRAM_BINS = 40;

  /// How far bins reach from the mean, in standard deviations.
  double HISTOGRAM_REACH = 5;

  /// The numbers of the first rows of a matrix.
  static Numbers of(Panels panels, int rows) {
    return new Numbers() {
      @Override
      public long count() {
        return (long) rows * panels.columns();
      }

      @Override
      public void read(Reader reader) {
        for (int p = 0; p < panels.panels(); p++) {
          for (int i = 0; i < rows; i++) {
            reader.add(panels.data(), panels.at(p, i), panels.columnsOf(p));
          }
        }
      }
    };
  }

  static Numbers of(float[] values) {
    return new Numbers() {
      @Override
      public long count() {
        return values.length;
      }

      @Override
      public void read(Reader reader) {
        reader.add(values, 0, values.length);
      }
    };
  }

  /// How the finite ones are distributed.
  default LayerReport.Histogram histogram() {
    var finite = new Sample(count());
    read((values, from, length) -> readFinite(values, from, length, finite::add));
    if (finite.count() == 0) {
      return new LayerReport.Histogram(0, 0, List.of());
    }
    double reach = HISTOGRAM_REACH * finite.deviation();
    double low = Math.max(finite.min(), finite.mean() - reach);
    double high = Math.min(finite.max(), finite.mean() + reach);
    if (!(low < high)) {
      return new LayerReport.Histogram(finite.min(), finite.min(), List.of(1.0));
    }
    long[] counts = new long[HISTOGRAM_BINS];
    read((values, from, length) -> {
      for (int i = from; i < from + length; i++) {
        if (Float.isFinite(values[i])) {
          counts[
              Math.clamp(
                  (long) ((values[i] - low) / (high - low) * HISTOGRAM_BINS),
                  0,
                  HISTOGRAM_BINS - 1)]++;
        }
      }
    });
    return new LayerReport.Histogram(
        low,
        high,
        Arrays.stream(counts).mapToObj(count -> (double) count / finite.count()).toList());
  }

  /// Passes on the runs of finite numbers.
  private static void readFinite(float[] values, int from, int length, Numbers.Reader reader) {
    int start = from;
    for (int i = from; i <= from + length; i++) {
      if (i == from + length || !Float.isFinite(values[i])) {
        reader.add(values, start, i - start);
        start = i + 1;
      }
    }
  }
}
