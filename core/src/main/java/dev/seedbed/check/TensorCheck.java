package dev.seedbed.check;

import dev.seedbed.init.Kernel;
import dev.seedbed.init.Place;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What can be said of one tensor by itself, where the network that it belongs to cannot be
/// propagated.
///
/// @param histogram of its values
/// @param initialisers what it was likely drawn by, the likeliest first; empty if nothing known
///   fits, or it is no tensor of weights
public record TensorCheck(
    String name,
    double mean,
    double deviation,
    Histogram histogram,
    List<Guess> initialisers,
    List<Finding> findings) {
  /// What is looked for, here and by [TensorComparison].
  public static final Set<Rule> RULES =
      Collections.unmodifiableSet(
          EnumSet.of(
              Rule.NON_FINITE,
              Rule.SADDLE,
              Rule.ZERO_LAYER,
              Rule.SYMMETRY,
              Rule.EQUAL_TENSORS,
              Rule.SAME_SIGN,
              Rule.WEIGHT_SCALE,
              Rule.SPARSE_START,
              Rule.HIDDEN_BIAS,
              Rule.LOOKS_TRAINED,
              Rule.INITIALISER));

  public TensorCheck {
    initialisers = List.copyOf(initialisers);
    findings = List.copyOf(findings);
  }

  /// What it was likeliest drawn by.
  public Optional<Guess> likeliest() {
    return initialisers.stream().findFirst();
  }

  /// Runs the rules on the tensor itself.
  ///
  /// @param values of weights, unit by unit: all of the first unit, then of the second, …
  public static TensorCheck of(TensorFacts facts, float[] values) {
    String name = facts.name();
    var sample = new Sample(values.length);
    sample.add(values, 0, values.length);
    boolean weights = facts.weights().isPresent();
    boolean zero = sample.secondMoment() == 0;
    var findings = new ArrayList<Finding>();
    // What zeros mean, only the other tensors tell.
    for (Finding finding : WeightRules.of(name, sample, weights && !zero, "")) {
      // Without the layers around it nothing says that others will part the units.
      findings.add(finding.rule() == Rule.SYMMETRY ? finding.with(Severity.ERROR) : finding);
    }
    findings.addAll(WeightRules.moments(name, sample));
    List<Guess> guesses = List.of();
    if (sample.wrong() == 0 && values.length > 0) {
      if (facts.role() == TensorRole.BIAS) {
        findings.addAll(TensorRules.biases(name, values, facts.gates()));
      }
      if (weights) {
        Kernel kernel = facts.weights().orElseThrow();
        int units = Math.multiplyExact(kernel.blocks(), kernel.units());
        guesses = Identification.of(sample, Place.inside(kernel, new Activation.Identity()));
        findings.addAll(WeightRules.trained(name, sample, guesses, Structure.of(values, units)));
        findings.addAll(WeightRules.initialiser(name, guesses));
        TensorRules.scale(name, sample, kernel).ifPresent(findings::add);
        if (!zero && findings.stream().noneMatch(f -> f.severity() == Severity.ERROR)) {
          findings.addAll(duplicates(name, values, units));
        }
      }
    }
    findings.replaceAll(found ->
        found.severity() == Severity.INFO
            ? found
            : found.mendedBy(TensorRules.remedies(found.rule(), facts)));
    return new TensorCheck(
        name, sample.mean(), sample.deviation(), Histogram.of(sample), guesses, findings);
  }

  private static List<Finding> duplicates(String name, float[] values, int units) {
    double share = Duplicates.share(values, units);
    if (units == 1 || share <= Thresholds.DUPLICATES_WARNING) {
      return List.of();
    }
    return List.of(
        new Finding(
            Rule.SYMMETRY,
            Severity.WARNING,
            name,
            share,
            Thresholds.words("above", Thresholds.DUPLICATES_WARNING),
            WeightRules.text(
                "%.0f %% of the units have the same incoming weights as another one, and stay equal if their outgoing ones are equal too",
                100 * share),
            ""));
  }
}
