package dev.seedbed.data;

import dev.seedbed.notation.Names;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// How one raw column becomes inputs of the network.
public sealed interface Feature {
  /// 2π: a whole cycle as an angle.
  float TURN = 6.2831855f;

  /// The raw column.
  String column();

  /// Whether one input says that the value is missing: 1 if it is, else 0. It is there if values of
  /// training rows are missing.
  boolean flagged();

  /// How many inputs of the network it becomes, without that flag.
  int values();

  /// How many inputs of the network it becomes.
  default int width() {
    return values() + (flagged() ? 1 : 0);
  }

  /// A number x becomes (x − mean) · scale, in float; a missing one becomes 0, as if it were the
  /// mean.
  ///
  /// @param mean of the training rows
  /// @param scale 1 / standard deviation of the training rows; 0 if they are all equal, for then
  ///   the column tells nothing
  record Scaled(String column, float mean, float scale, boolean flagged) implements Feature {
    public Scaled {
      checkScaling(column, mean, scale);
    }

    /// Without a flag.
    public Scaled(String column, float mean, float scale) {
      this(column, mean, scale, false);
    }

    @Override
    public int values() {
      return 1;
    }

    public float encode(float x) {
      return Float.isNaN(x) ? 0 : (x - mean) * scale;
    }
  }

  /// A date becomes the number x of days since the origin, scaled as a number is, and for each
  /// cycle the sine and cosine of 2π times the part of the cycle that has passed; a missing one
  /// becomes zeros.
  ///
  /// @param origin in days since 1970-01-01, the first day of the training rows
  /// @param mean of x in the training rows
  /// @param scale 1 / standard deviation of x in the training rows; 0 if x is no input worth having
  /// @param cycles those that the training rows show
  record Dated(
      String column, long origin, float mean, float scale, Set<Cycle> cycles, boolean flagged)
      implements Feature {
    public Dated {
      checkScaling(column, mean, scale);
      cycles =
          Collections.unmodifiableSet(
              cycles.isEmpty() ? EnumSet.noneOf(Cycle.class) : EnumSet.copyOf(cycles));
    }

    @Override
    public int values() {
      return 1 + 2 * cycles.size();
    }

    /// The days since the origin, as a model takes a date; NaN if it is missing.
    ///
    /// @param days since 1970-01-01
    public float x(double days) {
      return (float) (days - origin);
    }

    /// Writes the inputs for a date from `place` on.
    ///
    /// @param days since 1970-01-01; NaN if it is missing
    public void encode(double days, float[] inputs, int place) {
      float x = x(days);
      boolean missing = Float.isNaN(x);
      int at = place;
      inputs[at++] = missing ? 0 : (x - mean) * scale;
      for (Cycle cycle : cycles) {
        float angle = missing ? 0 : TURN * cycle.passed(x, origin);
        inputs[at++] = missing ? 0 : (float) StrictMath.sin(angle);
        inputs[at++] = missing ? 0 : (float) StrictMath.cos(angle);
      }
    }
  }

  /// What repeats itself in time.
  enum Cycle {
    /// The mean Gregorian year, so that a date's place in it is right to about a day.
    YEAR(365.2425, 0),
    /// From Monday on.
    WEEK(7, 3),
    DAY(1, 0);

    private final double days;
    private final int shift;

    Cycle(double days, int shift) {
      this.days = days;
      this.shift = shift;
    }

    /// Its length in days.
    public double days() {
      return days;
    }

    /// How many cycles pass in a day.
    public float perDay() {
      return (float) (1 / days);
    }

    /// The part of the cycle that has passed at an origin, from 0 to 1.
    public float atOrigin(long origin) {
      double cycles = (origin + shift) / days;
      return (float) (cycles - Math.floor(cycles));
    }

    /// The part of the cycle that has passed `x` days after the origin, from 0 to 1.
    float passed(float x, long origin) {
      float cycles = x * perDay() + atOrigin(origin);
      return cycles - (float) Math.floor(cycles);
    }
  }

  /// A text becomes 1 at the place of its category and 0 elsewhere; a missing or unknown one
  /// becomes all zeros.
  ///
  /// @param categories of the training rows, sorted
  record OneHot(String column, List<String> categories, boolean flagged) implements Feature {
    public OneHot {
      categories = List.copyOf(categories);
      if (categories.isEmpty()) {
        throw new IllegalArgumentException("a column of texts must have at least one category");
      }
      Names.requireSorted("categories", categories, Comparator.naturalOrder());
    }

    /// Without a flag.
    public OneHot(String column, List<String> categories) {
      this(column, categories, false);
    }

    @Override
    public int values() {
      return categories.size();
    }
  }

  private static void checkScaling(String column, float mean, float scale) {
    if (!Float.isFinite(mean) || !(scale >= 0 && scale < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the mean of '%s' must be finite, its scale finite and at least 0: %s, %s"
              .formatted(Names.shortened(column), mean, scale));
    }
  }
}
