package dev.seedbed.io.document;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.ALWAYS;
import static dev.seedbed.io.document.FiniteNumbers.finite;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.LayerReport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// How numbers are distributed, in a [CheckDocument].
///
/// @param shares one a bin of equal width, from `low` to `high`
/// @param drawnBy the law that weights are compared with
public record HistogramPart(
    double low, double high, List<Double> shares, Optional<DrawnBy> drawnBy) {

  public static HistogramPart of(
      LayerReport.Histogram histogram, Optional<InitializerMatch> drawnBy) {
    return new HistogramPart(
        histogram.low(),
        histogram.high(),
        histogram.shares(),
        drawnBy.map(match ->
            new DrawnBy(
                match.scheme(),
                match.symbols(),
                finite(match.probability()),
                histogram.of(match.law()))));
  }

  /// The law that weights are compared with.
  ///
  /// @param probability its share of the likelihood of all candidates
  /// @param shares of the law, one a bin
  public record DrawnBy(
      String scheme,
      String law,
      @JsonProperty("odds") @JsonInclude(ALWAYS) OptionalDouble probability,
      List<Double> shares) {}
}
