package dev.seedbed.bench.starts;

import dev.seedbed.check.Check;
import dev.seedbed.data.Dataset;
import dev.seedbed.network.Layer;
import dev.seedbed.network.Network;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Equal weights: units that stay equal.
final class ConstantStart {
  private static final List<Integer> WIDE = List.of(64, 32, 32, 10);
  private static final List<Integer> NARROW = List.of(64, 1, 1, 10);
  private static final String SCHEME = "constant(value=0.1)";

  private ConstantStart() {}

  static Demonstration of(Dataset data) {
    Lesson constant = lesson(SCHEME, WIDE, data);
    Lesson glorot = lesson("glorot-uniform", WIDE, data);
    Lesson narrow = lesson("glorot-uniform", NARROW, data);
    var figure =
        new Figure(
            "constant-start",
            "The loss over 100 steps: 32 equal units a layer learn no more than a single one",
            List.of(
                Lesson.panel(
                    "loss of all training rows",
                    List.of(
                        glorot.series("Glorot, 32 units a layer"),
                        constant.series("constant, 32 units a layer"),
                        narrow.series("Glorot, 1 unit a layer")))));
    String text =
        """
        ## 2. Equal weights: units that stay equal

        The same network and the same steps, but all weights start at 0.1.

        ```sh
        ./seedbed check --layers 64,32,32,10 --activation tanh --init 'constant(value=0.1)'
        ```

        %s

        %s

        Units with the same weights in and out compute the same, so they receive the same gradient, so they stay the same. Counted are
        units that differ from each other in at least one bit of the weights they read, of their bias, or of the weights that read
        them. Seedbed adds up in one fixed order, so not even rounding tells them apart: after %d steps each hidden layer
        still holds one unit, 32 times. The loss ends at %s, with Glorot's start at %s; and two layers with one unit each,
        from Glorot's start, come to %s.

        `check` says %s.

        *The lecture.*
        """
            .formatted(
                figure.markdown(),
                table(constant, glorot),
                Lesson.STEPS,
                loss(constant),
                loss(glorot),
                loss(narrow),
                Verdicts.of(Check.of(constant.start()).run()));
    return new Demonstration(text, List.of(figure));
  }

  private static Lesson lesson(String scheme, List<Integer> widths, Dataset data) {
    return Lesson.of(Lesson.start(scheme, new Activation.Tanh(), widths), data.train());
  }

  private static String loss(Lesson lesson) {
    return Text.decimals(lesson.losses()[Lesson.STEPS], 3);
  }

  private static String table(Lesson constant, Lesson glorot) {
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "different units of 32",
            "constant, start",
            "after %d steps".formatted(Lesson.STEPS),
            "glorot-uniform, start",
            "after %d steps".formatted(Lesson.STEPS)));
    for (int l = 0; l < 2; l++) {
      rows.add(
          List.of(
              "hidden layer " + (l + 1),
              "" + different(constant.start(), l),
              "" + different(constant.end(), l),
              "" + different(glorot.start(), l),
              "" + different(glorot.end(), l)));
    }
    return Text.table(rows);
  }

  /// How many units of hidden layer `l`, 0 the first, differ from each other in any bit.
  static int different(Network network, int l) {
    Layer in = network.layers().get(l);
    Layer out = network.layers().get(l + 1);
    var units = new HashSet<List<Integer>>();
    for (int unit = 0; unit < in.fanOut(); unit++) {
      var bits = new ArrayList<Integer>();
      for (int i = 0; i < in.fanIn(); i++) {
        bits.add(Float.floatToRawIntBits(in.weight().get(i, unit)));
      }
      bits.add(Float.floatToRawIntBits(in.bias()[unit]));
      for (int o = 0; o < out.fanOut(); o++) {
        bits.add(Float.floatToRawIntBits(out.weight().get(unit, o)));
      }
      units.add(bits);
    }
    return units.size();
  }
}
