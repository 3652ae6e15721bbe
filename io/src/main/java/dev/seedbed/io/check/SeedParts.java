package dev.seedbed.io.check;

import dev.seedbed.random.Seed;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/// Seeds in parts for several machines: small enough that all are busy to the end, large enough
/// that handing one out costs nothing.
record SeedParts(long[] seeds) implements Serializable {
  private static final int MOST_PARTS = 512;

  static SeedParts of(List<Seed> seeds) {
    return new SeedParts(seeds.stream().mapToLong(Seed::value).toArray());
  }

  int parts() {
    return Math.min(seeds.length, MOST_PARTS);
  }

  String name(int part) {
    List<Seed> own = of(part);
    return own.size() == 1
        ? "seed " + own.getFirst().value()
        : "seeds %d to %d".formatted(own.getFirst().value(), own.getLast().value());
  }

  List<Seed> of(int part) {
    return Arrays.stream(seeds, from(part), from(part + 1)).mapToObj(Seed::new).toList();
  }

  private int from(int part) {
    return Math.toIntExact((long) seeds.length * part / parts());
  }
}
