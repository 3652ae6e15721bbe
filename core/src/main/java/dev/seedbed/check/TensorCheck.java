package dev.seedbed.check;

import dev.seedbed.init.Kernel;
import dev.seedbed.init.Place;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
  public TensorCheck {
    initialisers = List.copyOf(initialisers);
    findings = List.copyOf(findings);
  }

  /// What it was likeliest drawn by.
  public Optional<Guess> likeliest() {
    return initialisers.stream().findFirst();
  }

  /// Runs the rules on the weights themselves.
  ///
  /// @param values unit by unit: all weights of the first unit, then of the second, …
  /// @param kernel of weights, as many as there are values; empty for biases and the like, which
  ///   are only searched for numbers that are not finite
  public static TensorCheck of(String name, float[] values, Optional<Kernel> kernel) {
    var sample = new Sample(values.length);
    sample.add(values, 0, values.length);
    String fix = "seedbed init MODEL --rule '" + name + "=glorot-uniform' -o OUT";
    var findings = new ArrayList<Finding>();
    for (Finding finding : WeightRules.of(name, sample, kernel.isPresent(), fix)) {
      findings.add(
          switch (finding.rule()) {
            // Without the layers around it nothing says that others will part the units, or that
            // the 0 is meant.
            case SYMMETRY -> finding.with(Severity.ERROR);
            case ZERO_LAYER -> finding.with(Severity.WARNING);
            default -> finding;
          });
    }
    findings.addAll(WeightRules.moments(name, sample));
    List<Guess> guesses = List.of();
    if (kernel.isPresent() && sample.wrong() == 0 && values.length > 0) {
      int units = Math.multiplyExact(kernel.get().blocks(), kernel.get().units());
      guesses = Identification.of(sample, Place.inside(kernel.get(), new Activation.Identity()));
      findings.addAll(WeightRules.trained(name, sample, guesses, Structure.of(values, units)));
      findings.addAll(WeightRules.initialiser(name, guesses));
      double share = Duplicates.share(values, units);
      if (findings.stream().noneMatch(f -> f.severity() == Severity.ERROR)
          && share > Thresholds.DUPLICATES_WARNING
          && units > 1) {
        findings.add(
            new Finding(
                Rule.SYMMETRY,
                Severity.WARNING,
                name,
                share,
                Thresholds.words("above", Thresholds.DUPLICATES_WARNING),
                WeightRules.text(
                    "%.0f %% of the units have the same incoming weights as another one, and stay equal if their outgoing ones are equal too",
                    100 * share),
                fix));
      }
    }
    return new TensorCheck(
        name, sample.mean(), sample.deviation(), Histogram.of(sample), guesses, findings);
  }
}
