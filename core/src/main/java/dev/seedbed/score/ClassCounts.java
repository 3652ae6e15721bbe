package dev.seedbed.score;

/// How often each class was right, was answered, and both.
///
/// @param rows of each class
/// @param answered rows that were taken for each class
/// @param right rows of each class that were taken for it
public record ClassCounts(int[] rows, int[] answered, int[] right) {

  /// Counts every `step`th row from `from` on.
  public static ClassCounts of(int classes, int[] truth, int[] answers, int from, int step) {
    var counts = new ClassCounts(new int[classes], new int[classes], new int[classes]);
    for (int i = from; i < truth.length; i += step) {
      counts.rows[truth[i]]++;
      counts.answered[answers[i]]++;
      counts.right[truth[i]] += truth[i] == answers[i] ? 1 : 0;
    }
    return counts;
  }

  /// The mean recall of the classes that have rows; NaN if none has.
  public double balancedAccuracy() {
    double sum = 0;
    int present = 0;
    for (int c = 0; c < rows.length; c++) {
      if (rows[c] > 0) {
        sum += (double) right[c] / rows[c];
        present++;
      }
    }
    return sum / present;
  }

  /// The rows that are of class `c` or were taken for it.
  int touched(int c) {
    return rows[c] + answered[c] - right[c];
  }

  /// F1 of class `c`: 2·right / (rows + answered); 0 if it was neither there nor answered.
  public double f1(int c) {
    int both = rows[c] + answered[c];
    return both == 0 ? 0 : 2.0 * right[c] / both;
  }

  /// The mean F1 of the classes that were there or answered; NaN if none was.
  public double macroF1() {
    double sum = 0;
    int touched = 0;
    for (int c = 0; c < rows.length; c++) {
      if (touched(c) > 0) {
        sum += f1(c);
        touched++;
      }
    }
    return sum / touched;
  }
}
