package dev.seedbed.study;

import dev.seedbed.statistics.Quantiles;
import java.util.List;
import java.util.Optional;

/// A rung of successive halving: what was decided after some epochs, and by what.
///
/// @param number 1 is the first
/// @param epochs after which the trials were compared
/// @param places of the trials that were compared, the best first
/// @param cut the cost above which trials were stopped: the worst of the best 1 in η, or that of
///   the very best plus `noise`; NaN if all had diverged
/// @param noise how far two costs must be apart at this rung to mean anything: the standard error
///   of their difference that comes from the choice of the validation rows
public record Rung(int number, int epochs, List<Place> places, double cut, double noise) {
  public Rung {
    places = List.copyOf(places);
  }

  /// The fate of one trial.
  ///
  /// @param cost [dev.seedbed.train.Epoch#cost] of its best epoch so far; NaN if it has diverged
  public record Place(Trial trial, double cost, Fate fate) {}

  /// The possible fates of a trial at a rung.
  public enum Fate {
    /// Among the best.
    KEPT,
    /// Not among them, but no farther from the very best than noise.
    WITHIN_NOISE,
    /// Neither, but a reference is never stopped.
    REFERENCE,
    /// Trained no further.
    STOPPED,
    /// Had ended by itself before, and would have been stopped.
    ENDED
  }

  /// How many trials had that fate.
  public long count(Fate fate) {
    return places.stream().filter(place -> place.fate() == fate).count();
  }

  /// How the costs were spread, without those of trials that had diverged; empty if all had.
  public Optional<Quantiles> costs() {
    double[] costs = places.stream().mapToDouble(Place::cost).filter(Double::isFinite).toArray();
    return costs.length == 0 ? Optional.empty() : Optional.of(Quantiles.of(costs));
  }
}
