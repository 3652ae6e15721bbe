package dev.seedbed.report;

import dev.seedbed.data.InputException;
import dev.seedbed.io.document.TrialRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The learning curves of a run.
///
/// @param file that they are in
/// @param trials the points of each
/// @param thinned whether points were left out
record Curves(Path file, Map<Key, List<Point>> trials, boolean thinned) {
  /// More make a page large, and no picture better.
  private static final int MOST_POINTS = 40_000;

  private static final int FEWEST_A_TRIAL = 8;

  /// Identifies a trial.
  record Key(String scheme, String seed, String order) {}

  /// The validation loss after an epoch.
  record Point(int epoch, double loss) {}

  /// The curve of a trial in `result.json`.
  ///
  /// @throws InputException if it has none
  List<Point> of(TrialRow trial) {
    var key =
        new Key(trial.scheme(), Long.toString(trial.seed()), Long.toString(trial.orderSeed()));
    List<Point> points = trials.get(key);
    if (points == null) {
      throw new InputException(
          "%s is damaged: it has no curve of %s, seed %s, order %s"
              .formatted(file, key.scheme, key.seed, key.order));
    }
    return points;
  }

  static Curves read(Path file) {
    var trials = new LinkedHashMap<Key, List<Point>>();
    CsvTable.read(
        file,
        record -> {
          var key =
              new Key(
                  record.getField("scheme"),
                  record.getField("seed"),
                  record.getField("order_seed"));
          List<Point> points = trials.computeIfAbsent(key, _ -> new ArrayList<>());
          int epoch = Integer.parseInt(record.getField("epoch"));
          String loss = record.getField("validation_loss");
          if (!loss.isEmpty()) {
            points.add(new Point(epoch, Double.parseDouble(loss)));
          }
        });
    long points = trials.values().stream().mapToLong(List::size).sum();
    if (points <= MOST_POINTS) {
      return new Curves(file, trials, false);
    }
    int most = Math.max(FEWEST_A_TRIAL, MOST_POINTS / trials.size());
    trials.replaceAll((_, all) -> thin(all, most));
    return new Curves(file, trials, true);
  }

  /// Every nth point and the last, where n is the least that leaves no more than about `most`.
  static <T> List<T> thin(List<T> points, int most) {
    int every = Math.max(1, Math.ceilDiv(points.size(), most));
    var some = new ArrayList<T>();
    for (int i = 0; i < points.size(); i++) {
      if (i % every == 0 || i == points.size() - 1) {
        some.add(points.get(i));
      }
    }
    return some;
  }
}
