package dev.seedbed.cli.check;

import dev.seedbed.check.TensorCheck;
import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.cli.terminal.Columns;
import dev.seedbed.cli.terminal.Words;
import dev.seedbed.io.check.CheckResult;
import dev.seedbed.io.file.VisibleText;
import dev.seedbed.io.start.Units;
import dev.seedbed.notation.Names;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// The tables of `seedbed check`, a line a layer or tensor.
final class CheckTables {
  /// A longer table is shown without its middle.
  private static final int MOST_LINES = 60;

  private CheckTables() {}

  /// Prints how the signal goes forward, layer by layer.
  static void forward(PrintWriter out, List<LayerReport> layers) {
    var table = new ArrayList<List<String>>();
    table.add(
        List.of(
            "forward",
            "fans",
            "activation",
            "z mean",
            "z sd",
            "z 2 %",
            "z 98 %",
            "a sd",
            "dead",
            "saturated",
            "gain",
            "predicted"));
    for (LayerReport layer : layers) {
      table.add(
          List.of(
              name(layer.name()),
              layer.fanIn() + " → " + layer.fanOut(),
              name(layer.activation()),
              figures(layer.z().mean()),
              figures(layer.z().deviation()),
              figures(layer.z().low()),
              figures(layer.z().high()),
              figures(layer.a().deviation()),
              percent(layer.dead()),
              percent(layer.saturated()),
              gain(layer.gains(), LayerReport.Gains::forward),
              gain(layer.predictedGains(), LayerReport.Gains::forward)));
    }
    print(out, table);
  }

  /// Prints how the gradient comes back, layer by layer, and what the weights look drawn by.
  static void backward(PrintWriter out, List<LayerReport> layers) {
    var table = new ArrayList<List<String>>();
    table.add(
        List.of(
            "backward",
            "gradient sd",
            "weight gradient sd",
            "gain",
            "predicted",
            "singular values",
            "weight sd",
            "likely drawn by"));
    for (LayerReport layer : layers) {
      table.add(
          List.of(
              name(layer.name()),
              figures(layer.gradient().deviation()),
              figures(layer.weightGradient()),
              gain(layer.gains(), LayerReport.Gains::backward),
              gain(layer.predictedGains(), LayerReport.Gains::backward),
              layer
                  .jacobian()
                  .map(values -> figures(values.mean()) + " ± " + figures(values.deviation()))
                  .orElse(""),
              figures(layer.weightDeviation()),
              likeliest(layer.initialisers())));
    }
    print(out, table);
  }

  private static String gain(
      Optional<LayerReport.Gains> gains, ToDoubleFunction<LayerReport.Gains> way) {
    return gains.map(both -> figures(way.applyAsDouble(both))).orElse("");
  }

  static void tensors(PrintWriter out, List<CheckResult.Tensor> tensors) {
    var table = new ArrayList<List<String>>();
    table.add(List.of("tensor", "shape", "type", "fans", "mean", "sd", "likely drawn by"));
    for (CheckResult.Tensor tensor : tensors) {
      Units units = tensor.units();
      table.add(
          List.of(
              name(units.tensor().name()),
              Arrays.toString(units.tensor().shape()),
              units.tensor().dataType(),
              units.fans().map(f -> Words.fan(f.in()) + ", " + Words.fan(f.out())).orElse(""),
              tensor.check().map(check -> figures(check.mean())).orElse(""),
              tensor.check().map(check -> figures(check.deviation())).orElse(""),
              tensor
                  .check()
                  .map(TensorCheck::initialisers)
                  .map(CheckTables::likeliest)
                  .orElse(tensor.note())));
    }
    print(out, table);
  }

  static void print(PrintWriter out, List<List<String>> table) {
    if (table.size() <= MOST_LINES) {
      Columns.print(out, table);
      return;
    }
    var some = new ArrayList<>(table.subList(0, MOST_LINES / 2));
    var gap = new ArrayList<>(Collections.nCopies(table.getFirst().size(), ""));
    gap.set(0, "…");
    some.add(gap);
    some.addAll(table.subList(table.size() - MOST_LINES / 2, table.size()));
    Columns.print(out, some);
  }

  static String name(String name) {
    return Names.shortened(VisibleText.of(name));
  }

  /// The likeliest scheme, with its share of the likelihood unless that is nearly all.
  private static String likeliest(List<InitializerMatch> matches) {
    if (matches.isEmpty()) {
      return "";
    }
    InitializerMatch match = matches.getFirst();
    return match.probability() > 0.995
        ? match.scheme()
        : "%s (%.0f %%)".formatted(match.scheme(), 100 * match.probability());
  }

  private static String percent(double share) {
    return share == 0 ? "0" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /// Three significant digits.
  static String figures(double x) {
    return x == 0 ? "0" : String.format(Locale.ROOT, "%.3g", x);
  }
}
