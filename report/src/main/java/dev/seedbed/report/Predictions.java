package dev.seedbed.report;

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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the best network says of the test rows.
///
/// @param actual one a row
/// @param predicted one a row
record Predictions(List<String> actual, List<String> predicted) {
  /// A larger matrix cannot be read.
  private static final int MOST_CLASSES = 30;

  /// Up to so many classes, counts are written into their cells.
  private static final int MOST_LABELLED = 15;

  private static final int MOST_POINTS = 2000;

  /// Of a letter on an axis, of what the names of classes get there, in pixels.
  private static final int LETTER = 7;

  private static final int LEAST_ROOM = 14;
  private static final int MOST_ROOM = 110;

  /// Longer names are turned where they stand side by side.
  private static final int MOST_LEVEL = 3;

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(E-?\\d+)?");

  /// From so deep a colour on, what is written on it is white.
  private static final double DEEP = 0.55;

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
      List<String> names = shown.stream().map(label -> Options.text(labels.get(label))).toList();
      ObjectNode actual = Options.names("actual", names.reversed());
      ObjectNode predicted = Options.names("predicted", names);
      ObjectNode option = Options.option(predicted, actual, "item");
      option.remove("dataZoom");
      int longest = names.stream().mapToInt(String::length).max().orElse(0);
      // The names of axes stand beyond the names of classes, which end with … if they are long.
      int room = Math.clamp((long) longest * LETTER, LEAST_ROOM, MOST_ROOM);
      actual.put("nameGap", room + 14);
      actual
          .putObject("axisLabel")
          .put("interval", 0)
          .put("width", room)
          .put("overflow", "truncate");
      ObjectNode below = predicted.putObject("axisLabel").put("interval", 0);
      boolean turned = longest > MOST_LEVEL;
      below.put("width", room).put("overflow", "truncate").put("rotate", turned ? 60 : 0);
      predicted.put("nameGap", turned ? room : 30);
      ObjectNode grid = (ObjectNode) option.get("grid");
      grid.put("left", room + 40).put("bottom", turned ? room + 24 : 48);
      ((ObjectNode) option.get("tooltip")).put("formatter", "{b}");
      ObjectNode colours =
          option
              .putObject("visualMap")
              .put("show", false)
              .put("min", 0)
              .put("max", 1)
              .put("dimension", 2);
      colours.putObject("inRange").putArray("color").add("@tint").add(Options.colour(0));
      ObjectNode cells = Options.series(option).addObject().put("type", "heatmap");
      cells
          .putObject("label")
          .put("show", shown.size() <= MOST_LABELLED)
          .put("formatter", "{@[3]}");
      ArrayNode data = cells.putArray("data");
      for (int y = 0; y < shown.size(); y++) {
        for (int x = 0; x < shown.size(); x++) {
          int count = count(shown.get(y), shown.get(x));
          double share = count == 0 ? 0 : (double) count / size(shown.get(y));
          ObjectNode cell =
              data.addObject()
                  .put(
                      "name",
                      "actual %s, predicted %s: %,d of %,d"
                          .formatted(names.get(y), names.get(x), count, size(shown.get(y))));
          cell.putArray("value")
              .add(x)
              .add(shown.size() - 1 - y)
              .add(Bins.rounded(share))
              .add(count == 0 ? "" : Integer.toString(count));
          cell.putObject("label").put("color", share > DEEP ? "#ffffff" : "@ink");
        }
      }
      return new Chart(
          "confusion",
          "Confusion matrix of the test rows",
          sentence(shown.size()),
          option,
          table(shown));
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
        shown.forEach(predicted -> row.add("%,d".formatted(count(actual, predicted))));
        rows.add(row);
      }
      return new DataTable(header, rows);
    }
  }

  /// Each row's quantity against its prediction.
  ///
  /// @param target its name
  Chart scatter(String target) {
    ObjectNode option =
        Options.option(
            Options.axis("value", "actual " + Options.text(target)).put("scale", true),
            Options.upright("value", "predicted"),
            "item");
    ((ObjectNode) option.get("tooltip")).put("formatter", "{b}");
    // A network that overflows says nothing of a row.
    int[] finite =
        IntStream.range(0, rows())
            .filter(i -> !actual.get(i).isEmpty() && !predicted.get(i).isEmpty())
            .toArray();
    int every = Math.max(1, Math.ceilDiv(finite.length, MOST_POINTS));
    DoubleSummaryStatistics all =
        IntStream.of(finite)
            .mapToObj(i -> Stream.of(actual.get(i), predicted.get(i)))
            .flatMap(row -> row)
            .mapToDouble(Double::parseDouble)
            .summaryStatistics();
    double range = all.getMax() - all.getMin();
    ArrayNode data =
        Options.series(option)
            .addObject()
            .put("type", "scatter")
            .put("symbolSize", 6)
            .putArray("data");
    var rows = new ArrayList<List<String>>();
    for (int j = 0; j < finite.length; j += every) {
      int i = finite[j];
      double x = Double.parseDouble(actual.get(i));
      double y = Double.parseDouble(predicted.get(i));
      data.addObject()
          .put("name", "actual %s, predicted %s".formatted(actual.get(i), predicted.get(i)))
          .putArray("value")
          .add(Bins.rounded(x, range))
          .add(Bins.rounded(y, range));
      rows.add(
          List.of(Integer.toString(i + 1), actual.get(i), predicted.get(i), Scores.number(y - x)));
    }
    ObjectNode diagonal = Options.line(option, "predicted = actual", "@soft", "dashed");
    diagonal.put("showSymbol", false).put("silent", true);
    ArrayNode ends = diagonal.putArray("data");
    if (all.getCount() > 0) {
      ends.addArray().add(all.getMin()).add(all.getMin());
      ends.addArray().add(all.getMax()).add(all.getMax());
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
        option,
        new DataTable(List.of("test row", "actual", "predicted", "error"), rows));
  }
}
