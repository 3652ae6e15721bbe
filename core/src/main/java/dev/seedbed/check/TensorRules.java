package dev.seedbed.check;

import static dev.seedbed.check.WeightRules.text;

import dev.seedbed.init.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rules on one tensor of a network that is not run: what no published start has.
final class TensorRules {

  private TensorRules() {}

  /// What mends a finding on a tensor.
  static List<Remedy> remedies(Rule rule, TensorFacts facts) {
    if (rule == Rule.LOOKS_TRAINED) {
      return List.of();
    }
    return switch (facts.role()) {
      case WEIGHT -> facts.weights().map(kernel -> draw(facts.name(), kernel)).stream().toList();
      case BIAS -> List.of(new Remedy.Draw(facts.name(), "zeros"));
      case SCALE -> List.of(new Remedy.Draw(facts.name(), "ones"));
      case OTHER -> List.of();
    };
  }

  static Remedy draw(String tensor, Kernel kernel) {
    return new Remedy.Draw(tensor, Advice.scheme(kernel.kind()));
  }

  /// Whether the scale of weights is that of some published start. Of one tensor this is a warning
  /// at most: a normalisation behind it, or a factor that is applied when the network runs, can
  /// make up for it.
  static Optional<Finding> scale(String name, Sample weights, Kernel kernel) {
    double variance = weights.secondMoment();
    double in = kernel.fans().in();
    double out = kernel.fans().out();
    long count = weights.count();
    boolean small =
        variance * Math.max(in, out)
            < Thresholds.SCALE_LEAST * WeightRules.byChance(count, -1);
    boolean large =
        variance * Math.min(in, out) > Thresholds.SCALE_MOST * WeightRules.byChance(count, 1);
    if (kernel.kind() == Kernel.Kind.EMBEDDING || variance == 0 || !(small || large)) {
      return Optional.empty();
    }
    boolean table = large && maybeTable(weights, kernel);
    double fan = small ? Math.max(in, out) : Math.min(in, out);
    return Optional.of(
        new Finding(
            Rule.WEIGHT_SCALE,
            table ? Severity.INFO : Severity.WARNING,
            name,
            variance * fan,
            Thresholds.words(
                small ? "variance × larger fan below" : "variance × smaller fan above",
                small ? Thresholds.SCALE_LEAST : Thresholds.SCALE_MOST),
            text(
                "a standard deviation of %.3g with fans %.0f and %.0f is %s than in any published start: the signal %s from layer to layer, unless "
                    + (table
                        ? "this is an embedding, whose usual start is N(0, 1)"
                        : "the network scales or normalises it"),
                Math.sqrt(variance),
                in,
                out,
                small ? "smaller" : "larger",
                small ? "vanishes" : "explodes"),
            ""));
  }

  /// Whether a matrix is likely an embedding that no name tells: drawn from N(0, 1), with at least
  /// twice as many rows as columns. The variance of n such numbers is within 1 ± 5 · √(2/n), but
  /// for one time in 1.7 million.
  private static boolean maybeTable(Sample weights, Kernel kernel) {
    double error = Math.sqrt(2.0 / weights.count());
    return kernel.kind() == Kernel.Kind.DENSE
        && kernel.units() >= 2 * kernel.inputs()
        && Math.abs(weights.secondMoment() - 1) <= 5 * error;
  }

  /// Whether nearly all biases, or those of a gate, are so far from 0 that they decide what the
  /// units do.
  ///
  /// @param gates as of [TensorFacts]
  static List<Finding> biases(String name, float[] values, List<String> gates) {
    var findings = new ArrayList<Finding>();
    int parts = gates.isEmpty() || values.length % gates.size() != 0 ? 1 : gates.size();
    int length = values.length / parts;
    for (int part = 0; part < parts && length > 1; part++) {
      var sample = new Sample(length);
      sample.add(values, part * length, length);
      String gate = parts == 1 ? "" : gates.get(part);
      if (share(values, part * length, length, -1) > Thresholds.SAME_SIGN_SHARE) {
        findings.add(low(name, sample.mean(), gate));
      } else if (share(values, part * length, length, 1) > Thresholds.SAME_SIGN_SHARE) {
        findings.add(high(name, sample.mean(), gate));
      }
    }
    return findings;
  }

  /// The share of biases beyond what makes a unit sparse, on the side of `sign`.
  private static double share(float[] values, int from, int length, int sign) {
    int beyond = 0;
    for (int i = from; i < from + length; i++) {
      beyond += sign * values[i] >= -Thresholds.SPARSE_BIAS ? 1 : 0;
    }
    return (double) beyond / length;
  }

  private static Finding low(String name, double mean, String gate) {
    boolean forgets = gate.equals("forget gate");
    boolean off = mean <= Thresholds.OFF_BIAS;
    String effect =
        forgets
            ? "it forgets at every step, and no gradient goes back through time"
            : "%s off for nearly every row, which is sound only for sigmoid units that are meant to be sparse"
                .formatted(gate.isEmpty() ? "the units are" : "it is");
    return new Finding(
        gate.isEmpty() ? Rule.SPARSE_START : Rule.HIDDEN_BIAS,
        forgets || off ? Severity.WARNING : Severity.INFO,
        name,
        mean,
        Thresholds.words("below", off ? Thresholds.OFF_BIAS : Thresholds.SPARSE_BIAS),
        text("biases%s near %.3g: %s", gate.isEmpty() ? "" : " of the " + gate, mean, effect),
        "");
  }

  private static Finding high(String name, double mean, String gate) {
    return new Finding(
        Rule.HIDDEN_BIAS,
        Severity.INFO,
        name,
        mean,
        Thresholds.words("above", -Thresholds.SPARSE_BIAS),
        text(
            "biases%s near %.3g: bounded units are near the upper end of their range, and rectifiers never off",
            gate.isEmpty() ? "" : " of the " + gate, mean),
        "");
  }
}
