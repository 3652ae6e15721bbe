package dev.seedbed.io.graph;

import dev.seedbed.graph.Graph;
import dev.seedbed.graph.Node;
import dev.seedbed.graph.Node.Along;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads what a `Scan` walks along.
final class ScanAttributes {
  private ScanAttributes() {}

  /// Reads a scan, which since opset 9 has its form of today.
  ///
  /// @throws IllegalArgumentException if the attributes are none that it has
  static Node.Scan read(OnnxAttributes given, Graph body) {
    int scanned = count(given, body);
    int states = body.inputs().size() - scanned;
    return new Node.Scan(
        body,
        along(given, "scan_input_axes", "scan_input_directions", scanned),
        along(
            given,
            "scan_output_axes",
            "scan_output_directions",
            Math.max(0, body.outputs().size() - states)));
  }

  /// Reads a scan of opset 8, which walks along the second axis of each row: a scan of rows, whose
  /// body is a scan of today.
  ///
  /// @throws IllegalArgumentException if the attributes are none that it has
  static Node.Scan ofRows(OnnxAttributes given, Graph body, String title) {
    int scanned = count(given, body);
    int states = body.inputs().size() - scanned;
    var row =
        new Node.Scan(
            body,
            along(given, "", "directions", scanned),
            along(given, "", "", Math.max(0, body.outputs().size() - states)));
    var inputs = new ArrayList<Graph.Input>();
    for (Graph.Input input : body.inputs()) {
      inputs.add(new Graph.Input(title + "/" + input.name(), input.type(), List.of(), false));
    }
    List<String> outputs = body.outputs().stream().map(name -> title + "/" + name).toList();
    var scan = new Node(title, row, inputs.stream().map(Graph.Input::name).toList(), outputs);
    var rows = new Graph(inputs, Map.of(), Set.of(), List.of(scan), outputs);
    var none = new OnnxAttributes(Map.of(), "");
    return new Node.Scan(
        rows, along(none, "", "", inputs.size()), along(none, "", "", outputs.size()));
  }

  private static int count(OnnxAttributes given, Graph body) {
    long scanned = given.integer("num_scan_inputs", 0);
    if (scanned < 1 || scanned > body.inputs().size()) {
      throw new IllegalArgumentException(
          "num_scan_inputs must be from 1 to %d: %d".formatted(body.inputs().size(), scanned));
    }
    return (int) scanned;
  }

  private static List<Along> along(
      OnnxAttributes given, String axesName, String directionsName, int count) {
    List<Integer> axes = given.axes(axesName);
    List<Long> directions = given.integers(directionsName);
    if (axes.size() > count || directions.size() > count) {
      throw new IllegalArgumentException(
          "a scan must have an axis and a direction for each of %d values: %d axes, %d directions"
              .formatted(count, axes.size(), directions.size()));
    }
    var along = new ArrayList<Along>();
    for (int i = 0; i < count; i++) {
      along.add(
          new Along(
              i < axes.size() ? axes.get(i) : 0, i < directions.size() && directions.get(i) != 0));
    }
    return along;
  }
}
