package dev.seedbed.check;

import dev.seedbed.check.chain.TensorFacts;
import dev.seedbed.check.measure.TensorMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.rule.Rules;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The check of one tensor by itself, where its network cannot be propagated.
///
/// @param histogram of its values
/// @param initialisers what it was likely drawn by, the likeliest first; empty if nothing known
///   fits, or it is no tensor of weights
public record TensorCheck(
    String name,
    double mean,
    double deviation,
    LayerReport.Histogram histogram,
    List<InitializerMatch> initialisers,
    List<Finding> findings) {
  /// The rules that apply to tensors, here and in [TensorComparison].
  public static final List<Rule> RULES =
      Stream.of(Rule.values()).filter(rule -> rule.needs() == Rule.Needs.VALUES).toList();

  public TensorCheck {
    initialisers = List.copyOf(initialisers);
    findings = List.copyOf(findings);
  }

  /// The initialiser that most likely drew it.
  public Optional<InitializerMatch> likeliest() {
    return initialisers.stream().findFirst();
  }

  /// Judges a tensor.
  ///
  /// @param values of weights, unit by unit: all of the first unit, then of the second, …
  public static TensorCheck of(TensorFacts facts, float[] values) {
    var tensor = TensorMeasurement.of(facts, values);
    return new TensorCheck(
        facts.name(),
        tensor.sample().mean(),
        tensor.sample().deviation(),
        tensor.histogram(),
        tensor.matches(),
        Rules.judge(tensor));
  }
}
