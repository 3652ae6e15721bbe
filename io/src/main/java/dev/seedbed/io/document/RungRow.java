package dev.seedbed.io.document;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.ALWAYS;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.seedbed.study.Rung;
import java.util.Optional;
import java.util.OptionalDouble;

/// The decision of a rung: one of `rungs` in `result.json`, and a `rung_done` of the journal. From
/// `kept` to `ended` it counts the trials of each [Rung.Fate].
///
/// @param rung its number; 1 is the first
/// @param epochs after which the trials were compared
/// @param trials that were compared
/// @param cut the loss above which trials were stopped; empty if all had diverged
/// @param noise how far two losses must be apart to mean anything
/// @param cost of the trials that had not diverged; empty if all had
public record RungRow(
    int rung,
    int epochs,
    int trials,
    long kept,
    long withinNoise,
    long reference,
    long stopped,
    long ended,
    @JsonInclude(ALWAYS) OptionalDouble cut,
    double noise,
    Optional<QuantilesPart> cost) {

  /// The row of a rung.
  public static RungRow of(Rung rung) {
    return new RungRow(
        rung.number(),
        rung.epochs(),
        rung.places().size(),
        rung.count(Rung.Fate.KEPT),
        rung.count(Rung.Fate.WITHIN_NOISE),
        rung.count(Rung.Fate.REFERENCE),
        rung.count(Rung.Fate.STOPPED),
        rung.count(Rung.Fate.ENDED),
        FiniteNumbers.finite(rung.cut()),
        rung.noise(),
        rung.costs().map(QuantilesPart::of));
  }
}
