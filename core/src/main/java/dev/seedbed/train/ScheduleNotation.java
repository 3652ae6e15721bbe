package dev.seedbed.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// How schedules are written at the command line and in files: `step(every=30,gamma=0.1)`. A
/// warm-up is told apart from that, by its epochs.
public final class ScheduleNotation {
  /// All schedules but warm-up, as they are when no value is given.
  public static final List<Schedule> PRESETS =
      List.of(
          new Schedule.Constant(),
          Schedule.Step.DEFAULT,
          Schedule.Cosine.DEFAULT,
          Schedule.InverseTime.DEFAULT);

  private ScheduleNotation() {}

  /// Of a warm-up, what follows it.
  public static String write(Schedule schedule) {
    if (schedule instanceof Schedule.WarmUp warmUp) {
      return write(warmUp.then());
    }
    String values =
        values(schedule).entrySet().stream()
            .map(value -> value.getKey() + "=" + number(value.getValue()))
            .collect(Collectors.joining(","));
    return values.isEmpty() ? name(schedule) : "%s(%s)".formatted(name(schedule), values);
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

  /// Reads what [#write] wrote; values that are not given are those of the presets.
  ///
  /// @throws IllegalArgumentException if it is no schedule, or has no such value
  public static Schedule parse(String text) {
    String stripped = text.strip();
    int open = stripped.indexOf('(');
    String name = open < 0 ? stripped : stripped.substring(0, open).strip();
    Schedule preset =
        PRESETS.stream()
            .filter(schedule -> name(schedule).equals(name.toLowerCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "'%s' must be one of %s"
                        .formatted(
                            text,
                            PRESETS.stream()
                                .map(ScheduleNotation::write)
                                .collect(Collectors.joining(", ")))));
    if (open < 0) {
      return preset;
    }
    if (!stripped.endsWith(")")) {
      throw new IllegalArgumentException("'" + text + "' must end with )");
    }
    Map<String, Double> values = values(preset);
    String inside = stripped.substring(open + 1, stripped.length() - 1);
    for (String part : inside.isBlank() ? new String[0] : inside.split(",", -1)) {
      put(values, part.strip(), preset);
    }
    return with(preset, values);
  }

  private static void put(Map<String, Double> values, String part, Schedule preset) {
    int equals = part.indexOf('=');
    String name = part.substring(0, Math.max(equals, 0)).strip();
    if (!values.containsKey(name)) {
      throw new IllegalArgumentException(
          "'%s' must be a value of %s".formatted(part, write(preset)));
    }
    try {
      values.put(name, Double.parseDouble(part.substring(equals + 1).strip()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + part + "' must be a number", e);
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
