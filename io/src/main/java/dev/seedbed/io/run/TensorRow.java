package dev.seedbed.io.run;

import static dev.seedbed.io.run.CheckDocument.finite;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.seedbed.check.TensorCheck;
import dev.seedbed.init.Fans;
import dev.seedbed.io.check.CheckResult;
import dev.seedbed.io.start.Axes;
import dev.seedbed.io.start.Units;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A tensor in a [CheckDocument], of a network that was not run.
///
/// @param axes what its axes mean, and how that was found out
/// @param mean of its numbers; null if they are not finite, or were not judged
/// @param notChecked why its numbers were not judged
/// @param histogram in `start.json` and reports alone
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TensorRow(
    String name,
    List<Long> shape,
    String type,
    @Nullable String axes,
    @Nullable String axesReason,
    @Nullable Double fanIn,
    @Nullable Double fanOut,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Double mean,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Double sd,
    @Nullable List<LayerRow.InitialiserRow> initialisers,
    @Nullable String notChecked,
    @Nullable HistogramPart histogram) {

  public static TensorRow of(CheckResult.Tensor tensor) {
    return of(tensor, false);
  }

  /// With how its numbers are distributed.
  public static TensorRow drawn(CheckResult.Tensor tensor) {
    return of(tensor, true);
  }

  private static TensorRow of(CheckResult.Tensor tensor, boolean drawn) {
    Units units = tensor.units();
    Optional<TensorCheck> check = tensor.check();
    return new TensorRow(
        units.tensor().name(),
        LongStream.of(units.tensor().shape()).boxed().toList(),
        units.tensor().dataType(),
        units.axes().map(Axes::text).orElse(null),
        units.axes().map(Axes::reason).orElse(null),
        units.fans().map(Fans::in).orElse(null),
        units.fans().map(Fans::out).orElse(null),
        check.map(numbers -> finite(numbers.mean())).orElse(null),
        check.map(numbers -> finite(numbers.deviation())).orElse(null),
        check
            .map(numbers ->
                numbers.initialisers().stream().map(LayerRow.InitialiserRow::of).toList())
            .orElse(null),
        check.isPresent() ? null : tensor.note(),
        drawn
            ? check
                .map(numbers -> HistogramPart.of(numbers.histogram(), numbers.likeliest()))
                .orElse(null)
            : null);
  }
}
