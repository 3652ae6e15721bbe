package dev.seedbed.bench.rules;

import dev.seedbed.bench.starts.Axis;
import dev.seedbed.bench.starts.Panel;
import dev.seedbed.bench.starts.Series;
import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Panels of the kinds that several rules are shown by.
final class Pictures {
  private static final int BINS = 30;

  private Pictures() {}

  /// What is drawn under a name.
  record Named(String name, Shown network) {}

  /// A quantity of each hidden layer, along a logarithmic axis.
  ///
  /// @param title the name of the quantity
  static Panel layers(
      String title, ToDoubleFunction<LayerMeasurement> quantity, List<Named> networks) {
    List<Series> series =
        networks.stream()
            .map(named ->
                Series.layers(
                    named.name(), ofLayers(named.network().measured().hidden(), quantity)))
            .toList();
    return along(title, "hidden layer", series);
  }

  /// The same of all layers, with bounds as dashed lines.
  static Panel allLayers(
      String title,
      ToDoubleFunction<LayerMeasurement> quantity,
      List<Named> networks,
      List<Bound> bounds) {
    var series =
        new ArrayList<>(
            networks.stream()
                .map(named ->
                    Series.layers(
                        named.name(), ofLayers(named.network().measured().layers(), quantity)))
                .toList());
    int layers = series.getFirst().x().length;
    for (Bound bound : bounds) {
      series.add(
          Series.of(
              bound.name(),
              Series.Style.DASHED,
              new double[] {1, layers},
              new double[] {bound.value(), bound.value()}));
    }
    return along(title, "layer", series);
  }

  /// A threshold of a rule.
  record Bound(String name, double value) {}

  /// Series of positive numbers above whole numbers, along a logarithmic axis.
  static Panel along(String title, String x, List<Series> series) {
    return new Panel(title, whole(x, series.getFirst()), Axis.logarithmic("", series), series);
  }

  /// Series above whole numbers.
  static Panel along(String title, String x, Axis y, List<Series> series) {
    return new Panel(title, whole(x, series.getFirst()), y, series);
  }

  private static Axis whole(String label, Series series) {
    double[] x = series.x();
    return Axis.whole(label, x[0], x[x.length - 1]);
  }

  /// How numbers are spread.
  static Panel histogram(String title, Axis x, List<Numbers> numbers) {
    List<Series> series =
        numbers.stream()
            .map(some -> Series.histogram(some.name(), x, BINS, some.values()))
            .toList();
    return new Panel(title, x, Axis.fromZero("", series), series);
  }

  /// What is drawn as a histogram.
  record Numbers(String name, double[] values) {}

  /// A point for each of some numbers, which are counted from 1.
  static Series dots(String name, double[] y) {
    return Series.of(name, Series.Style.DOTS, Series.count(1, y.length), y);
  }

  static double[] ofLayers(
      List<LayerMeasurement> layers, ToDoubleFunction<LayerMeasurement> quantity) {
    return layers.stream().mapToDouble(quantity).toArray();
  }

  static double[] ofHidden(StartMeasurement start, ToDoubleFunction<LayerMeasurement> quantity) {
    return ofLayers(start.hidden(), quantity);
  }

  /// What a logarithmic axis can show: nothing below `least`.
  static double[] atLeast(double least, double[] values) {
    return Arrays.stream(values).map(value -> Math.max(least, value)).toArray();
  }

  static double[] absolute(double[] values) {
    return Arrays.stream(values).map(Math::abs).toArray();
  }

  static double[] first(int count, double[] values) {
    return Arrays.copyOf(values, Math.min(count, values.length));
  }
}
