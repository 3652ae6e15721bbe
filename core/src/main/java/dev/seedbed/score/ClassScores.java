package dev.seedbed.score;

import dev.seedbed.statistics.Interval;
import dev.seedbed.statistics.Proportion;
import dev.seedbed.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What answers are worth that tell classes apart. The answer is the class with the largest
/// probability, the first of equals.
///
/// @param rows how many were scored
/// @param accuracy the share of right answers
/// @param baseline the class that is most frequent in training
/// @param baselineAccuracy the share of right answers if that was always answered
/// @param balancedAccuracy the mean recall of the classes that have rows
/// @param macroF1 the mean F1 of the classes that have rows or were answered
/// @param rarer of two classes the one that is rarer in training; empty for more
/// @param rarerF1 its F1; empty for more than two classes, or if it neither has rows nor was
///   answered
/// @param logLoss the mean of −ln p of the right class, in nats
/// @param brier the mean of Σ (p − y)² over the classes, where y is 1 for the right class and else
///   0 (Brier 1950)
/// @param auc of two classes that both have rows, the area under the ROC curve
/// @param classes each by itself, in the order of the labels
public record ClassScores(
    int rows,
    Estimate accuracy,
    int baseline,
    double baselineAccuracy,
    Beats beatsBaseline,
    Estimate balancedAccuracy,
    Estimate macroF1,
    OptionalInt rarer,
    Optional<Estimate> rarerF1,
    Estimate logLoss,
    double brier,
    Optional<Estimate> auc,
    Calibration calibration,
    List<OfClass> classes)
    implements Scores {
  public ClassScores {
    classes = List.copyOf(classes);
  }

  /// F1 of the rarer of two classes, 0 if it neither has rows nor was answered; of more, the mean
  /// of all.
  public Estimate f1() {
    return rarer.isEmpty() ? macroF1 : rarerF1.orElse(Estimate.NOTHING);
  }

  /// The name of class `c`.
  public String label(int c) {
    return classes.get(c).label();
  }

  /// The answers for one class.
  ///
  /// @param rows of this class
  /// @param answered rows that were taken for it
  /// @param precision the share of those that are of this class; empty if there are none
  /// @param recall the share of its rows that were taken for it; empty if it has none
  /// @param f1 empty if it neither has rows nor was answered
  public record OfClass(
      String label,
      int rows,
      int answered,
      Optional<Estimate> precision,
      Optional<Estimate> recall,
      Optional<Estimate> f1) {

    private static OfClass of(String label, ClassCounts counts, int c) {
      int right = counts.right()[c];
      return new OfClass(
          label,
          counts.rows()[c],
          counts.answered()[c],
          share(right, counts.answered()[c]),
          share(right, counts.rows()[c]),
          share(right, counts.touched(c)).map(OfClass::f1));
    }

    private static Optional<Estimate> share(int count, int of) {
      return of == 0 ? Optional.empty() : Optional.of(Estimate.of(new Proportion(count, of)));
    }

    /// F1 is 2j / (1 + j), where j is the share of right ones of the rows that are of the class or
    /// were taken for it.
    private static Estimate f1(Estimate j) {
      Interval interval = j.interval();
      return new Estimate(f1(j.value()), new Interval(f1(interval.low()), f1(interval.high())));
    }

    private static double f1(double j) {
      return 2 * j / (1 + j);
    }
  }

  /// The scores that people ask for first.
  @Override
  public String toString() {
    return "accuracy %.4f, balanced accuracy %.4f, log loss %.4g on %,d rows"
        .formatted(accuracy.value(), balancedAccuracy.value(), logLoss.value(), rows);
  }

  /// Scores some rows.
  ///
  /// @param probabilities rows × classes
  /// @param truth the class of each row
  /// @param training how many rows of each class were learnt from
  static ClassScores of(List<String> labels, Matrix probabilities, int[] truth, int[] training) {
    int rows = truth.length;
    int[] answers = new int[rows];
    boolean[] hits = new boolean[rows];
    double[] confidence = new double[rows];
    double[] losses = new double[rows];
    double brier = 0;
    for (int i = 0; i < rows; i++) {
      answers[i] = probabilities.largestInRow(i);
      hits[i] = answers[i] == truth[i];
      confidence[i] = probabilities.get(i, answers[i]);
      losses[i] = loss(probabilities.get(i, truth[i]));
      brier += squares(probabilities, i, truth[i]) / rows;
    }
    ClassCounts counts = ClassCounts.of(labels.size(), truth, answers, 0, 1);
    var classes = new ArrayList<OfClass>();
    for (int c = 0; c < labels.size(); c++) {
      classes.add(OfClass.of(labels.get(c), counts, c));
    }
    int baseline = most(training);
    OptionalInt rarer = labels.size() == 2 ? OptionalInt.of(rarer(training)) : OptionalInt.empty();
    int right = 0;
    int won = 0;
    int lost = 0;
    for (int i = 0; i < rows; i++) {
      boolean byBaseline = truth[i] == baseline;
      right += hits[i] ? 1 : 0;
      won += hits[i] && !byBaseline ? 1 : 0;
      lost += !hits[i] && byBaseline ? 1 : 0;
    }
    return new ClassScores(
        rows,
        Estimate.of(new Proportion(right, rows)),
        baseline,
        (double) counts.rows()[baseline] / rows,
        Beats.of(won, lost),
        Estimate.ofMean(classes.stream().flatMap(c -> c.recall().stream()).toList()),
        Estimate.ofMean(classes.stream().flatMap(c -> c.f1().stream()).toList()),
        rarer,
        rarer.isPresent() ? classes.get(rarer.getAsInt()).f1() : Optional.empty(),
        Estimate.ofMean(losses),
        brier,
        auc(labels.size(), probabilities, truth),
        Calibration.of(confidence, hits),
        classes);
  }

  /// The most frequent class, the first of equals.
  private static int most(int[] training) {
    int most = 0;
    for (int c = 1; c < training.length; c++) {
      most = training[c] > training[most] ? c : most;
    }
    return most;
  }

  /// The rarer of two classes; the second, if both are as frequent.
  public static int rarer(int[] training) {
    return training[0] < training[1] ? 0 : 1;
  }

  /// A probability of 0 counts as the smallest that a float can hold, so that one row does not make
  /// all others worthless.
  private static double loss(float probability) {
    return -StrictMath.log(Math.max(probability, Float.MIN_VALUE));
  }

  private static double squares(Matrix probabilities, int row, int truth) {
    double sum = 0;
    for (int c = 0; c < probabilities.columns(); c++) {
      double error = probabilities.get(row, c) - (c == truth ? 1 : 0);
      sum += error * error;
    }
    return sum;
  }

  private static Optional<Estimate> auc(int classes, Matrix probabilities, int[] truth) {
    if (classes != 2) {
      return Optional.empty();
    }
    float[] scores = new float[truth.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = probabilities.get(i, 1);
    }
    RocArea area = RocArea.of(scores, truth, 1, 0, 1);
    return Double.isNaN(area.value())
        ? Optional.empty()
        : Optional.of(new Estimate(area.value(), area.interval()));
  }
}
