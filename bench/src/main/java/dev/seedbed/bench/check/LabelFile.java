package dev.seedbed.bench.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The file of labels as it is being written. Safe for several threads.
final class LabelFile {
  private final Path path;
  private final Map<String, List<LabelRow>> ofCases;

  private LabelFile(Path path, Map<String, List<LabelRow>> ofCases) {
    this.path = path;
    this.ofCases = ofCases;
  }

  /// Where labels are checked in, with those that are there.
  static LabelFile open() throws IOException {
    Path path =
        Path.of(System.getProperty("seedbed.home", "."))
            .resolve("bench/src/main/resources/dev/seedbed/bench/check/" + Labels.FILE);
    Files.createDirectories(path.getParent());
    if (!Files.exists(path)) {
      return new LabelFile(path, new HashMap<>());
    }
    return new LabelFile(
        path,
        Files.readAllLines(path).stream()
            .skip(1)
            .map(LabelRow::parse)
            .collect(Collectors.groupingBy(LabelRow::name, HashMap::new, Collectors.toList())));
  }

  synchronized boolean has(StartCase one) {
    return ofCases.containsKey(one.name());
  }

  /// Adds the labels of a case and writes the file anew, in the order of [Cases#all()].
  synchronized void add(StartCase one, List<LabelRow> rows) {
    ofCases.put(one.name(), rows);
    List<String> lines =
        Stream.concat(
                Stream.of(LabelRow.HEADER),
                Cases.all().stream()
                    .flatMap(each -> ofCases.getOrDefault(each.name(), List.of()).stream())
                    .map(LabelRow::line))
            .toList();
    try {
      Files.write(path, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
