package dev.seedbed.study;

import dev.seedbed.statistics.Quantiles;
import dev.seedbed.study.Rung.Fate;
import dev.seedbed.study.Rung.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Synchronous successive halving (Jamieson & Talwalkar 2016, arXiv:1502.07943, algorithm 1, with a
/// factor η as in Li et al. 2018, arXiv:1603.06560): all trials are trained for a small budget, the
/// best of them, 1 in η, for η times as many epochs, and so on. It decides by losses and seeds
/// alone, when all trials of a rung are done, so that it does not matter where and when they were
/// trained.
///
/// Two things differ from the papers. Trials are compared by their best validation loss (or other
/// [dev.seedbed.train.Metric]) so far, not the last, as a trial returns its best network. And a
/// trial no farther from the best of the rung than noise trains on as well, even if that is more
/// than 1 in η: the choice of the validation rows alone moves a difference of two losses by √2·s,
/// where s is the standard deviation over trials of half the difference between the losses on two
/// halves of the rows. It is taken over the better half of the trials (at least two), as those that
/// have not begun to learn say nothing of them.
///
/// @param eta η, at least 2: each rung keeps the best 1/η of the trials
/// @param smallestBudget the epochs before the first rung; at least 1
public record SuccessiveHalving(int eta, int smallestBudget) {
  public static final SuccessiveHalving DEFAULT = new SuccessiveHalving(3, 3);

  public SuccessiveHalving {
    if (eta < 2) {
      throw new IllegalArgumentException("the halving factor must be at least 2: " + eta);
    }
    if (smallestBudget < 1) {
      throw new IllegalArgumentException(
          "the smallest budget must be at least 1 epoch: " + smallestBudget);
    }
  }

  /// After how many epochs there is a rung: smallestBudget·ηᵏ, as long as that is below `epochs`.
  public List<Integer> budgets(int epochs) {
    var budgets = new ArrayList<Integer>();
    for (long budget = smallestBudget; budget < epochs; budget *= eta) {
      budgets.add((int) budget);
    }
    return budgets;
  }

  /// Decides who trains on.
  ///
  /// @param number of the rung, 1 the first
  /// @param epochs after which it is
  /// @param field the trials that have not been cut so far
  /// @param references the numbers of the trials that are never stopped
  Rung judge(int number, int epochs, List<Standing> field, Set<Integer> references) {
    List<Standing> ranked = field.stream().sorted(Standing.ORDER).toList();
    int kept = Math.ceilDiv(ranked.size(), eta);
    double noise = noise(ranked);
    double best = ranked.getFirst().cost();
    double cut = Double.NaN;
    var places = new ArrayList<Place>();
    for (int i = 0; i < ranked.size(); i++) {
      Standing standing = ranked.get(i);
      Fate fate = Fate.STOPPED;
      if (i < kept && !Double.isNaN(standing.cost())) {
        fate = Fate.KEPT;
        cut = standing.cost();
      } else if (standing.cost() <= best + noise) {
        fate = Fate.WITHIN_NOISE;
      } else if (standing.end() != Standing.End.NONE) {
        fate = Fate.ENDED;
      } else if (references.contains(standing.trial().number())) {
        fate = Fate.REFERENCE;
      }
      places.add(new Place(standing.trial(), standing.cost(), fate));
    }
    return new Rung(number, epochs, places, Math.max(cut, best + noise), noise);
  }

  /// √2 times the standard deviation of the half differences of the better half of `ranked`; 0 if
  /// fewer than two trials have a loss.
  private static double noise(List<Standing> ranked) {
    double[] differences =
        ranked.stream()
            .limit(Math.max(2, Math.ceilDiv(ranked.size(), 2)))
            .filter(standing -> !Double.isNaN(standing.cost()))
            .mapToDouble(Standing::halfDifference)
            .filter(difference -> !Double.isNaN(difference))
            .toArray();
    return differences.length < 2 ? 0 : Math.sqrt(2) * Quantiles.of(differences).deviation();
  }
}
