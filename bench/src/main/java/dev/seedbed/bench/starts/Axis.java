package dev.seedbed.bench.starts;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// An axis of a [Panel].
///
/// @param low at its start; below `high`, and above 0 if the scale is logarithmic
public record Axis(String label, Scale scale, double low, double high) {
  private static final int MOST_TICKS = 6;

  /// How values are spread along it.
  public enum Scale {
    LINEAR,
    /// Linear, of whole numbers.
    WHOLE,
    LOGARITHMIC
  }

  /// A value to be named.
  record Tick(double value, String text) {}

  /// An axis from and to these values.
  public static Axis linear(String label, double low, double high) {
    return new Axis(label, Scale.LINEAR, low, high);
  }

  /// An axis of whole numbers.
  public static Axis whole(String label, double low, double high) {
    return new Axis(label, Scale.WHOLE, low, high);
  }

  /// An axis with all values of some series along it, from 0 to a round number.
  public static Axis fromZero(String label, List<Series> series) {
    double most = Series.most(series);
    double step = step(most);
    return linear(label, 0, Math.ceil(most / step) * step);
  }

  /// An axis of whole powers of ten with all values of some series along it.
  public static Axis logarithmic(String label, List<Series> series) {
    double low = StrictMath.floor(StrictMath.log10(Series.least(series)) + 1e-9);
    double high = StrictMath.ceil(StrictMath.log10(Series.most(series)) - 1e-9);
    return logarithmic(label, (int) low, (int) Math.max(high, low + 1));
  }

  /// An axis from and to these powers of ten.
  public static Axis logarithmic(String label, int low, int high) {
    return new Axis(label, Scale.LOGARITHMIC, StrictMath.pow(10, low), StrictMath.pow(10, high));
  }

  /// Where `value` stands: 0 at the start, 1 at the end.
  double place(double value) {
    return switch (scale) {
      case LINEAR, WHOLE -> (value - low) / (high - low);
      case LOGARITHMIC -> StrictMath.log(value / low) / StrictMath.log(high / low);
    };
  }

  /// What stands at a place: the inverse of [#place].
  double value(double place) {
    return switch (scale) {
      case LINEAR, WHOLE -> low + place * (high - low);
      case LOGARITHMIC -> low * StrictMath.pow(high / low, place);
    };
  }

  List<Tick> ticks() {
    var ticks = new ArrayList<Tick>();
    switch (scale) {
      case LINEAR, WHOLE -> {
        double step = Math.max(step(high - low), scale == Scale.WHOLE ? 1 : 0);
        for (double i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
          BigDecimal value = BigDecimal.valueOf(step).multiply(BigDecimal.valueOf(i));
          ticks.add(new Tick(i * step, plain(value)));
        }
      }
      case LOGARITHMIC -> {
        int first = (int) Math.rint(StrictMath.log10(low));
        int last = (int) Math.rint(StrictMath.log10(high));
        int step = Math.ceilDiv(last - first, MOST_TICKS);
        for (int exponent = last; exponent >= first; exponent -= step) {
          ticks.add(new Tick(StrictMath.pow(10, exponent), "10" + superscript(exponent)));
        }
      }
    }
    return ticks;
  }

  private static String plain(BigDecimal value) {
    return (value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros())
        .toPlainString()
        .replace('-', '−');
  }

  /// 1, 2 or 5 times a power of ten, so that few are a `length`.
  private static double step(double length) {
    double power = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(length / MOST_TICKS)));
    for (int times : new int[] {1, 2, 5}) {
      if (length / (times * power) <= MOST_TICKS + 1e-9) {
        return times * power;
      }
    }
    return 10 * power;
  }

  private static String superscript(int number) {
    var text = new StringBuilder();
    for (char c : Integer.toString(number).toCharArray()) {
      text.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
    }
    return text.toString();
  }
}
