package dev.seedbed.report;

import dev.seedbed.io.StoredJson;
import dev.seedbed.report.ChartData.ActivationSpread;
import dev.seedbed.report.ChartData.LayerHistograms;
import dev.seedbed.report.ChartData.LayerSizes;
import dev.seedbed.report.ChartData.SingularValues;
import dev.seedbed.report.Findings.Figure;
import dev.seedbed.report.WeightCharts.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

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
    return new StartCharts(check.required("layers").valueStream().toList(), Findings.of(check));
  }

  List<Chart> all() {
    int hidden = hidden().size();
    var charts = new ArrayList<Chart>();
    charts.add(sizes());
    if (hidden > 0) {
      charts.add(
          histograms(
              "Activations",
              "a",
              hidden,
              "Figure 6 of Glorot & Bengio 2010. Sound: all layers alike. A peak that narrows from layer to layer is a signal that dies; one at the ends of the range is saturation.",
              Figure.ACTIVATIONS));
    }
    if (hidden > 1) {
      charts.add(spread());
    }
    if (hidden > 0) {
      charts.add(
          histograms(
              "Back-propagated gradients",
              "gradient",
              hidden,
              "Figure 7 of Glorot & Bengio 2010: ∂loss/∂z of single rows, in the hidden layers. Sound: all alike. Peaks that narrow towards the first layer are gradients that vanish, and that widen ones that explode.",
              Figure.GRADIENTS));
    }
    charts.add(
        histograms(
            "Weight gradients",
            "weight_gradient",
            layers.size(),
            "Figure 8 of Glorot & Bengio 2010: ∂loss/∂W. A layer whose line is wider than others' learns faster; the last one, which is nearest to the loss, usually is.",
            Figure.WEIGHT_GRADIENTS));
    charts.add(WeightCharts.chart(weights(), findings.html(Figure.WEIGHTS)));
    charts.add(singularValues());
    return charts;
  }

  private List<Weights> weights() {
    return layers.stream()
        .map(layer -> new Weights(name(layer), layer.required("histograms").required("weights")))
        .toList();
  }

  /// The layers but the last, whose activations are the network's answer.
  private List<JsonNode> hidden() {
    return layers.subList(0, layers.size() - 1);
  }

  private static String name(JsonNode layer) {
    return StoredJson.text(layer.required("name"));
  }

  private List<String> names() {
    return layers.stream().map(StartCharts::name).toList();
  }

  /// What becomes of the signal and the gradient on their way, in one picture.
  private Chart sizes() {
    var rows = new ArrayList<List<String>>();
    for (JsonNode layer : layers) {
      var row = new ArrayList<String>();
      row.add(name(layer));
      row.add(layer.required("fan_in") + " → " + layer.required("fan_out"));
      row.add(StoredJson.text(layer.required("activation")));
      for (String quantity : List.of("z", "a", "gradient")) {
        row.add(ShownNumbers.text(layer.required(quantity).required("sd")));
      }
      for (String field :
          List.of("weight_gradient_sd", "dead", "zeros", "saturated", "duplicates")) {
        row.add(ShownNumbers.text(layer.required(field)));
      }
      GAINS.forEach(gain -> row.add(ShownNumbers.text(layer.path(gain))));
      rows.add(row);
    }
    return new Chart(
        Figure.WHOLE.id(),
        "Signal and gradient from layer to layer",
        "Sound: lines that neither fall nor rise steadily from layer to layer; the first and the last layer may step out of line. What falls steadily vanishes in a deeper network, what rises explodes. A gap is a 0, or a number that is not finite.",
        new LayerSizes(
            names(),
            numbers(layers, layer -> layer.required("z").required("sd")),
            numbers(layers, layer -> layer.required("a").required("sd")),
            numbers(layers, layer -> layer.required("gradient").required("sd")),
            numbers(layers, layer -> layer.required("weight_gradient_sd"))),
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
        Html.join(
            findings.html(Figure.WHOLE),
            hidden().isEmpty() ? findings.html(Figure.ACTIVATIONS) : Html.NONE,
            hidden().isEmpty() ? findings.html(Figure.GRADIENTS) : Html.NONE));
  }

  private static List<Double> numbers(List<JsonNode> layers, Function<JsonNode, JsonNode> ofLayer) {
    return layers.stream()
        .map(layer -> ShownNumbers.rounded(ShownNumbers.value(ofLayer.apply(layer))))
        .toList();
  }

  /// The numbers of some of `count` layers, evenly, the first and the last among them.
  private static List<Integer> some(int count) {
    return count <= MOST_LINES
        ? IntStream.range(0, count).boxed().toList()
        : IntStream.range(0, MOST_LINES)
            .mapToObj(i -> Math.round((float) i * (count - 1) / (MOST_LINES - 1)))
            .toList();
  }

  /// @param count of layers, the first ones, that have the quantity
  private Chart histograms(String title, String field, int count, String sentence, Figure figure) {
    var histograms = new ArrayList<LayerHistograms.Histogram>();
    var rows = new ArrayList<List<String>>();
    for (int l : some(count)) {
      JsonNode layer = layers.get(l);
      Bins bins = Bins.of(layer.required("histograms").required(field));
      histograms.add(new LayerHistograms.Histogram(name(layer), l, bins.rounded()));
      bins.list(name(layer), rows);
    }
    String some =
        histograms.size() < count
            ? " %d of %d layers are shown, at even distances.".formatted(histograms.size(), count)
            : "";
    return new Chart(
        figure.id(),
        title,
        sentence + " Each line is a layer, scaled to its own height." + some,
        new LayerHistograms(title, layers.size(), histograms),
        new DataTable(List.of("layer", "from", "to", "share"), rows),
        findings.html(figure));
  }

  private Chart spread() {
    var rows = new ArrayList<List<String>>();
    for (JsonNode layer : hidden()) {
      var row = new ArrayList<>(List.of(name(layer)));
      List.of("mean", "sd", "p2", "p98")
          .forEach(field -> row.add(ShownNumbers.text(layer.required("a").required(field))));
      rows.add(row);
    }
    return new Chart(
        "start-spread",
        "Spread of activations by layer",
        "Mean, standard deviation and percentiles of each hidden layer's activations. Sound: lines that neither close up nor run to the ends of the range.",
        new ActivationSpread(
            hidden().stream().map(StartCharts::name).toList(),
            numbers(hidden(), layer -> layer.required("a").required("mean")),
            numbers(hidden(), layer -> layer.required("a").required("sd")),
            numbers(hidden(), layer -> layer.required("a").required("p2")),
            numbers(hidden(), layer -> layer.required("a").required("p98"))),
        new DataTable(List.of("layer", "mean", "sd", "2 %", "98 %"), rows));
  }

  private static List<Double> quartiles(JsonNode layer) {
    JsonNode values = layer.required("histograms").required("weight_singular_values");
    return IntStream.range(0, QUARTILES).mapToObj(i -> ShownNumbers.value(values.path(i))).toList();
  }

  private Chart singularValues() {
    var rows = new ArrayList<List<String>>();
    for (JsonNode layer : layers) {
      var row = new ArrayList<>(List.of(name(layer)));
      quartiles(layer).forEach(value -> row.add(ShownNumbers.text(value)));
      row.add(ShownNumbers.text(layer.path("singular_values").path("mean")));
      row.add(ShownNumbers.text(layer.path("singular_values").path("sd")));
      rows.add(row);
    }
    return new Chart(
        Figure.SINGULAR_VALUES.id(),
        "Singular values",
        "Boxes: those of each layer's weights. Points: the mean of those of its Jacobian ∂a/∂x, of all layers but the first. Sound: alike in all layers and near 1; Glorot & Bengio 2010, section 4.2.1, found 0.8 for their initialisation and 0.5 for the one before it, with tanh.",
        new SingularValues(
            names(),
            layers.stream().map(layer -> ShownNumbers.rounded(quartiles(layer))).toList(),
            numbers(layers, layer -> layer.path("singular_values").path("mean"))),
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
