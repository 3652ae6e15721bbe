package dev.seedbed.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The learning curves of a run, in the order of its trials.
///
/// @param trials one list of points a trial
/// @param thinned whether points were left out
record Curves(List<List<Point>> trials, boolean thinned) {
  /// More make a page large, and no picture better.
  private static final int MOST_POINTS = 40_000;

  private static final int FEWEST_A_TRIAL = 8;

  /// The validation loss after an epoch.
  record Point(int epoch, double loss) {}

  /// Of the trial with that number.
  ///
  /// @throws IllegalArgumentException if there is none
  List<Point> of(int trial) {
    if (trial < 0 || trial >= trials.size()) {
      throw new IllegalArgumentException("curves.csv has no trial " + trial);
    }
    return trials.get(trial);
  }

  static Curves read(Path file) {
    var trials = new ArrayList<List<Point>>();
    CsvTable.read(
        file,
        record -> {
          int epoch = Integer.parseInt(record.getField("epoch"));
          if (epoch == 1) {
            trials.add(new ArrayList<>());
          }
          String loss = record.getField("validation_loss");
          if (!loss.isEmpty()) {
            trials.getLast().add(new Point(epoch, Double.parseDouble(loss)));
          }
        });
    long points = trials.stream().mapToLong(List::size).sum();
    if (points <= MOST_POINTS) {
      return new Curves(trials, false);
    }
    int most = Math.max(FEWEST_A_TRIAL, MOST_POINTS / trials.size());
    return new Curves(trials.stream().map(trial -> thin(trial, most)).toList(), true);
  }

  /// Every so many points, and the last.
  private static List<Point> thin(List<Point> points, int most) {
    int every = Math.ceilDiv(points.size(), most);
    var some = new ArrayList<Point>();
    for (int i = 0; i < points.size(); i++) {
      if (i % every == 0 || i == points.size() - 1) {
        some.add(points.get(i));
      }
    }
    return some;
  }
}
