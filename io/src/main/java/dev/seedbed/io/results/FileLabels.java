package dev.seedbed.io.results;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.StreamSupport;

/// Short names of files, by what their paths do not have in common.
final class FileLabels {
  private FileLabels() {}

  /// The parts of each path that differ, such as `version_3` of `logs/version_3/metrics.csv`.
  static List<String> of(List<Path> files) {
    List<List<String>> parts =
        files.stream()
            .map(file ->
                StreamSupport.stream(file.normalize().spliterator(), false)
                    .map(Path::toString)
                    .toList())
            .toList();
    int shortest = parts.stream().mapToInt(List::size).min().orElseThrow();
    int first = 0;
    while (first < shortest - 1 && same(parts, first, true)) {
      first++;
    }
    int last = 0;
    while (last < shortest - 1 - first && same(parts, last, false)) {
      last++;
    }
    List<String> labels = new ArrayList<>();
    for (List<String> path : parts) {
      String label = String.join("/", path.subList(first, path.size() - last));
      labels.add(
          last == 0 ? label.replaceAll("(\\.csv|\\.tsv|\\.parquet|\\.txt)?(\\.gz)?$", "") : label);
    }
    // Two files of one name are the same file twice.
    return new HashSet<>(labels).size() == labels.size()
        ? labels
        : files.stream().map(Path::toString).toList();
  }

  private static boolean same(List<List<String>> paths, int place, boolean fromStart) {
    return paths.stream()
            .map(path -> path.get(fromStart ? place : path.size() - 1 - place))
            .distinct()
            .count()
        == 1;
  }
}
