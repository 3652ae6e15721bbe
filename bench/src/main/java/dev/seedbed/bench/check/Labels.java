package dev.seedbed.bench.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The labels that are checked in.
final class Labels {
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

  /// Of a start: its own if it was trained, else that of the case's other starts, which agree.
  Label of(StartCase one, int seed) {
    Map<Integer, Label> labels = ofCases.get(one.name());
    if (labels == null) {
      throw new IllegalStateException("no label, make it with check label: " + one.name());
    }
    return labels.size() < Labelling.ALL ? labels.get(0) : labels.get(seed);
  }

  /// Of most starts of a case.
  Label of(StartCase one) {
    List<Label> labels =
        Stream.iterate(0, s -> s + 1).limit(Labelling.ALL).map(s -> of(one, s)).toList();
    return Stream.of(Label.values())
        .max((a, b) ->
            Long.compare(
                labels.stream().filter(l -> l == a).count(),
                labels.stream().filter(l -> l == b).count()))
        .orElseThrow();
  }
}
