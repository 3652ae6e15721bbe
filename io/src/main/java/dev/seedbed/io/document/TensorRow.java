package dev.seedbed.io.document;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.ALWAYS;
import static dev.seedbed.io.document.FiniteNumbers.finite;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.seedbed.check.TensorCheck;
import dev.seedbed.init.Fans;
import dev.seedbed.io.check.CheckResult;
import dev.seedbed.io.start.Axes;
import dev.seedbed.io.start.Units;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;

/// A tensor in a [CheckDocument], of a network that was not run.
///
/// @param axes what its axes mean, and how that was found out
/// @param mean of its numbers; null if they are not finite, or were not judged
/// @param notChecked why its numbers were not judged
/// @param histogram in `start.json` and reports alone
public record TensorRow(
    String name,
    List<Long> shape,
    String type,
    Optional<String> axes,
    Optional<String> axesReason,
    OptionalDouble fanIn,
    OptionalDouble fanOut,
    @JsonInclude(ALWAYS) OptionalDouble mean,
    @JsonInclude(ALWAYS) OptionalDouble sd,
    Optional<List<LayerRow.InitialiserRow>> initialisers,
    Optional<String> notChecked,
    Optional<HistogramPart> histogram) {

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
        units.axes().map(Axes::text),
        units.axes().map(Axes::reason),
        finite(units.fans().map(Fans::in)),
        finite(units.fans().map(Fans::out)),
        finite(check.map(TensorCheck::mean)),
        finite(check.map(TensorCheck::deviation)),
        check.map(
            numbers -> numbers.initialisers().stream().map(LayerRow.InitialiserRow::of).toList()),
        check.isPresent() ? Optional.empty() : Optional.of(tensor.note()),
        drawn
            ? check.map(numbers -> HistogramPart.of(numbers.histogram(), numbers.likeliest()))
            : Optional.empty());
  }
}
