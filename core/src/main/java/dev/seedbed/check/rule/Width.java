package dev.seedbed.check.rule;

import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;

/// Does a scheme keep its scale when the network becomes wider?
public final class Width {
  /// The power of the width by which a layer's signal grows or shrinks.
  private static final Threshold SLOPE = Threshold.above(0.25, Source.PUBLISHED);

  private Width() {}

  /// A finding if the scale depends on the width.
  ///
  /// @param slope power of the width by which a layer's signal grows; NaN if it is not known
  public static List<Finding> judge(double slope) {
    return SLOPE.isMet(Math.abs(slope))
        ? List.of(
            Finding.of(Rule.WIDTH, Finding.NETWORK)
                .because(
                    Math.abs(slope),
                    SLOPE,
                    "a layer's signal grows as the width to the power %.2f: what is sound at this width is not at another",
                    slope)
                .withRemedy(new Remedy.UseFans("he-normal")))
        : List.of();
  }
}
