package dev.seedbed.report;

import dev.seedbed.io.StoredJson;
import dev.seedbed.report.Findings.Figure;
import dev.seedbed.report.WeightCharts.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The figures of a start, layer by layer: those of Glorot & Bengio 2010, and some more.
///
/// @param layers what `check` says of each
record StartCharts(List<JsonNode> layers, Findings findings) {
  /// More lines in one figure cannot be told apart.
  private static final int MOST_LINES = 10;

  /// The least, the quartiles and the greatest.
  private static final int QUARTILES = 5;

  /// Ratios of mean squares, measured and predicted; files of earlier versions lack the latter.
  private static final List<String> GAINS =
      List.of("forward_gain", "predicted_forward_gain", "backward_gain", "predicted_backward_gain");

  static StartCharts of(JsonNode check) {
    return new StartCharts(
        StreamSupport.stream(check.required("layers").spliterator(), false).toList(),
        Findings.of(check));
  }

  List<Chart> all() {
    var charts = new ArrayList<Chart>();
    charts.add(sizes());
    if (hidden().length > 0) {
      charts.add(
          histograms(
              "Activations",
              "a",
              hidden(),
              "Figure 6 of Glorot & Bengio 2010. Sound: all layers alike. A peak that narrows from layer to layer is a signal that dies; one at the ends of the range is saturation.",
              Figure.ACTIVATIONS));
    }
    if (hidden().length > 1) {
      charts.add(spread());
    }
    if (hidden().length > 0) {
      charts.add(
          histograms(
              "Back-propagated gradients",
              "gradient",
              hidden(),
              "Figure 7 of Glorot & Bengio 2010: ∂loss/∂z of single rows, in the hidden layers. Sound: all alike. Peaks that narrow towards the first layer are gradients that vanish, and that widen ones that explode.",
              Figure.GRADIENTS));
    }
    charts.add(
        histograms(
            "Weight gradients",
            "weight_gradient",
            all(layers.size()),
            "Figure 8 of Glorot & Bengio 2010: ∂loss/∂W. A layer whose line is wider than others' learns faster; the last one, which is nearest to the loss, usually is.",
            Figure.WEIGHT_GRADIENTS));
    charts.add(WeightCharts.chart(weights(), findings.html(Figure.WEIGHTS)));
    charts.add(singularValues());
    return charts;
  }

  private List<Weights> weights() {
    return layers.stream()
        .map(layer ->
            new Weights(
                StoredJson.text(layer.required("name")),
                layer.required("histograms").required("weights")))
        .toList();
  }

  private static int[] all(int count) {
    return IntStream.range(0, count).toArray();
  }

  /// The layers but the last, whose activations are the network's answer.
  private int[] hidden() {
    return all(layers.size() - 1);
  }

  private String name(int layer) {
    return Options.text(StoredJson.text(layers.get(layer).required("name")));
  }

  /// What becomes of the signal and the gradient on their way, in one picture.
  private Chart sizes() {
    ObjectNode option =
        Options.option(
            Options.names("", layers.stream().map(StartCharts::name).toList()),
            Options.logarithmic(
                "standard deviation",
                layers.stream()
                    .flatMap(layer -> Size.ALL.stream().map(size -> size.of(layer)))
                    .filter(JsonNode::isNumber)
                    .mapToDouble(JsonNode::doubleValue)
                    .filter(value -> value > 0)
                    .summaryStatistics()),
            "axis");
    Options.legend(option);
    var rows = new ArrayList<List<String>>();
    for (JsonNode layer : layers) {
      var row = new ArrayList<String>();
      row.add(StoredJson.text(layer.required("name")));
      row.add(layer.required("fan_in") + " → " + layer.required("fan_out"));
      row.add(StoredJson.text(layer.required("activation")));
      for (Size size : Size.ALL) {
        row.add(Scores.number(size.of(layer)));
      }
      for (String share : List.of("dead", "zeros", "saturated", "duplicates")) {
        row.add(Scores.number(layer.required(share)));
      }
      GAINS.forEach(gain -> row.add(Scores.number(layer.path(gain))));
      rows.add(row);
    }
    for (Size size : Size.ALL) {
      ArrayNode data =
          Options.line(option, size.title(), Options.colour(size.colour()), "solid")
              .putArray("data");
      for (JsonNode layer : layers) {
        JsonNode value = size.of(layer);
        // A logarithm of 0 there is not.
        add(
            data,
            value.isNumber() && value.doubleValue() > 0
                ? Options.at(option, value.doubleValue())
                : Double.NaN);
      }
    }
    return new Chart(
        Figure.WHOLE.id(),
        "Signal and gradient from layer to layer",
        "Sound: lines that neither fall nor rise steadily from layer to layer; the first and the last layer may step out of line. What falls steadily vanishes in a deeper network, what rises explodes. A gap is a 0, or a number that is not finite.",
        option,
        new DataTable(
            List.of(
                "layer",
                "fans",
                "activation",
                "z sd",
                "a sd",
                "gradient sd",
                "weight gradient sd",
                "dead",
                "zeros",
                "saturated",
                "duplicates",
                "gain forward",
                "predicted",
                "gain backward",
                "predicted"),
            rows),
        findings.html(Figure.WHOLE)
            + (hidden().length == 0
                ? findings.html(Figure.ACTIVATIONS) + findings.html(Figure.GRADIENTS)
                : ""));
  }

  /// What has a size in each layer.
  private record Size(String title, int colour, String field) {
    static final List<Size> ALL =
        List.of(
            new Size("pre-activations z", 0, "z"),
            new Size("activations a", 1, "a"),
            new Size("gradient ∂loss/∂z", 2, "gradient"),
            new Size("weight gradient ∂loss/∂W", 3, "weight_gradient_sd"));

    JsonNode of(JsonNode layer) {
      JsonNode value = layer.required(field);
      return value.isObject() ? value.required("sd") : value;
    }
  }

  private static String name(JsonNode layer) {
    return Options.text(StoredJson.text(layer.required("name")));
  }

  /// At most so many of some layers, evenly, the first and the last among them.
  private static int[] some(int[] shown) {
    return shown.length <= MOST_LINES
        ? shown
        : IntStream.range(0, MOST_LINES)
            .map(i -> shown[Math.round((float) i * (shown.length - 1) / (MOST_LINES - 1))])
            .toArray();
  }

  private Chart histograms(
      String title, String field, int[] candidates, String sentence, Figure figure) {
    int[] shown = some(candidates);
    ObjectNode option =
        Options.option(
            Options.axis("value", title.toLowerCase(Locale.ROOT)).put("scale", true),
            Options.upright("value", "share, highest bin = 1").put("min", 0).put("max", 1),
            "axis");
    Options.legend(option);
    var rows = new ArrayList<List<String>>();
    for (int l : shown) {
      JsonNode histogram = layers.get(l).required("histograms").required(field);
      ObjectNode line =
          Options.line(option, name(l), Options.layerColour(l, layers.size()), "solid");
      line.put("showSymbol", false);
      Bins bins = Bins.of(histogram);
      bins.draw(line.putArray("data"), bins.shares(), bins.highest());
      bins.list(name(l), rows);
    }
    String some =
        shown.length < candidates.length
            ? " %d of %d layers are shown, at even distances."
                .formatted(shown.length, candidates.length)
            : "";
    return new Chart(
        figure.id(),
        title,
        sentence + " Each line is a layer, scaled to its own height." + some,
        option,
        new DataTable(List.of("layer", "from", "to", "share"), rows),
        findings.html(figure));
  }

  private Chart spread() {
    int[] shown = hidden();
    ObjectNode option =
        Options.option(
            Options.names("", IntStream.of(shown).mapToObj(this::name).toList()),
            Options.upright("value", "activation"),
            "axis");
    Options.legend(option);
    var rows = new ArrayList<List<String>>();
    for (int l : shown) {
      JsonNode a = layers.get(l).required("a");
      var row = new ArrayList<>(List.of(name(l)));
      List.of("mean", "sd", "p2", "p98")
          .forEach(field -> row.add(Scores.number(a.required(field))));
      rows.add(row);
    }
    spread(option, shown, "mean", "solid", 0, a -> number(a, "mean"));
    spread(option, shown, "mean + sd", "dashed", 0, a -> number(a, "mean") + number(a, "sd"));
    spread(option, shown, "mean − sd", "dashed", 0, a -> number(a, "mean") - number(a, "sd"));
    spread(option, shown, "98th percentile", "dotted", 1, a -> number(a, "p98"));
    spread(option, shown, "2nd percentile", "dotted", 1, a -> number(a, "p2"));
    return new Chart(
        "start-spread",
        "Spread of activations by layer",
        "Mean, standard deviation and percentiles of each hidden layer's activations. Sound: lines that neither close up nor run to the ends of the range.",
        option,
        new DataTable(List.of("layer", "mean", "sd", "2 %", "98 %"), rows));
  }

  private void spread(
      ObjectNode option,
      int[] shown,
      String name,
      String type,
      int colour,
      ToDoubleFunction<JsonNode> of) {
    ArrayNode data = Options.line(option, name, Options.colour(colour), type).putArray("data");
    for (int l : shown) {
      add(data, of.applyAsDouble(layers.get(l).required("a")));
    }
  }

  private static double number(JsonNode spread, String field) {
    JsonNode value = spread.required(field);
    return value.isNumber() ? value.doubleValue() : Double.NaN;
  }

  /// Adds a number, or a gap.
  private static void add(ArrayNode data, double value) {
    if (Double.isFinite(value)) {
      data.add(Bins.rounded(value));
    } else {
      data.add("-");
    }
  }

  private Chart singularValues() {
    ObjectNode option =
        Options.option(
            Options.names("", layers.stream().map(StartCharts::name).toList()),
            Options.upright("value", "singular value").put("min", 0),
            "item");
    Options.legend(option);
    ObjectNode boxes =
        Options.series(option).addObject().put("type", "boxplot").put("name", "weights: quartiles");
    boxes.putObject("itemStyle").put("color", "transparent").put("borderColor", Options.colour(0));
    ArrayNode quartiles = boxes.putArray("data");
    ArrayNode means =
        Options.series(option)
            .addObject()
            .put("type", "scatter")
            .put("name", "Jacobian of the layer: mean")
            .put("symbolSize", 12)
            .putArray("data");
    var rows = new ArrayList<List<String>>();
    for (JsonNode layer : layers) {
      var row = new ArrayList<>(List.of(StoredJson.text(layer.required("name"))));
      ArrayNode box = quartiles.addArray();
      JsonNode values = layer.required("histograms").required("weight_singular_values");
      for (int i = 0; i < QUARTILES; i++) {
        add(box, values.path(i).asDouble(Double.NaN));
        row.add(Scores.number(values.path(i)));
      }
      JsonNode jacobian = layer.path("singular_values");
      add(means, jacobian.path("mean").asDouble(Double.NaN));
      row.add(Scores.number(jacobian.path("mean")));
      row.add(Scores.number(jacobian.path("sd")));
      rows.add(row);
    }
    return new Chart(
        Figure.SINGULAR_VALUES.id(),
        "Singular values",
        "Boxes: those of each layer's weights. Points: the mean of those of its Jacobian ∂a/∂x, of all layers but the first. Sound: alike in all layers and near 1; Glorot & Bengio 2010, section 4.2.1, found 0.8 for their initialisation and 0.5 for the one before it, with tanh.",
        option,
        new DataTable(
            List.of(
                "layer",
                "least",
                "25 %",
                "median",
                "75 %",
                "greatest",
                "Jacobian mean",
                "Jacobian sd"),
            rows),
        findings.html(Figure.SINGULAR_VALUES));
  }
}
