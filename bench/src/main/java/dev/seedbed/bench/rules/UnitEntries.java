package dev.seedbed.bench.rules;

import dev.seedbed.bench.rules.Pictures.Numbers;
import dev.seedbed.bench.starts.Axis;
import dev.seedbed.bench.starts.Series;
import dev.seedbed.check.result.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Rules of units that are off or at the ends of their range.
final class UnitEntries {
  private UnitEntries() {}

  static List<Entry> all() {
    return List.of(deadUnits(), zeroFraction(), saturation());
  }

  private static Entry deadUnits() {
    Drawn faulty = Drawn.of("2,5*15,3", "relu", "he-uniform").ofSeed(16);
    Drawn sound = faulty.with("leaky-relu");
    var series = List.of(dead("leaky-relu", sound), dead("relu", faulty));
    return Entry.of(
        Rule.DEAD_UNITS,
        """
        Rectifiers are off on (almost) every row: no gradient passes them, so they learn nothing. If more than 90 % of a layer are,
        hardly anything passes it; fewer are information, as deep networks of rectifiers have them.
        """,
        faulty,
        Optional.of(sound),
        "The share of units that are off on every row, by layer: none of leaky-relu, all from layer 9 on of relu",
        Pictures.along("units that are off (%)", "hidden layer", Axis.linear("", 0, 100), series));
  }

  private static Series dead(String name, Drawn network) {
    return Series.layers(
        name, Pictures.ofHidden(network.measured(), layer -> 100 * layer.report().dead()));
  }

  private static Entry zeroFraction() {
    Drawn sound = Drawn.of("20,64,3", "relu", "he-normal");
    Drawn faulty = sound.by("he-normal+sparse-bias(activity=0.05)");
    var series = List.of(off("biases 0", sound, 64), off("biases −2.9", faulty, 64));
    return Entry.of(
        Rule.ZERO_FRACTION,
        """
        More than 90 % of the activations of a layer are 0, where half is usual, though most of its units are on for some row or
        other. From 98.5 % on it hardly tells one row from another.
        """,
        faulty,
        Optional.of(sound),
        "How often each unit of the hidden layer is off: on half of the rows with biases of 0, on nearly all with biases of −2.9",
        Pictures.along(
            "rows on which it is off (%)", "unit, by rank", Axis.linear("", 0, 100), series));
  }

  private static Series off(String name, Drawn network, int units) {
    double[] activations = network.activations(0);
    double[] shares = new double[units];
    for (int i = 0; i < activations.length; i++) {
      shares[i % units] += activations[i] == 0 ? 100.0 * units / activations.length : 0;
    }
    Arrays.sort(shares);
    return Pictures.dots(name, shares);
  }

  private static Entry saturation() {
    Drawn faulty = Drawn.of("20,32*4,3", "normal(deviation=1)");
    Drawn sound = faulty.by("glorot-uniform");
    return Entry.of(
        Rule.SATURATION,
        """
        Units are at the ends of their range, where their slope is nearly 0: little gradient passes them. A layer or two still train;
        most layers are a warning, and units that no gradient passes at all an error, of functions with one end (GELU, SiLU) if nearly all
        are there; on a branch, which the signal goes around, they are information.
        """,
        faulty,
        Optional.of(sound),
        "The activations of layer 3: around 0 by glorot-uniform, at −1 and 1 in the faulty start",
        Pictures.histogram(
            "share of activations (%)",
            Axis.linear("activation, layer 3", -1, 1),
            List.of(
                new Numbers("glorot-uniform", sound.activations(2)),
                new Numbers("normal, 1", faulty.activations(2)))));
  }
}
