package dev.seedbed.bench.check;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Targets;
import dev.seedbed.network.Loss;
import dev.seedbed.random.Seed;

/// Rows to learn from, and others to see whether anything was learned.
///
/// @param train two thirds of the rows
/// @param held the others
/// @param chance the loss on `held` of a network that knows only how often each class, or which
///   mean, occurs in `train`
/// @param steps that a reference is trained for
record Task(
    String name, Dataset.Part train, Dataset.Part held, Loss loss, double chance, int steps) {

  /// Splits rows by a fixed stream.
  static Task of(String name, Dataset.Part all, Loss loss, int steps) {
    int[] order = new Seed(0).stream("check/split").permutation(all.rows());
    int cut = 2 * all.rows() / 3;
    Dataset.Part train = all.rows(order, 0, cut);
    Dataset.Part held = all.rows(order, cut, all.rows());
    return new Task(name, train, held, loss, chance(train.targets(), held.targets(), loss), steps);
  }

  private static double chance(Targets train, Targets held, Loss loss) {
    double sum = 0;
    for (int j = 0; j < train.columns(); j++) {
      double mean = mean(train, j);
      for (int i = 0; i < held.rows(); i++) {
        double y = held.get(i, j);
        sum +=
            switch (loss) {
              case CROSS_ENTROPY -> y == 0 ? 0 : -y * StrictMath.log(mean);
              case SQUARED_ERROR -> (y - mean) * (y - mean) / held.columns();
            };
      }
    }
    return sum / held.rows();
  }

  private static double mean(Targets targets, int column) {
    double sum = 0;
    for (int i = 0; i < targets.rows(); i++) {
      sum += targets.get(i, column);
    }
    return sum / targets.rows();
  }

  int inputs() {
    return train.inputs().columns();
  }

  int outputs() {
    return train.targets().columns();
  }
}
