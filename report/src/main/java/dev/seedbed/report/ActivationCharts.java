package dev.seedbed.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

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
    return layers.isEmpty()
        ? List.of()
        : List.of(
            chart(
                "training-mean",
                "Mean activation",
                "Figure 2 of Glorot & Bengio 2010: the mean of each hidden layer (solid) and one standard deviation to both sides (dotted), over validation rows. A layer that runs to an end of its range and stays there has stopped learning.",
                List.of(
                    new Line("", "solid", Point::mean),
                    new Line(" + sd", "dotted", point -> point.mean() + point.sd()),
                    new Line(" − sd", "dotted", point -> point.mean() - point.sd()))),
            chart(
                "training-percentiles",
                "98th percentile and standard deviation of activations",
                "Figures 3 and 10 of Glorot & Bengio 2010: the 98th percentile (solid) and the standard deviation (dashed) of each hidden layer. One layer after the other that rises to the end of its range is saturation.",
                List.of(new Line("", "solid", Point::p98), new Line(": sd", "dashed", Point::sd))));
  }

  /// One line a layer.
  private record Line(String suffix, String type, ToDoubleFunction<Point> of) {}

  private Chart chart(String id, String title, String sentence, List<Line> lines) {
    ObjectNode option =
        Options.option(
            Options.axis("value", "epoch").put("minInterval", 1),
            Options.upright("value", "activation"),
            "axis");
    Options.legend(option);
    int number = 0;
    for (Map.Entry<String, List<Point>> layer : layers.entrySet()) {
      String colour = Options.layerColour(number++, layers.size());
      List<Point> points = layer.getValue();
      int every = Math.ceilDiv(points.size(), MOST_EPOCHS);
      for (Line line : lines) {
        ArrayNode data =
            Options.line(option, Options.text(layer.getKey()) + line.suffix(), colour, line.type())
                .put("showSymbol", false)
                .putArray("data");
        for (int i = 0; i < points.size(); i++) {
          double value = line.of().applyAsDouble(points.get(i));
          if ((i % every == 0 || i == points.size() - 1) && Double.isFinite(value)) {
            data.addArray().add(points.get(i).epoch()).add(Bins.rounded(value));
          }
        }
      }
    }
    return new Chart(id, title, sentence, option, table());
  }

  private DataTable table() {
    var rows = new ArrayList<List<String>>();
    layers.forEach((layer, points) ->
        points.forEach(point ->
            rows.add(
                List.of(
                    layer,
                    Integer.toString(point.epoch()),
                    Scores.number(point.mean()),
                    Scores.number(point.sd()),
                    Scores.number(point.p2()),
                    Scores.number(point.p98())))));
    return new DataTable(List.of("layer", "epoch", "mean", "sd", "2 %", "98 %"), rows);
  }
}
