package dev.seedbed.cli;

import dev.seedbed.network.Activation;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How the values of options are written.
final class Values {
  private static final int MOST_SEEDS = 1_000_000;
  private static final int MOST_LAYERS = 10_000;

  private Values() {}

  /// Seeds to race.
  record SeedList(List<Seed> seeds) {}

  /// A count (32), a range (0..31) or a list (3,14,15).
  static final class Seeds implements ITypeConverter<SeedList> {
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
        return new SeedList(seeds);
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "'" + value + "' must be a count (32), a range (0..31) or a list (3,14,15)");
      }
    }

    private static SeedList range(long first, long last) {
      if (last < first) {
        throw new TypeConversionException("at least one seed is needed");
      }
      if (last - first >= MOST_SEEDS || last - first < 0) {
        throw new TypeConversionException("at most " + MOST_SEEDS + " seeds can race");
      }
      return new SeedList(LongStream.rangeClosed(first, last).mapToObj(Seed::new).toList());
    }
  }

  /// Widths of layers: 128,64 or 128*3,64 (three of 128) or none.
  static final class Widths implements ITypeConverter<List<Integer>> {
    @Override
    public List<Integer> convert(String value) {
      if (value.equals("none")) {
        return List.of();
      }
      var widths = new ArrayList<Integer>();
      for (String part : value.split(",", -1)) {
        int star = part.indexOf('*');
        int width = atLeastOne(star < 0 ? part : part.substring(0, star), value);
        int times = star < 0 ? 1 : atLeastOne(part.substring(star + 1), value);
        for (int i = 0; i < times && widths.size() <= MOST_LAYERS; i++) {
          widths.add(width);
        }
      }
      if (widths.size() > MOST_LAYERS) {
        throw new TypeConversionException("at most " + MOST_LAYERS + " layers are possible");
      }
      return widths;
    }

    private static int atLeastOne(String number, String value) {
      try {
        int width = Integer.parseInt(number.strip());
        if (width >= 1) {
          return width;
        }
      } catch (NumberFormatException e) {
        throw wrong(value);
      }
      throw wrong(value);
    }

    private static TypeConversionException wrong(String value) {
      return new TypeConversionException(
          "'" + value + "' must be widths of at least 1, such as 128,64 or 64*3, or none");
    }
  }

  /// The name of an activation.
  static final class Activations implements ITypeConverter<Activation> {
    @Override
    public Activation convert(String value) {
      return Activation.named(value)
          .orElseThrow(() ->
              new TypeConversionException(
                  "'%s' must be one of %s"
                      .formatted(
                          value,
                          Activation.all().stream()
                              .map(Activation::name)
                              .collect(Collectors.joining(", ")))));
    }
  }

  /// The names of all activations, for the help.
  static final class ActivationNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Activation.all().stream().map(Activation::name).iterator();
    }
  }
}
