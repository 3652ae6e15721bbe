package dev.seedbed.report;

import dev.seedbed.report.ChartData.ActivationPercentiles;
import dev.seedbed.report.ChartData.MeanActivations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// How the activations of each hidden layer were spread while the best network was trained.
///
/// @param layers the points of each, by its name
record ActivationCharts(Map<String, List<Point>> layers) {
  /// More make a page large, and no picture better.
  private static final int MOST_EPOCHS = 300;

  /// A layer after an epoch; 0 is the start.
  record Point(int epoch, double mean, double sd, double p2, double p98) {}

  static ActivationCharts read(Path file) {
    var layers = new LinkedHashMap<String, List<Point>>();
    CsvTable.read(
        file,
        record ->
            layers
                .computeIfAbsent(record.getField("layer"), _ -> new ArrayList<>())
                .add(
                    new Point(
                        Integer.parseInt(record.getField("epoch")),
                        number(record.getField("mean")),
                        number(record.getField("sd")),
                        number(record.getField("p2")),
                        number(record.getField("p98")))));
    return new ActivationCharts(layers);
  }

  private static double number(String cell) {
    return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
  }

  /// None for a network without hidden layers.
  List<Chart> all() {
    if (layers.isEmpty()) {
      return List.of();
    }
    var means = new ArrayList<MeanActivations.MeanCurve>();
    var percentiles = new ArrayList<ActivationPercentiles.PercentileCurve>();
    layers.forEach((name, all) -> {
      List<Point> points = Curves.thin(all, MOST_EPOCHS);
      List<Integer> epochs = points.stream().map(Point::epoch).toList();
      List<Double> sd = values(points, Point::sd);
      means.add(new MeanActivations.MeanCurve(name, epochs, values(points, Point::mean), sd));
      percentiles.add(
          new ActivationPercentiles.PercentileCurve(name, epochs, values(points, Point::p98), sd));
    });
    return List.of(
        new Chart(
            "training-mean",
            "Mean activation",
            "Figure 2 of Glorot & Bengio 2010: the mean of each hidden layer (solid) and one standard deviation to both sides (dotted), over validation rows. A layer that runs to an end of its range and stays there has stopped learning.",
            new MeanActivations(means),
            table()),
        new Chart(
            "training-percentiles",
            "98th percentile and standard deviation of activations",
            "Figures 3 and 10 of Glorot & Bengio 2010: the 98th percentile (solid) and the standard deviation (dashed) of each hidden layer. One layer after the other that rises to the end of its range is saturation.",
            new ActivationPercentiles(percentiles),
            table()));
  }

  private static List<Double> values(List<Point> points, ToDoubleFunction<Point> of) {
    return points.stream().map(point -> ShownNumbers.rounded(of.applyAsDouble(point))).toList();
  }

  private DataTable table() {
    var rows = new ArrayList<List<String>>();
    layers.forEach((layer, points) ->
        points.forEach(point ->
            rows.add(
                List.of(
                    layer,
                    Integer.toString(point.epoch()),
                    ShownNumbers.text(point.mean()),
                    ShownNumbers.text(point.sd()),
                    ShownNumbers.text(point.p2()),
                    ShownNumbers.text(point.p98())))));
    return new DataTable(List.of("layer", "epoch", "mean", "sd", "2 %", "98 %"), rows);
  }
}
