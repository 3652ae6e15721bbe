package dev.seedbed.data;

import dev.seedbed.notation.Names;
import java.util.Comparator;
import java.util.List;

/// How one raw column becomes inputs of the network.
public sealed interface Feature {
  /// The raw column.
  String column();

  /// How many inputs of the network it becomes.
  int width();

  /// A number x becomes (x − mean) · scale, in float; a missing one becomes 0, as if it were the
  /// mean.
  ///
  /// @param mean of the training rows
  /// @param scale 1 / standard deviation of the training rows; 0 if they are all equal, for then
  ///   the column tells nothing
  record Scaled(String column, float mean, float scale) implements Feature {
    public Scaled {
      if (!Float.isFinite(mean) || !(scale >= 0 && scale < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "the mean of '%s' must be finite, its scale finite and at least 0: %s, %s"
                .formatted(Names.shortened(column), mean, scale));
      }
    }

    @Override
    public int width() {
      return 1;
    }

    public float encode(float x) {
      return Float.isNaN(x) ? 0 : (x - mean) * scale;
    }
  }

  /// A text becomes 1 at the place of its category and 0 elsewhere; a missing or unknown one
  /// becomes all zeros.
  ///
  /// @param categories those of the training rows, sorted
  record OneHot(String column, List<String> categories) implements Feature {
    public OneHot {
      categories = List.copyOf(categories);
      if (categories.isEmpty()) {
        throw new IllegalArgumentException("a column of texts must have at least one category");
      }
      Names.requireSorted("categories", categories, Comparator.naturalOrder());
    }

    @Override
    public int width() {
      return categories.size();
    }
  }
}
