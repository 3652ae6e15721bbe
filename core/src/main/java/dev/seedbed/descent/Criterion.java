package dev.seedbed.descent;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Target;
import dev.seedbed.data.Targets;
import dev.seedbed.kernel.Panels;
import dev.seedbed.score.ClassCounts;
import dev.seedbed.score.ClassScores;
import dev.seedbed.score.RocArea;
import dev.seedbed.train.Metric;

/// A [Metric] on the validation rows as a cost: the lower, the better. It holds what the metric
/// needs of each row.
final class Criterion {
  private final Metric metric;
  private final Targets targets;

  /// What an error of 1 is in the quantity's own unit.
  private final double unit;

  /// The rarer of two classes, whose F1 counts; −1 if there are more.
  private final int rarer;

  private final double[] losses;
  private final boolean[] hits;
  private final int[] answers;
  private final float[] scores;

  private Criterion(Metric metric, Targets targets, double unit, int rarer) {
    this.metric = metric;
    this.targets = targets;
    this.unit = unit;
    this.rarer = rarer;
    int rows = targets.rows();
    this.losses = new double[rows];
    this.hits = new boolean[targets instanceof Targets.Classes ? rows : 0];
    this.answers = new int[metric == Metric.F1 || metric == Metric.BALANCED_ACCURACY ? rows : 0];
    this.scores = new float[metric == Metric.AUC ? rows : 0];
  }

  static Criterion of(Metric metric, Dataset data) {
    int rarer =
        data.train().targets() instanceof Targets.Classes classes && classes.columns() == 2
            ? ClassScores.rarer(classes.counts())
            : -1;
    double unit =
        data.target() instanceof Target.Quantity quantity ? quantity.deviation() : Double.NaN;
    return new Criterion(metric, data.validation().targets(), unit, rarer);
  }

  /// The loss alone.
  static Criterion loss(Dataset.Part part) {
    return new Criterion(Metric.LOSS, part.targets(), Double.NaN, -1);
  }

  double[] losses() {
    return losses;
  }

  boolean[] hits() {
    return hits;
  }

  /// Takes in row `row`.
  ///
  /// @param outputs in whose row `i` it is
  void take(int row, double loss, Panels outputs, int i) {
    losses[row] = loss;
    if (targets instanceof Targets.Classes classes) {
      int answer = outputs.largestInRow(i);
      hits[row] = answer == classes.ofRow()[row];
      if (answers.length > 0) {
        answers[row] = answer;
      }
      if (scores.length > 0) {
        scores[row] = outputs.get(i, 1);
      }
    }
  }

  /// The cost of all rows.
  double value() {
    return value(0, 1);
  }

  /// Half the difference between the costs of the even and the odd rows; NaN for a single row, or
  /// if one of the halves has none.
  double halfDifference() {
    return losses.length < 2 ? Double.NaN : (value(0, 2) - value(1, 2)) / 2;
  }

  private double value(int from, int step) {
    return switch (metric) {
      case LOSS, RMSE, R2 -> meanLoss(from, step);
      case MAE -> meanRoot(from, step);
      case ACCURACY -> 1 - accuracy(from, step);
      case BALANCED_ACCURACY -> 1 - counts(from, step).balancedAccuracy();
      case F1 -> 1 - f1(counts(from, step));
      case AUC -> 1 - RocArea.of(scores, classes().ofRow(), 1, from, step).value();
    };
  }

  private double f1(ClassCounts counts) {
    return rarer < 0 ? counts.macroF1() : counts.f1(rarer);
  }

  private double meanLoss(int from, int step) {
    double sum = 0;
    for (int i = from; i < losses.length; i += step) {
      sum += losses[i];
    }
    return sum / Math.ceilDiv(losses.length - from, step);
  }

  /// The mean absolute error: the loss of a row is the square of its error.
  private double meanRoot(int from, int step) {
    double sum = 0;
    for (int i = from; i < losses.length; i += step) {
      sum += Math.sqrt(losses[i]);
    }
    return sum / Math.ceilDiv(losses.length - from, step) * unit;
  }

  private double accuracy(int from, int step) {
    int right = 0;
    for (int i = from; i < hits.length; i += step) {
      right += hits[i] ? 1 : 0;
    }
    return (double) right / Math.ceilDiv(hits.length - from, step);
  }

  private ClassCounts counts(int from, int step) {
    return ClassCounts.of(classes().columns(), classes().ofRow(), answers, from, step);
  }

  private Targets.Classes classes() {
    return (Targets.Classes) targets;
  }
}
