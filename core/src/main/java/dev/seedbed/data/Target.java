package dev.seedbed.data;

import java.util.List;
import java.util.Set;

/// What a network predicts.
public sealed interface Target {
  /// The raw column.
  String column();

  /// How many outputs the network has.
  int width();

  /// One of several classes: one output each, their probabilities.
  ///
  /// @param labels the classes, in the order of the outputs: numbers by size, texts by alphabet
  /// @param numeric whether the raw column held (whole) numbers
  record Classes(String column, List<String> labels, boolean numeric) implements Target {
    public Classes {
      labels = List.copyOf(labels);
      if (labels.size() < 2 || Set.copyOf(labels).size() < labels.size()) {
        throw new IllegalArgumentException("labels must be at least two and differ: " + labels);
      }
    }

    @Override
    public int width() {
      return labels.size();
    }
  }

  /// A quantity y: one output, (y − mean) / deviation.
  ///
  /// @param mean of the training rows
  /// @param deviation the standard deviation of the training rows; above 0
  record Quantity(String column, float mean, float deviation) implements Target {
    public Quantity {
      if (!Float.isFinite(mean) || !(deviation > 0 && deviation < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "mean must be finite, deviation finite and above 0: " + mean + ", " + deviation);
      }
    }

    @Override
    public int width() {
      return 1;
    }

    public float encode(float y) {
      return (y - mean) / deviation;
    }

    public float decode(float output) {
      return output * deviation + mean;
    }
  }
}
