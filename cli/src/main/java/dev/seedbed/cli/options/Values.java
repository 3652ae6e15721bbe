package dev.seedbed.cli.options;

import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import dev.seedbed.train.Metric;
import dev.seedbed.train.Schedule;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How the values of options are written.
public final class Values {
  private static final int MOST_SEEDS = 1_000_000;
  private static final int MOST_THREADS = 1024;

  private Values() {}

  public static int wholeNumber(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + value + "' is not a whole number below 2^31");
    }
  }

  public static long longNumber(String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + value + "' is not a whole number below 2^63");
    }
  }

  public static double number(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + value + "' is not a number");
    }
  }

  public static Path path(String value) {
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + value + "' is not a valid file name");
    }
  }

  /// A constant of an enum, in upper or lower case.
  public static <T> T constant(Class<T> type, String value) {
    T[] constants = Objects.requireNonNull(type.getEnumConstants());
    return Arrays.stream(constants)
        .filter(constant -> constant.toString().equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(() -> notOneOf(value, Arrays.stream(constants).map(Object::toString)));
  }

  private static TypeConversionException notOneOf(String value, Stream<String> names) {
    return new TypeConversionException(
        "'%s' must be one of %s".formatted(value, names.collect(Collectors.joining(", "))));
  }

  /// A number of threads. Whoever starts them checks that it is at least 1.
  public static final class Threads implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      int threads = wholeNumber(value);
      if (threads > MOST_THREADS) {
        throw new TypeConversionException("at most " + MOST_THREADS + " threads are possible");
      }
      return threads;
    }
  }

  /// Seeds to race.
  public record SeedList(List<Seed> seeds) {
    /// As the option is written.
    @Override
    public String toString() {
      return Integer.toString(seeds.size());
    }
  }

  /// Schemes by their names.
  public record SchemeList(List<String> names) {
    /// As the option is written.
    @Override
    public String toString() {
      return String.join(",", names);
    }
  }

  /// Names with commas between them, but for those in brackets: he-normal,orthogonal(gain=2).
  public static final class Schemes implements ITypeConverter<SchemeList> {
    @Override
    public SchemeList convert(String value) {
      var names = new ArrayList<String>();
      int depth = 0;
      int from = 0;
      for (int i = 0; i < value.length(); i++) {
        switch (value.charAt(i)) {
          case '(' -> depth++;
          case ')' -> depth--;
          case ',' -> {
            if (depth == 0) {
              names.add(value.substring(from, i).strip());
              from = i + 1;
            }
          }
          default -> {}
        }
      }
      names.add(value.substring(from).strip());
      return new SchemeList(names);
    }
  }

  /// A halving factor; empty for none.
  public record Eta(Optional<Integer> eta) {
    /// As the option is written.
    @Override
    public String toString() {
      return eta.map(String::valueOf).orElse("off");
    }
  }

  /// A whole number, or off.
  public static final class Etas implements ITypeConverter<Eta> {
    @Override
    public Eta convert(String value) {
      if (value.equals("off")) {
        return new Eta(Optional.empty());
      }
      try {
        return new Eta(Optional.of(Integer.parseInt(value)));
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + value + "' is neither a whole number nor off");
      }
    }
  }

  /// Widths of hidden layers.
  public record WidthList(List<Integer> widths) {
    /// As the option is written.
    @Override
    public String toString() {
      return widths.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
  }

  /// A count (32), a range (0..31) or a list (3,14,15).
  public static final class Seeds implements ITypeConverter<SeedList> {
    @Override
    public SeedList convert(String value) {
      try {
        int dots = value.indexOf("..");
        if (dots >= 0) {
          return range(
              Long.parseLong(value.substring(0, dots)), Long.parseLong(value.substring(dots + 2)));
        }
        if (value.indexOf(',') < 0) {
          return range(0, Long.parseLong(value) - 1);
        }
        var seeds = new ArrayList<Seed>();
        for (String seed : value.split(",", -1)) {
          seeds.add(new Seed(Long.parseLong(seed.strip())));
        }
        if (seeds.size() > MOST_SEEDS) {
          throw tooMany();
        }
        return new SeedList(seeds);
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "'" + value + "' is not a count (32), a range (0..31) or a list (3,14,15)");
      }
    }

    private static SeedList range(long first, long last) {
      if (last < first) {
        throw new TypeConversionException("at least one seed is needed");
      }
      if (last - first >= MOST_SEEDS || last - first < 0) {
        throw tooMany();
      }
      return new SeedList(LongStream.rangeClosed(first, last).mapToObj(Seed::new).toList());
    }

    private static TypeConversionException tooMany() {
      return new TypeConversionException("at most " + MOST_SEEDS + " seeds can race");
    }
  }

  /// Widths of layers: 128,64 or 128*3,64 (three of 128) or none.
  public static final class Widths implements ITypeConverter<WidthList> {
    @Override
    public WidthList convert(String value) {
      if (value.equals("none")) {
        return new WidthList(List.of());
      }
      var widths = new ArrayList<Integer>();
      for (String part : value.split(",", -1)) {
        int star = part.indexOf('*');
        int width = atLeastOne(star < 0 ? part : part.substring(0, star), value);
        int times = star < 0 ? 1 : atLeastOne(part.substring(star + 1), value);
        for (int i = 0; i < times && widths.size() <= NetworkSpec.MOST_HIDDEN; i++) {
          widths.add(width);
        }
      }
      if (widths.size() > NetworkSpec.MOST_HIDDEN) {
        throw new TypeConversionException(
            "at most " + NetworkSpec.MOST_HIDDEN + " layers are possible");
      }
      return new WidthList(widths);
    }

    private static int atLeastOne(String number, String value) {
      if (!number.strip().matches("0*[1-9][0-9]{0,8}")) {
        throw new TypeConversionException(
            "'"
                + value
                + "' is not a list of widths from 1 to 999999999, such as 128,64 or 64*3, or none");
      }
      return Integer.parseInt(number.strip());
    }
  }

  /// The shape of an input of a model.
  public record InputShape(String name, List<Long> axes) {}

  /// A name and the lengths of axes: image=8x3x32x32.
  public static final class InputShapes implements ITypeConverter<InputShape> {
    private static final Pattern FORM = Pattern.compile("(.+)=([0-9]{1,9}(?:x[0-9]{1,9})*)");

    @Override
    public InputShape convert(String value) {
      Matcher parts = FORM.matcher(value);
      if (!parts.matches()) {
        throw new TypeConversionException(
            "'" + value + "' is not a name and a shape, such as image=8x3x32x32");
      }
      return new InputShape(
          parts.group(1), Stream.of(parts.group(2).split("x", -1)).map(Long::valueOf).toList());
    }
  }

  /// An activation, shown by its name.
  public record NamedActivation(Activation activation) {
    @Override
    public String toString() {
      return activation.name();
    }
  }

  /// The name of an activation.
  public static final class Activations implements ITypeConverter<NamedActivation> {
    @Override
    public NamedActivation convert(String value) {
      return Activation.named(value)
          .map(NamedActivation::new)
          .orElseThrow(() -> notOneOf(value, Activation.all().stream().map(Activation::name)));
    }
  }

  /// A schedule of the learning rate, shown as it is written.
  record NamedSchedule(Schedule schedule) {
    @Override
    public String toString() {
      return schedule.notation();
    }
  }

  /// A schedule, such as step(every=30,gamma=0.1).
  static final class Schedules implements ITypeConverter<NamedSchedule> {
    @Override
    public NamedSchedule convert(String value) {
      try {
        return new NamedSchedule(Schedule.parse(value));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /// All schedules, for the help.
  static final class SchedulePresets implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Schedule.presets().stream().map(Schedule::notation).iterator();
    }
  }

  /// A metric, shown as it is written.
  record NamedMetric(Metric metric) {
    @Override
    public String toString() {
      return metric.notation();
    }
  }

  /// The name of a metric.
  static final class Metrics implements ITypeConverter<NamedMetric> {
    @Override
    public NamedMetric convert(String value) {
      return Arrays.stream(Metric.values())
          .filter(metric -> metric.notation().equals(value))
          .map(NamedMetric::new)
          .findFirst()
          .orElseThrow(() -> notOneOf(value, Arrays.stream(Metric.values()).map(Metric::notation)));
    }
  }

  /// The names of all metrics, for the help.
  static final class MetricNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Metric.values()).map(Metric::notation).iterator();
    }
  }

  /// The names of all activations, for the help.
  public static final class ActivationNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Activation.all().stream().map(Activation::name).iterator();
    }
  }
}
