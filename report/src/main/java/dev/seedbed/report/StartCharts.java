package dev.seedbed.report;

import dev.seedbed.io.document.CheckDocument;
import dev.seedbed.io.document.HistogramPart;
import dev.seedbed.io.document.LayerRow;
import dev.seedbed.io.document.LayerRow.Histograms;
import dev.seedbed.io.document.LayerRow.SpreadPart;
import dev.seedbed.report.ChartData.ActivationSpread;
import dev.seedbed.report.ChartData.LayerHistograms;
import dev.seedbed.report.ChartData.LayerSizes;
import dev.seedbed.report.ChartData.SingularValues;
import dev.seedbed.report.ChartData.UnitSpreads;
import dev.seedbed.report.Findings.Figure;
import dev.seedbed.report.WeightCharts.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The figures of a start, layer by layer: those of Glorot & Bengio 2010, and some more.
///
/// @param layers what `check` says of each
record StartCharts(List<LayerRow> layers, Findings findings) {
  /// More lines in one figure cannot be told apart.
  private static final int MOST_LINES = 10;

  /// The least, the quartiles and the greatest.
  private static final List<Double> NO_QUARTILES = Collections.nCopies(5, Double.NaN);

  static StartCharts of(CheckDocument check) {
    if (check.layers().isEmpty()) {
      throw new IllegalArgumentException("'layers' must hold at least one layer");
    }
    return new StartCharts(check.layers(), Findings.of(check));
  }

  List<Chart> all() {
    int hidden = hidden().size();
    var charts = new ArrayList<Chart>();
    charts.add(sizes());
    if (hidden > 0) {
      charts.add(
          histograms(
              "Activations",
              Histograms::a,
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
              Histograms::gradient,
              hidden,
              "Figure 7 of Glorot & Bengio 2010: ∂loss/∂z of single rows, in the hidden layers. Sound: all alike. Peaks that narrow towards the first layer are gradients that vanish, and that widen ones that explode.",
              Figure.GRADIENTS));
    }
    charts.add(
        histograms(
            "Weight gradients",
            Histograms::weightGradient,
            layers.size(),
            "Figure 8 of Glorot & Bengio 2010: ∂loss/∂W. A layer whose line is wider than others' learns faster; the last one, which is nearest to the loss, usually is.",
            Figure.WEIGHT_GRADIENTS));
    charts.add(WeightCharts.chart(weights(), findings.html(Figure.WEIGHTS)));
    // They are of dense layers alone.
    if (layers.stream().anyMatch(layer -> !histograms(layer).weightSingularValues().isEmpty())) {
      charts.add(singularValues());
    } else {
      charts.add(units());
    }
    return charts;
  }

  /// Those with faults first, as not all are shown of a large network.
  private List<Weights> weights() {
    return layers.stream()
        .sorted(Comparator.comparingInt(layer -> -findings.severityOf(layer.name())))
        .map(layer -> new Weights(layer.name(), histograms(layer).weights()))
        .toList();
  }

  /// The layers but the last, whose activations are the network's answer.
  private List<LayerRow> hidden() {
    return layers.subList(0, layers.size() - 1);
  }

  private static Histograms histograms(LayerRow layer) {
    return layer
        .histograms()
        .orElseThrow(
            () -> new IllegalArgumentException("'histograms' is missing in layer " + layer.name()));
  }

  private List<String> names() {
    return layers.stream().map(LayerRow::name).toList();
  }

  /// The signal and the gradient from layer to layer, in one chart.
  private Chart sizes() {
    var rows = new ArrayList<List<String>>();
    for (LayerRow layer : layers) {
      var row = new ArrayList<String>();
      row.add(layer.name());
      row.add(layer.fanIn() + " → " + layer.fanOut());
      row.add(layer.activation());
      Stream.of(
              layer.z().sd(),
              layer.a().sd(),
              layer.gradient().sd(),
              layer.weightGradientSd(),
              layer.dead(),
              layer.zeros(),
              layer.saturated(),
              layer.duplicates(),
              layer.forwardGain(),
              layer.predictedForwardGain(),
              layer.backwardGain(),
              layer.predictedBackwardGain())
          .map(ShownNumbers::text)
          .forEach(row::add);
      rows.add(row);
    }
    return new Chart(
        Figure.WHOLE.id(),
        "Signal and gradient from layer to layer",
        "Sound: lines that neither fall nor rise steadily from layer to layer; the first and the last layer may step out of line. What falls steadily vanishes in a deeper network, what rises explodes. A gap is a 0, or a number that is not finite."
            + (layers.stream().allMatch(layer -> layer.trunk().orElse(true))
                ? ""
                : " Lines go along the trunk, the way through the fewest operators with weights; points are on branches."),
        new LayerSizes(
            names(),
            layers.stream().map(layer -> layer.trunk().orElse(true)).toList(),
            numbers(layers, layer -> layer.z().sd()),
            numbers(layers, layer -> layer.a().sd()),
            numbers(layers, layer -> layer.gradient().sd()),
            numbers(layers, LayerRow::weightGradientSd)),
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

  private static List<Double> numbers(
      List<LayerRow> layers, Function<LayerRow, OptionalDouble> ofLayer) {
    return layers.stream().map(ofLayer).map(ShownNumbers::rounded).toList();
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
  private Chart histograms(
      String title,
      Function<Histograms, HistogramPart> quantity,
      int count,
      String sentence,
      Figure figure) {
    var histograms = new ArrayList<LayerHistograms.Histogram>();
    var rows = new ArrayList<List<String>>();
    for (int l : some(count)) {
      LayerRow layer = layers.get(l);
      Bins bins = Bins.of(quantity.apply(histograms(layer)));
      histograms.add(new LayerHistograms.Histogram(layer.name(), l, bins.rounded()));
      bins.list(layer.name(), rows);
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
    for (LayerRow layer : hidden()) {
      var row = new ArrayList<>(List.of(layer.name()));
      SpreadPart a = layer.a();
      Stream.of(a.mean(), a.sd(), a.p2(), a.p98()).map(ShownNumbers::text).forEach(row::add);
      rows.add(row);
    }
    return new Chart(
        "start-spread",
        "Spread of activations by layer",
        "Mean, standard deviation and percentiles of each hidden layer's activations. Sound: lines that neither close up nor run to the ends of the range.",
        new ActivationSpread(
            hidden().stream().map(LayerRow::name).toList(),
            numbers(hidden(), layer -> layer.a().mean()),
            numbers(hidden(), layer -> layer.a().sd()),
            numbers(hidden(), layer -> layer.a().p2()),
            numbers(hidden(), layer -> layer.a().p98())),
        new DataTable(List.of("layer", "mean", "sd", "2 %", "98 %"), rows));
  }

  private static List<Double> quartiles(List<Double> values) {
    return values.size() == NO_QUARTILES.size() ? values : NO_QUARTILES;
  }

  private static List<Double> quartiles(LayerRow layer) {
    return quartiles(histograms(layer).weightSingularValues());
  }

  private Chart units() {
    var rows = new ArrayList<List<String>>();
    var quartiles = new ArrayList<List<Double>>();
    for (LayerRow layer : layers) {
      List<Double> ofLayer = quartiles(histograms(layer).unitSd());
      quartiles.add(ShownNumbers.rounded(ofLayer));
      var row = new ArrayList<>(List.of(layer.name()));
      ofLayer.forEach(value -> row.add(ShownNumbers.text(value)));
      rows.add(row);
    }
    return new Chart(
        "start-units",
        "Channels and units",
        "Standard deviations of z, one a channel or unit, over all rows and places: the least, the quartiles and the greatest. Sound: short boxes. A whisker that reaches far down is a channel that says next to nothing.",
        new UnitSpreads(names(), quartiles),
        new DataTable(List.of("operator", "least", "25 %", "median", "75 %", "greatest"), rows));
  }

  private static OptionalDouble jacobian(
      LayerRow layer, Function<LayerRow.SingularValues, OptionalDouble> number) {
    return layer.singularValues().map(number).orElse(OptionalDouble.empty());
  }

  private Chart singularValues() {
    var rows = new ArrayList<List<String>>();
    for (LayerRow layer : layers) {
      var row = new ArrayList<>(List.of(layer.name()));
      quartiles(layer).forEach(value -> row.add(ShownNumbers.text(value)));
      row.add(ShownNumbers.text(jacobian(layer, LayerRow.SingularValues::mean)));
      row.add(ShownNumbers.text(jacobian(layer, LayerRow.SingularValues::sd)));
      rows.add(row);
    }
    return new Chart(
        Figure.SINGULAR_VALUES.id(),
        "Singular values",
        "Boxes: those of each layer's weights. Points: the mean of those of its Jacobian ∂a/∂x, of all layers but the first. Sound: alike in all layers and near 1; Glorot & Bengio 2010, section 4.2.1, found 0.8 for their initialisation and 0.5 for the one before it, with tanh.",
        new SingularValues(
            names(),
            layers.stream().map(layer -> ShownNumbers.rounded(quartiles(layer))).toList(),
            numbers(layers, layer -> jacobian(layer, LayerRow.SingularValues::mean))),
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
