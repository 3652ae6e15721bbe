package dev.seedbed.report;

import dev.seedbed.report.ChartData.ConfusionMatrix;
import dev.seedbed.report.ChartData.PredictedQuantities;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The best network's predictions for the test rows.
///
/// @param actual one a row
/// @param predicted one a row
record Predictions(List<String> actual, List<String> predicted) {
  /// A larger matrix cannot be read.
  private static final int MOST_CLASSES = 30;

  private static final int MOST_POINTS = 2000;

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(E-?\\d+)?");

  static Predictions read(Path file) {
    var predictions = new Predictions(new ArrayList<>(), new ArrayList<>());
    CsvTable.read(
        file,
        record -> {
          predictions.actual.add(record.getField("actual"));
          predictions.predicted.add(record.getField("predicted"));
        });
    return predictions;
  }

  private int rows() {
    return actual.size();
  }

  /// How often a class was taken for another.
  Chart confusion() {
    List<String> labels = labels();
    var places = new HashMap<String, Integer>();
    labels.forEach(label -> places.put(label, places.size()));
    var counts = new TreeMap<Integer, Map<Integer, Integer>>();
    for (int i = 0; i < rows(); i++) {
      counts
          .computeIfAbsent(places.get(actual.get(i)), _ -> new TreeMap<>())
          .merge(places.get(predicted.get(i)), 1, Integer::sum);
    }
    return new Confusion(labels, counts).chart();
  }

  /// The classes that there are: numbers by size, texts by alphabet.
  private List<String> labels() {
    List<String> labels = Stream.concat(actual.stream(), predicted.stream()).distinct().toList();
    return labels.stream()
        .sorted(
            labels.stream().allMatch(label -> NUMBER.matcher(label).matches())
                ? Comparator.comparingDouble(Double::parseDouble)
                : Comparator.naturalOrder())
        .toList();
  }

  /// @param counts of rows, by the numbers of the actual and the predicted class
  private record Confusion(List<String> labels, Map<Integer, Map<Integer, Integer>> counts) {

    private Map<Integer, Integer> row(int actual) {
      return counts.getOrDefault(actual, Map.of());
    }

    private int size(int actual) {
      return row(actual).values().stream().mapToInt(Integer::intValue).sum();
    }

    private int count(int actual, int predicted) {
      return row(actual).getOrDefault(predicted, 0);
    }

    /// Of another class, or taken for it: rows that are wrong on account of `label`.
    private int wrong(int label) {
      int taken = counts.values().stream().mapToInt(row -> row.getOrDefault(label, 0)).sum();
      return size(label) + taken - 2 * count(label, label);
    }

    /// All classes, or if there are too many those with the most errors, in their order.
    private List<Integer> shown() {
      return IntStream.range(0, labels.size())
          .boxed()
          .sorted(Comparator.comparingInt((Integer label) -> -wrong(label)))
          .limit(MOST_CLASSES)
          .sorted()
          .toList();
    }

    Chart chart() {
      List<Integer> shown = shown();
      return new Chart(
          "confusion",
          "Confusion matrix of the test rows",
          sentence(shown.size()),
          new ConfusionMatrix(
              shown.stream().map(labels::get).toList(),
              shown.stream().map(actual -> counts(actual, shown)).toList(),
              shown.stream().map(this::size).toList()),
          table(shown));
    }

    private List<Integer> counts(int actual, List<Integer> shown) {
      return shown.stream().map(predicted -> count(actual, predicted)).toList();
    }

    private String sentence(int shown) {
      int right = IntStream.range(0, labels.size()).map(label -> count(label, label)).sum();
      int all = IntStream.range(0, labels.size()).map(this::size).sum();
      String some =
          shown < labels.size()
              ? " The %d classes with the most errors are shown, of %,d."
                  .formatted(shown, labels.size())
              : "";
      return "Right on the diagonal, which holds all but %,d of %,d rows%s.%s"
          .formatted(
              all - right, all, right == all ? "" : "; the most frequent error: " + worst(), some);
    }

    /// The most frequent error, in words.
    private String worst() {
      return counts.entrySet().stream()
          .flatMap(row ->
              row.getValue().entrySet().stream()
                  .filter(cell -> !cell.getKey().equals(row.getKey()))
                  .map(cell -> new int[] {row.getKey(), cell.getKey(), cell.getValue()}))
          .max(Comparator.comparingInt(error -> error[2]))
          .map(error ->
              "actual “%s”, predicted “%s” (%,d)"
                  .formatted(labels.get(error[0]), labels.get(error[1]), error[2]))
          .orElseThrow();
    }

    private DataTable table(List<Integer> shown) {
      var header = new ArrayList<>(List.of("actual"));
      shown.forEach(label -> header.add("predicted " + labels.get(label)));
      var rows = new ArrayList<List<String>>();
      for (int actual : shown) {
        var row = new ArrayList<>(List.of(labels.get(actual)));
        counts(actual, shown).forEach(count -> row.add("%,d".formatted(count)));
        rows.add(row);
      }
      return new DataTable(header, rows);
    }
  }

  /// Each row's quantity against its prediction.
  ///
  /// @param target its name
  Chart scatter(String target) {
    // A network that overflows on a row has no prediction for it.
    int[] finite =
        IntStream.range(0, rows())
            .filter(i -> !actual.get(i).isEmpty() && !predicted.get(i).isEmpty())
            .toArray();
    int every = Math.max(1, Math.ceilDiv(finite.length, MOST_POINTS));
    int[] shown =
        IntStream.range(0, finite.length).filter(i -> i % every == 0).map(i -> finite[i]).toArray();
    DoubleSummaryStatistics all =
        IntStream.of(finite)
            .mapToObj(i -> Stream.of(actual.get(i), predicted.get(i)))
            .flatMap(row -> row)
            .mapToDouble(Double::parseDouble)
            .summaryStatistics();
    var rows = new ArrayList<List<String>>();
    for (int i : shown) {
      double error = Double.parseDouble(predicted.get(i)) - Double.parseDouble(actual.get(i));
      rows.add(
          List.of(
              Integer.toString(i + 1), actual.get(i), predicted.get(i), ShownNumbers.text(error)));
    }
    return new Chart(
        "predictions",
        "Predicted against actual",
        "Each point is a test row; on the dashed line the prediction is right."
            + (finite.length < rows()
                ? " %,d rows are left out, for which the network overflows."
                    .formatted(rows() - finite.length)
                : "")
            + (every > 1 ? " One row in %,d is shown; all are in test.csv.".formatted(every) : ""),
        new PredictedQuantities(
            target,
            IntStream.of(shown).mapToObj(actual::get).toList(),
            IntStream.of(shown).mapToObj(predicted::get).toList(),
            finite.length == 0 ? List.of() : List.of(all.getMin(), all.getMax())),
        new DataTable(List.of("test row", "actual", "predicted", "error"), rows));
  }
}
