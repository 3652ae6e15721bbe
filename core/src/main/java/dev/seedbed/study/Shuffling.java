package dev.seedbed.study;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Encoder;
import dev.seedbed.data.Feature;
import dev.seedbed.descent.Evaluation;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Network;
import dev.seedbed.propagation.Propagation;
import dev.seedbed.random.Seed;
import dev.seedbed.statistics.Quantiles;
import dev.seedbed.tensor.Matrix;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Measures [InputImportance] on validation rows. Every network meets the same shuffled rows.
final class Shuffling {
  /// The most networks.
  static final int MOST_NETWORKS = 8;

  /// Multiply-adds in all, about a second's: with more, fewer rows are looked at.
  private static final double MOST_WORK = 2e10;

  private static final int FEWEST_ROWS = 100;

  private final Dataset data;
  private final Dataset.Part rows;
  private final Seed seed;

  private Shuffling(Dataset data, Dataset.Part rows, Seed seed) {
    this.data = data;
    this.rows = rows;
    this.seed = seed;
  }

  /// @param parameters of a network
  /// @param seed decides how rows are shuffled
  static Shuffling of(Dataset data, long parameters, Seed seed) {
    Dataset.Part all = data.validation();
    double workOfRow = (double) parameters * data.encoder().features().size() * MOST_NETWORKS;
    int most = (int) Math.max(FEWEST_ROWS, MOST_WORK / workOfRow);
    int[] order = IntStream.range(0, Math.min(most, all.rows())).toArray();
    return new Shuffling(data, all.rows(order, 0, order.length), seed);
  }

  /// By how much the loss of `network` increases when one column after the other is shuffled before
  /// it.
  ///
  /// @param team shares out the work if there is enough of it
  /// @return a number for each feature
  double[] increases(Network network, Team team) {
    List<Feature> features = data.encoder().features();
    double[] increase = new double[features.size()];
    var propagation =
        new Propagation(
            network, Math.min(Propagation.USUAL_ROWS, rows.rows()), Kernels.best(), team);
    double before = loss(propagation, rows);
    Matrix shuffled = Encoder.matrix(rows.rows(), rows.inputs().columns());
    System.arraycopy(rows.inputs().data(), 0, shuffled.data(), 0, shuffled.at(rows.rows()));
    var part = new Dataset.Part(shuffled, rows.targets());
    int from = 0;
    for (int f = 0; f < increase.length; f++) {
      int to = from + features.get(f).width();
      int[] order = seed.stream("shuffle/" + f).permutation(rows.rows());
      copy(order, from, to, shuffled);
      increase[f] = loss(propagation, part) - before;
      copy(IntStream.range(0, order.length).toArray(), from, to, shuffled);
      from = to;
    }
    return increase;
  }

  /// Copies the columns `from` to `to - 1` of the rows in that order.
  private void copy(int[] order, int from, int to, Matrix into) {
    for (int i = 0; i < order.length; i++) {
      for (int j = from; j < to; j++) {
        into.set(i, j, rows.inputs().get(order[i], j));
      }
    }
  }

  private double loss(Propagation propagation, Dataset.Part part) {
    return Evaluation.of(propagation, part, data.target()).score().loss();
  }

  /// What was found, the most important column first; nothing if no network was measured, or a loss
  /// was not finite.
  ///
  /// @param increases of each network
  List<InputImportance> importance(List<double[]> increases) {
    List<Feature> features = data.encoder().features();
    if (increases.isEmpty()
        || increases.stream()
            .anyMatch(
                all -> IntStream.range(0, all.length).anyMatch(f -> !Double.isFinite(all[f])))) {
      return List.of();
    }
    return IntStream.range(0, features.size())
        .mapToObj(f ->
            new InputImportance(
                features.get(f).column(),
                Quantiles.of(increases.stream().mapToDouble(all -> all[f]).toArray())))
        .sorted(
            Comparator.comparingDouble(
                (InputImportance importance) -> -importance.lossIncrease().mean()))
        .toList();
  }
}
