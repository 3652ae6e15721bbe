package dev.seedbed.train;

import dev.seedbed.notation.Names;
import dev.seedbed.notation.Notation;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// How schedules are written at the command line and in files: `step(every=30,gamma=0.1)`. A
/// warm-up is written apart from that, as its number of epochs.
final class ScheduleNotation {
  private ScheduleNotation() {}

  /// The schedule in this notation; for a warm-up, the schedule that follows it.
  static String write(Schedule schedule) {
    if (schedule instanceof Schedule.WarmUp warmUp) {
      return write(warmUp.then());
    }
    var values = new LinkedHashMap<String, String>();
    values(schedule).forEach((key, value) -> values.put(key, number(value)));
    return new Notation(name(schedule), values).toString();
  }

  private static String name(Schedule schedule) {
    return switch (schedule) {
      case Schedule.Constant _ -> "constant";
      case Schedule.Step _ -> "step";
      case Schedule.Cosine _ -> "cosine";
      case Schedule.InverseTime _ -> "inverse-time";
      case Schedule.WarmUp _ -> "warm-up";
    };
  }

  private static Map<String, Double> values(Schedule schedule) {
    var values = new LinkedHashMap<String, Double>();
    switch (schedule) {
      case Schedule.Step step -> {
        values.put("every", (double) step.every());
        values.put("gamma", step.gamma());
      }
      case Schedule.Cosine cosine -> values.put("floor", cosine.floor());
      case Schedule.InverseTime inverse -> values.put("decay", inverse.decay());
      case Schedule.Constant _, Schedule.WarmUp _ -> {}
    }
    return values;
  }

  private static String number(double value) {
    return value == Math.rint(value) && value < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /// Reads what [Schedule#notation] wrote; values that are not given are those of the presets.
  ///
  /// @throws IllegalArgumentException if it is no schedule, or has no such value
  static Schedule parse(String text) {
    Notation notation = Notation.parse(text);
    Schedule preset = preset(notation.name());
    Map<String, Double> values = values(preset);
    notation
        .values()
        .forEach((key, value) -> {
          if (!values.containsKey(key)) {
            throw new IllegalArgumentException(
                "%s has no value '%s': %s"
                    .formatted(name(preset), Names.shortened(key), write(preset)));
          }
          values.put(key, number(key, value));
        });
    return with(preset, values);
  }

  private static Schedule preset(String name) {
    return Schedule.presets().stream()
        .filter(schedule -> name(schedule).equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' must be one of %s"
                    .formatted(
                        Names.shortened(name),
                        Schedule.presets().stream()
                            .map(ScheduleNotation::write)
                            .collect(Collectors.joining(", ")))));
  }

  private static double number(String key, String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s must be a number: '%s'".formatted(key, Names.shortened(value)), e);
    }
  }

  private static Schedule with(Schedule preset, Map<String, Double> values) {
    return switch (preset) {
      case Schedule.Step _ -> {
        double every = value(values, "every");
        if (every != Math.rint(every) || Math.abs(every) > Integer.MAX_VALUE) {
          throw new IllegalArgumentException("every must be a whole number: " + every);
        }
        yield new Schedule.Step((int) every, value(values, "gamma"));
      }
      case Schedule.Cosine _ -> new Schedule.Cosine(value(values, "floor"));
      case Schedule.InverseTime _ -> new Schedule.InverseTime(value(values, "decay"));
      case Schedule.Constant _, Schedule.WarmUp _ -> preset;
    };
  }

  private static double value(Map<String, Double> values, String name) {
    return Objects.requireNonNull(values.get(name));
  }
}
