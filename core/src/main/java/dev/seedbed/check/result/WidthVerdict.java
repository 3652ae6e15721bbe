package dev.seedbed.check.result;

import dev.seedbed.statistics.Interval;
import java.util.Locale;

/// Whether activations keep their size as a network becomes wider; from the best to the worst.
public enum WidthVerdict {
  /// A network could not be run.
  NOT_RUN("a network could not be run, so nothing is known of its activations"),

  /// The slope is within the tolerance around 0.
  STABLE("activations and their changes keep their size at every width"),

  /// The interval of the slope does not tell, or there is no slope: some activations are 0, and not
  /// all.
  UNCLEAR("the interval of a slope does not tell whether activations keep their size"),

  /// The slope is below.
  SHRINKS(
      "activations or their changes shrink with width: the wider the network, the less these operators do"),

  /// The slope is above, or the activations of wide networks are not finite.
  GROWS(
      "activations or their changes grow with width: a learning rate that suits one width is too large for wider ones");

  private final String meaning;

  WidthVerdict(String meaning) {
    this.meaning = meaning;
  }

  /// The verdict on a slope.
  ///
  /// @param slope its interval
  /// @param lowest slope that is no fault
  /// @param highest likewise
  public static WidthVerdict of(Interval slope, double lowest, double highest) {
    if (slope.low() > highest) {
      return GROWS;
    }
    if (slope.high() < lowest) {
      return SHRINKS;
    }
    return lowest <= slope.low() && slope.high() <= highest ? STABLE : UNCLEAR;
  }

  /// Its name in outputs, such as "not-run".
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Its meaning in words.
  public String meaning() {
    return meaning;
  }
}
