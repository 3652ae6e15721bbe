package dev.seedbed.bench.check.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.bench.check.Label;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The labels that are checked in.
///
/// @param ofCases rows by the name of the case, by seed
record GraphLabels(Map<String, List<GraphLabelRow>> ofCases) {
  private static final String FILE = "labels.csv";

  /// None if no start was trained yet.
  static GraphLabels load() {
    try (InputStream in = GraphLabels.class.getResourceAsStream(FILE)) {
      if (in == null) {
        return new GraphLabels(Map.of());
      }
      var reader = new BufferedReader(new InputStreamReader(in, UTF_8));
      return new GraphLabels(
          reader
              .lines()
              .skip(1)
              .map(GraphLabelRow::parse)
              .collect(Collectors.groupingBy(GraphLabelRow::name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean has(GraphCase one) {
    return ofCases.containsKey(one.name());
  }

  /// The labels of all starts of a case, by seed: one that was not trained has that of the others,
  /// which agree. None of a dropped one.
  List<Label> of(GraphCase one) {
    List<GraphLabelRow> rows = ofCases.getOrDefault(one.name(), List.of());
    var labels = new ArrayList<Label>();
    if (rows.isEmpty() || rows.getFirst().label() == Label.DROPPED) {
      return labels;
    }
    for (int s = 0; s < GraphLabelling.ALL; s++) {
      labels.add(rows.get(rows.size() < GraphLabelling.ALL ? 0 : s).label());
    }
    return labels;
  }
}
