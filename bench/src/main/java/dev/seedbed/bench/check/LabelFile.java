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

/// A file of labels as it is being written: a line a start, which begins with the name of its case
/// in quotes. Safe for several threads.
public final class LabelFile {
  private final Path path;
  private final String header;

  /// The names of all cases, in the order of the file.
  private final List<String> order;

  private final Map<String, List<String>> ofCases;

  private LabelFile(
      Path path, String header, List<String> order, Map<String, List<String>> ofCases) {
    this.path = path;
    this.header = header;
    this.order = order;
    this.ofCases = ofCases;
  }

  /// Where the labels of a package are checked in, with those that are there.
  ///
  /// @param beside a class of that package
  /// @param order the names of all cases
  public static LabelFile open(Class<?> beside, String header, List<String> order)
      throws IOException {
    Path path =
        Path.of(System.getProperty("seedbed.home", "."))
            .resolve("bench/src/main/resources")
            .resolve(beside.getPackageName().replace('.', '/'))
            .resolve(Labels.FILE);
    Files.createDirectories(path.getParent());
    if (!Files.exists(path)) {
      return new LabelFile(path, header, order, new HashMap<>());
    }
    return new LabelFile(
        path,
        header,
        order,
        Files.readAllLines(path).stream()
            .skip(1)
            .collect(Collectors.groupingBy(LabelFile::name, HashMap::new, Collectors.toList())));
  }

  /// The name that a line begins with. Names hold no quotes.
  public static String name(String line) {
    return line.substring(1, line.indexOf('"', 1));
  }

  public synchronized boolean has(String name) {
    return ofCases.containsKey(name);
  }

  /// Adds the lines of a case and writes the file anew.
  public synchronized void add(String name, List<String> lines) {
    ofCases.put(name, lines);
    List<String> all =
        Stream.concat(
                Stream.of(header),
                order.stream().flatMap(each -> ofCases.getOrDefault(each, List.of()).stream()))
            .toList();
    try {
      Files.write(path, all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
