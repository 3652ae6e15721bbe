package dev.seedbed.io.document;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.ALWAYS;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.seedbed.statistics.Quantiles;
import java.util.OptionalDouble;

/// How numbers are spread, as [Quantiles] says.
///
/// @param sd the standard deviation; empty for one number
public record QuantilesPart(
    int count,
    double mean,
    @JsonInclude(ALWAYS) OptionalDouble sd,
    double least,
    double p25,
    double median,
    double p75,
    double greatest) {

  static QuantilesPart of(Quantiles quantiles) {
    return new QuantilesPart(
        quantiles.count(),
        quantiles.mean(),
        FiniteNumbers.finite(quantiles.deviation()),
        quantiles.least(),
        quantiles.lower(),
        quantiles.median(),
        quantiles.upper(),
        quantiles.greatest());
  }
}
