package dev.seedbed.bench.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// The labels that are checked in.
final class Labels {
  /// The name of the file.
  static final String FILE = "labels.csv";

  private final Map<String, Map<Integer, Label>> ofCases = new HashMap<>();

  Labels(Stream<LabelRow> rows) {
    rows.forEach(row ->
        ofCases.computeIfAbsent(row.name(), _ -> new HashMap<>()).put(row.seed(), row.label()));
  }

  static Labels load() {
    try (InputStream in = Labels.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("no labels yet: make them with seedbed-bench check label");
      }
      var reader = new BufferedReader(new InputStreamReader(in, UTF_8));
      return new Labels(reader.lines().skip(1).map(LabelRow::parse));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean has(StartCase one) {
    return ofCases.containsKey(one.name());
  }

  /// Of a start: its own if it was trained, else that of the case's other starts, which agree.
  Label of(StartCase one, int seed) {
    Map<Integer, Label> labels = ofCases.getOrDefault(one.name(), Map.of());
    Label label = labels.get(labels.size() < Labelling.ALL ? 0 : seed);
    if (label == null) {
      throw new IllegalStateException("no label, make it with check label: " + one.name());
    }
    return label;
  }

  /// Of most starts of a case.
  Label of(StartCase one) {
    var counts = new EnumMap<Label, Integer>(Label.class);
    for (int s = 0; s < Labelling.ALL; s++) {
      counts.merge(of(one, s), 1, Integer::sum);
    }
    return Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
  }
}
