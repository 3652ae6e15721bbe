package dev.seedbed.check.rule;

import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import dev.seedbed.statistics.Proportion;
import java.util.List;

/// Does the seed alone decide whether a start is sound?
public final class SeedSensitivity {
  /// The share of seeds with an error from which on, surely, a scheme is not for this network.
  private static final Threshold SURVEY = Threshold.above(0.01, Source.BENCHMARK);

  private static final Threshold OTHERS = Threshold.above(0, Source.EXACT);

  /// With more, another seed is no cure.
  private static final double MOST = 0.9;

  private SeedSensitivity() {}

  /// A finding if many seeds of a survey are faulty.
  ///
  /// @param faulty seeds that gave a start with an error; its interval must be above the bound
  public static List<Finding> judge(Proportion faulty) {
    return SURVEY.isMet(faulty.low())
        ? List.of(
            Finding.of(Rule.SEED_SENSITIVITY, Finding.NETWORK)
                .as(Severity.WARNING)
                .because(
                    faulty.value(),
                    SURVEY,
                    "%.1f %% of the seeds give a faulty start",
                    100 * faulty.value())
                .withRemedy(new Remedy.LessLuck()))
        : List.of();
  }

  /// A finding if any other seed is faulty.
  ///
  /// @param others other seeds of the scheme that a start was likely drawn by
  public static List<Finding> judge(Proportion others, String scheme) {
    return OTHERS.isMet(others.value())
        ? List.of(
            Finding.of(Rule.SEED_SENSITIVITY, Finding.NETWORK)
                .because(
                    others.value(),
                    OTHERS,
                    "%d of %d other seeds of %s give a faulty start: %s",
                    others.count(),
                    others.of(),
                    scheme,
                    others.value() > MOST
                        ? "the scheme is at fault, not the seed"
                        : "here the seed alone decides")
                .withRemedy(new Remedy.SurveySeeds(scheme)))
        : List.of();
  }
}
