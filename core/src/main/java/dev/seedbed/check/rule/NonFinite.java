package dev.seedbed.check.rule;

import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.Sample;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.measure.TensorMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Numbers that are infinite or NaN.
final class NonFinite implements RunRule, TensorRule {
  private static final Threshold NONE = Threshold.above(0, Source.EXACT);

  @Override
  public Rule rule() {
    return Rule.NON_FINITE;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  @Override
  public boolean needsFinite() {
    return false;
  }

  @Override
  public List<Finding> judge(StartMeasurement start) {
    return IntStream.range(0, start.layers().size())
        .boxed()
        .flatMap(l -> {
          LayerMeasurement layer = start.layers().get(l);
          return Stream.concat(
                  of(layer.name(), layer.weights()).stream(),
                  of(layer.name() + " bias", layer.biases()).stream())
              .map(finding -> finding.withRemedy(Advice.draw(start, l)));
        })
        .toList();
  }

  @Override
  public List<Finding> judge(TensorMeasurement tensor) {
    return of(tensor.name(), tensor.sample()).stream().toList();
  }

  private static Optional<Finding> of(String name, Sample values) {
    return values.wrong() == 0
        ? Optional.empty()
        : Optional.of(
            Finding.of(Rule.NON_FINITE, name)
                .because(
                    (double) values.wrong(),
                    NONE,
                    "%,d of %,d numbers are infinite or not a number, and so will be all that is computed with them",
                    values.wrong(),
                    values.count()));
  }
}
