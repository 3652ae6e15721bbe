package dev.seedbed.bench.starts;

import dev.seedbed.check.Survey;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Scheme;
import dev.seedbed.network.Loss;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.statistics.Proportion;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Narrow and deep networks of ReLU that are dead before the first step.
final class BornDead {
  private static final int[] DEPTHS = {5, 9, 15, 21};
  private static final int WIDTH = 5;
  private static final int SEEDS = 2000;

  private BornDead() {}

  static Demonstration of() {
    List<Proportion> shares = Arrays.stream(DEPTHS).mapToObj(BornDead::share).toList();
    var series =
        List.of(
            new Series(
                "share of seeds, with 95 % interval",
                Series.Style.POINTS,
                Arrays.stream(DEPTHS).asDoubleStream().toArray(),
                percents(shares, Proportion::value),
                percents(shares, Proportion::low),
                percents(shares, Proportion::high)));
    var figure =
        new Figure(
            "born-dead",
            "The share of networks that are dead from birth grows with their depth, here of layers of 5 units",
            List.of(
                new Panel(
                    "networks with a layer that is 0 on every row",
                    Axis.linear("hidden layers of 5 units", DEPTHS[0], DEPTHS[DEPTHS.length - 1]),
                    Axis.fromZero("share of seeds (%)", series),
                    series)));
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("network", "dead seeds", "of", "share", "95 % interval"));
    for (int i = 0; i < DEPTHS.length; i++) {
      Proportion share = shares.get(i);
      rows.add(
          List.of(
              "`--layers 2,%d*%d,3`".formatted(WIDTH, DEPTHS[i]),
              "" + share.count(),
              Text.count(share.of()),
              Text.percent(share.value()),
              Text.percent(share.low()) + " to " + Text.percent(share.high())));
    }
    String text =
        """
        ## 7. Narrow and deep: some seeds are born dead

        Networks of 2 inputs, 5 to 21 layers of 5 units with ReLU, and 3 classes; the right scheme for ReLU, he-uniform; %s seeds each; 512
        standard normal rows. A network counts as born dead if one of its hidden layers is 0 on every row.

        ```sh
        ./seedbed check --layers '2,5*15,3' --activation relu --init he-uniform --seeds %d
        ```

        %s

        %s

        With five units a layer it happens that none is active on any row. Then the outputs are the same for all inputs, the
        gradient of everything below that layer is 0, and no training wakes it. Nothing but the seed decides: so
        `check --seeds` surveys many, and a race of seeds must not take its first for typical. (Another program, with other random
        numbers, found 0.7, 5.5, 18.8 and 32.6 %% of 2,000 seeds.)

        *Lu, Shin, Su & Karniadakis 2019, arXiv:1903.06733.*
        """
            .formatted(Text.count(SEEDS), SEEDS, figure.markdown(), Text.table(rows));
    return new Demonstration(text, List.of(figure));
  }

  private static Proportion share(int depth) {
    List<Integer> widths = new ArrayList<>(List.of(2));
    widths.addAll(Collections.nCopies(depth, WIDTH));
    widths.add(3);
    var spec = new NetworkSpec(widths, new Activation.Relu(), Loss.CROSS_ENTROPY);
    Scheme scheme = Catalogue.scheme("he-uniform");
    Survey.Counts counts =
        LongStream.range(0, SEEDS)
            .parallel()
            .mapToObj(seed -> Survey.count(spec, scheme, List.of(new Seed(seed)), Optional.empty()))
            .reduce(Survey.Counts.NONE, Survey.Counts::plus);
    return Survey.of(counts).bornDead();
  }

  private static double[] percents(List<Proportion> shares, ToDoubleFunction<Proportion> number) {
    return IntStream.range(0, shares.size())
        .mapToDouble(i -> 100 * number.applyAsDouble(shares.get(i)))
        .toArray();
  }
}
