package dev.seedbed.io.run;

import static dev.seedbed.io.run.CheckDocument.finite;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.seedbed.check.result.Histogram;
import dev.seedbed.check.result.InitializerMatch;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// How numbers are distributed, in a [CheckDocument].
///
/// @param shares one a bin of equal width, from `low` to `high`
/// @param drawnBy the law that weights are compared with
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HistogramPart(
    double low, double high, List<Double> shares, @Nullable DrawnBy drawnBy) {

  public static HistogramPart of(Histogram histogram, Optional<InitializerMatch> drawnBy) {
    return new HistogramPart(
        histogram.low(),
        histogram.high(),
        histogram.shares(),
        drawnBy
            .map(match ->
                new DrawnBy(
                    match.scheme(),
                    match.symbols(),
                    finite(match.probability()),
                    histogram.of(match.law())))
            .orElse(null));
  }

  /// The law that weights are compared with.
  ///
  /// @param probability its share of the likelihood of all candidates
  /// @param shares of the law, one a bin
  @JsonPropertyOrder({"scheme", "law", "odds", "shares"})
  public record DrawnBy(
      String scheme,
      String law,
      @JsonProperty("odds") @Nullable Double probability,
      List<Double> shares) {}
}
