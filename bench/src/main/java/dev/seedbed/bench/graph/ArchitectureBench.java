package dev.seedbed.bench.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Exports torchvision's classification architectures, one after the other, checks each in a
/// process of its own, compares its outputs with ONNX Runtime's, and writes what came of it to
/// `docs/operators.md`. An exported file is deleted before the next one is made.
public final class ArchitectureBench {
  private static final Path HOME = Path.of(System.getProperty("seedbed.home", "."));
  private static final String START = "<!-- architectures -->\n";
  private static final String END = "<!-- end -->";
  private static final String HEAD =
      """
      | architecture | parameters | check s | CPU s | memory MB | warnings | difference |
      |---|---:|---:|---:|---:|---|---|
      """;

  /// The largest heap of a process that checks.
  private static final String HEAP = "-Xmx12g";

  private static final long MOST_MINUTES = 20;

  private ArchitectureBench() {}

  /// Runs architectures.
  ///
  /// @param args a folder for the exported files, and names; all of torchvision's if there are none
  public static void run(List<String> args) throws IOException, InterruptedException {
    if (args.isEmpty()) {
      throw new IllegalArgumentException("name a folder for the exported files");
    }
    Path folder = Path.of(args.getFirst());
    List<String> names = args.subList(1, args.size());
    List<String> wanted = names.isEmpty() ? lines(python("--list")) : names;
    for (String name : wanted) {
      String row = row(folder.resolve(name), name);
      System.out.println(row);
      write(name, row);
    }
  }

  private static String row(Path folder, String name) throws IOException, InterruptedException {
    try {
      List<String> said = lines(python(folder.toString(), name));
      Path file = folder.resolve(name + ".onnx");
      if (!Files.exists(file)) {
        return "| %s | | | | | | not exported: %s |".formatted(name, last(said));
      }
      String cells = last(lines(checking(file)));
      return (cells.contains(" | ") ? "| %s | %s |" : "| %s | | | | | | %s |")
          .formatted(name, cells);
    } finally {
      delete(folder);
    }
  }

  private static List<String> python(String... args) {
    var command = new ArrayList<>(List.of("/usr/bin/python3"));
    command.add(HOME.resolve("bench/src/main/python/architectures.py").toString());
    command.addAll(List.of(args));
    return command;
  }

  private static List<String> checking(Path file) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-modules=jdk.incubator.vector",
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+UseParallelGC",
        HEAP,
        ArchitectureRun.class.getName(),
        file.toString());
  }

  /// What a process prints.
  private static List<String> lines(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("architecture", ".txt");
    try {
      var builder = new ProcessBuilder(command);
      // ONNX Runtime 1.29 crashes in a process whose command line is as long as this.
      builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
        return List.of("not done after %d minutes".formatted(MOST_MINUTES));
      }
      if (process.exitValue() != 0) {
        return List.of("exit code %d".formatted(process.exitValue()));
      }
      return Files.readAllLines(output).stream()
          .filter(line -> !line.isBlank() && !line.contains("incubator"))
          .toList();
    } finally {
      Files.delete(output);
    }
  }

  private static String last(List<String> lines) {
    return lines.isEmpty() ? "no word" : lines.getLast();
  }

  private static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files
            .sorted(Comparator.reverseOrder())
            .forEach(path -> {
              try {
                Files.delete(path);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
      }
    }
  }

  /// Puts a row in its place in the page's table, which is in the order of names.
  private static void write(String name, String row) throws IOException {
    Path page = HOME.resolve("docs/operators.md");
    String text = Files.readString(page);
    int from = text.indexOf(START) + START.length();
    int to = text.indexOf(END, from);
    Map<String, String> rows = new TreeMap<>();
    text.substring(from, to)
        .lines()
        .skip(HEAD.lines().count())
        .forEach(line -> rows.put(line.split(" ", 3)[1], line));
    rows.put(name, row);
    Files.writeString(
        page,
        text.substring(0, from)
            + HEAD
            + String.join("\n", rows.values())
            + "\n"
            + text.substring(to),
        StandardCharsets.UTF_8);
  }
}
