package dev.seedbed.bench.rules;

import dev.seedbed.bench.starts.Axis;
import dev.seedbed.bench.starts.Series;
import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.result.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Rules of several seeds and widths.
final class SeedEntries {
  private static final int SEEDS = 100;
  private static final int[] WIDTHS = {64, 128, 256};

  private SeedEntries() {}

  static List<Entry> all() {
    return List.of(seedSensitivity(), width());
  }

  private static Entry seedSensitivity() {
    Drawn faulty = Drawn.of("2,5*15,1", "relu", "he-uniform").ofSeeds(SEEDS);
    Drawn sound = Drawn.of("2,32*15,1", "relu", "he-uniform").ofSeeds(SEEDS);
    var series = List.of(alive("32 units a layer", sound), alive("5 units a layer", faulty));
    return Entry.of(
        Rule.SEED_SENSITIVITY,
        """
        Seeds of the same scheme give sound and faulty starts: with `--seeds` more than 1 % of them surely do, or without it any of 32
        others. What one seed gives says little then; more units or fewer layers need less luck.
        """,
        faulty,
        Optional.of(sound),
        "How much of its emptiest layer is active, of 100 seeds by rank: with 5 units a layer nothing or hardly anything of some, with 32 a good part of all",
        Pictures.along(
            "activations ≠ 0, emptiest layer (%)",
            "seed, by rank", Axis.linear("", 0, 60), series));
  }

  private static Series alive(String name, Drawn network) {
    return Pictures.dots(
        name,
        IntStream.range(0, SEEDS)
            .mapToDouble(seed ->
                100
                    - 100
                        * Arrays.stream(
                                Pictures.ofHidden(
                                    network.measured(seed), layer -> layer.report().zeros()))
                            .max()
                            .orElseThrow())
            .sorted()
            .toArray());
  }

  private static Entry width() {
    Drawn faulty = Drawn.of("64,64*3,10", "relu", "normal(deviation=0.1)").ofSeeds(8);
    Drawn sound = faulty.by("he-normal");
    var series = List.of(gain("he-normal", sound), gain("normal, 0.1", faulty));
    return Entry.of(
        Rule.WIDTH,
        """
        A layer's signal grows with the width of the network, as the scheme does not look at fans: what is sound at this width is not
        at another. Whether one learning rate suits all widths, [`--coordinates`](#does-one-learning-rate-fit-every-width) says.
        """,
        faulty,
        Optional.of(sound),
        "The size of the signal in layer 3 over that in layer 1, by width: the same at all by he-normal, four times as large at four times the width in the faulty start",
        Pictures.along(
            "z of layer 3 over z of layer 1",
            "width of hidden layers",
            Axis.linear("", 0, 2),
            series));
  }

  private static Series gain(String name, Drawn network) {
    double[] widths = Arrays.stream(WIDTHS).asDoubleStream().toArray();
    double[] gains = Arrays.stream(WIDTHS).mapToDouble(width -> gain(network, width)).toArray();
    return Series.of(name, Series.Style.POINTS, widths, gains);
  }

  private static double gain(Drawn network, int width) {
    Drawn wide = Drawn.of("64,%d*3,10".formatted(width), network.activation(), network.init());
    List<LayerMeasurement> hidden = wide.measured().hidden();
    return Math.sqrt(hidden.getLast().z() / hidden.getFirst().z());
  }
}
