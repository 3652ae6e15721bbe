package dev.seedbed.bench.check;

import dev.seedbed.bench.check.Measured.Of;
import dev.seedbed.network.Loss;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Ben Braiek & Khomh 2022, Testing Feedforward Neural Networks Training Programs, TOSEM. Its rules
/// of initialisation are published for a start; the others, for overfitting a batch, are applied
/// before the first step.
record TheDeepChecker(Rules rules) implements Tool {
  private static final double LEAST_VARIANCE = 1e-8;

  /// χ² with one degree of freedom at 0.1.
  private static final double RATIO = 2.70554;

  private static final double BALANCED = 0.5;
  private static final double NARROW_TARGET = 1e-3;
  private static final double TARGET_TOLERANCE = 1e-2;
  private static final double LOSS_RATIO = 1;
  private static final double DEAD_BELOW = 1e-5;
  private static final double UNITS = 0.5;
  private static final double SATURATED = 0.85;
  private static final int BINS = 50;
  private static final double LEAST_DEVIATION = 0.5;
  private static final double LARGEST_DEVIATION = 2;
  private static final double MOST_WEIGHTS = 0.95;
  private static final double SMALL_WEIGHT = 1e-5;
  private static final double LARGE_WEIGHT = 1e8;
  private static final double VANISHING = 1e-6;
  private static final double EXPLODING = 1e6;

  /// Which of them.
  enum Rules {
    INITIALISATION,
    ALL
  }

  @Override
  public String title() {
    return rules == Rules.ALL ? "TheDeepChecker, all" : "TheDeepChecker, initialisation";
  }

  @Override
  public List<String> alarms(Measured start) {
    var alarms = new ArrayList<String>();
    start.layers().forEach(layer -> weights(layer, alarms));
    biases(start, alarms);
    double chance = StrictMath.log(start.targets().columns());
    if (start.kind() == Loss.CROSS_ENTROPY
        && !(Math.abs(start.loss() - chance) < LOSS_RATIO * chance)) {
      alarms.add("loss");
    }
    if (rules == Rules.ALL) {
      start.layers().forEach(layer -> running(layer, alarms));
    }
    return alarms.stream().distinct().toList();
  }

  private static void weights(Of layer, List<String> alarms) {
    double variance = RowNumbers.variance(layer.weights());
    if (!(variance > LEAST_VARIANCE)) {
      alarms.add("poor_init");
    }
    double he = 2.0 / layer.fanIn();
    double glorot = 2.0 / (layer.fanIn() + layer.fanOut());
    double lecun = 1.0 / layer.fanIn();
    Stream<Double> wanted =
        switch (layer.f()) {
          case Activation.Relu _, Activation.LeakyRelu _ -> Stream.of(he);
          case Activation.Tanh _ -> Stream.of(glorot);
          case Activation.Sigmoid _ -> Stream.of(lecun);
          case Activation.Identity _,
              Activation.Elu _,
              Activation.Selu _,
              Activation.Softsign _,
              Activation.Softplus _,
              Activation.Gelu _,
              Activation.Silu _ ->
              Stream.of(he, glorot, lecun);
        };
    if (wanted.noneMatch(reference -> ratio(variance, reference) <= RATIO)) {
      alarms.add("need_init");
    }
  }

  private static double ratio(double a, double b) {
    return Math.max(a / b, b / a);
  }

  private static void biases(Measured start, List<String> alarms) {
    double[] last = start.layers().getLast().biases();
    double[] priors = start.priors();
    if (start.kind() == Loss.SQUARED_ERROR) {
      double[] targets =
          IntStream.range(0, start.targets().rows())
              .mapToDouble(row -> start.targets().get(row, 0))
              .toArray();
      double mean = RowNumbers.mean(targets);
      double deviation = Math.sqrt(RowNumbers.variance(targets));
      if (deviation <= NARROW_TARGET * Math.abs(mean)
          && Math.abs((last.length == 0 ? 0 : last[0]) - mean) > TARGET_TOLERANCE) {
        alarms.add("ineff_bias");
      }
    } else if (balance(priors) >= BALANCED) {
      if (start.layers().stream().anyMatch(layer -> RowNumbers.mean(layer.biases()) != 0)) {
        alarms.add("zero_bias");
      }
    } else if (RowNumbers.share(last, b -> b == 0) == 1 || !order(last).equals(order(priors))) {
      alarms.add("last_bias");
    }
  }

  /// (e^H − 1) / (classes − 1), H the entropy: 1 if all classes are equally frequent.
  private static double balance(double[] priors) {
    double entropy = 0;
    for (double p : priors) {
      entropy -= p == 0 ? 0 : p * StrictMath.log(p);
    }
    return (StrictMath.exp(entropy) - 1) / (priors.length - 1);
  }

  private static List<Integer> order(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> values[i]))
        .toList();
  }

  private static void running(Of layer, List<String> alarms) {
    if (layer.hidden()) {
      double[] a = layer.allA();
      if (units(layer, TheDeepChecker::isDead) > UNITS) {
        alarms.add("dead");
      }
      if (DeepDiagnosis.isBounded(layer.f()) && units(layer, saturation(layer.f())) > UNITS) {
        alarms.add("saturated");
      }
      double variance = RowNumbers.variance(a);
      if (variance * RATIO < LEAST_DEVIATION * LEAST_DEVIATION
          || variance > RATIO * LARGEST_DEVIATION * LARGEST_DEVIATION) {
        alarms.add("std");
      }
    }
    if (!RowNumbers.allFinite(layer.weights())
        || RowNumbers.share(layer.weights(), w -> w < 0) > MOST_WEIGHTS
        || RowNumbers.share(layer.weights(), w -> Math.abs(w) < SMALL_WEIGHT) > MOST_WEIGHTS
        || RowNumbers.meanAbsolute(layer.weights()) > LARGE_WEIGHT) {
      alarms.add("weights");
    }
    double gradient = RowNumbers.meanAbsolute(layer.weightGradient());
    if (gradient < VANISHING) {
      alarms.add("vanishing");
    } else if (!(gradient <= EXPLODING)) {
      alarms.add("exploding");
    }
  }

  /// A rule about one unit, by its activations on all rows.
  private interface UnitRule {
    boolean is(double[] a);
  }

  private static double units(Of layer, UnitRule rule) {
    long count =
        IntStream.range(0, layer.a().columns())
            .filter(unit -> rule.is(Of.column(layer.a(), unit)))
            .count();
    return (double) count / layer.a().columns();
  }

  private static boolean isDead(double[] a) {
    double[] absolute = IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i])).toArray();
    return RowNumbers.quantile(absolute, 0.95) < DEAD_BELOW;
  }

  /// ρ_B = Σ f_b·|g̅_b| / Σ f_b > 0.85, activations g scaled to [−1, 1] and put into 50 bins.
  /// Rakitianskaia & Engelbrecht 2015.
  private static UnitRule saturation(Activation f) {
    double low = f instanceof Activation.Tanh ? -1 : 0;
    return a -> {
      double[] sums = new double[BINS];
      for (double value : a) {
        double unit = (value - low) / (1 - low);
        sums[Math.clamp((int) (unit * BINS), 0, BINS - 1)] += 2 * unit - 1;
      }
      // f_b·|g̅_b| is the bin's sum, without its sign.
      return RowNumbers.meanAbsolute(sums) * BINS / a.length > SATURATED;
    };
  }
}
