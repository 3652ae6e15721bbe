package dev.seedbed.bench.verify;

import dev.seedbed.cli.terminal.Lines;
import dev.seedbed.cli.terminal.OutputStyle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A start that went wrong, and the same as it was meant.
///
/// @param faulty writes the file, and any other that it is compared with
/// @param right likewise, as it was meant
/// @param meant options of `seedbed verify`; other files in [#FOLDER]
/// @param named what must be named, and nothing else
record FamousStart(
    Story story, Recreation faulty, Recreation right, List<String> meant, List<NamedFault> named) {
  static final String FOLDER = "examples/verify/";

  private static final int COLUMNS = 100;
  private static final int LABEL = 10;

  FamousStart {
    meant = List.copyOf(meant);
    named = List.copyOf(named);
  }

  /// What is told of it.
  ///
  /// @param id of its files
  /// @param source the project, and the number of the issue or of the change
  /// @param wrong what was wrong
  record Story(String id, String title, String source, String wrong) {}

  /// Writes the files of a start.
  @FunctionalInterface
  interface Recreation {
    /// Writes all files.
    ///
    /// Writes the start, and what it is compared with.
    ///
    /// @param folder to write to
    /// @param file of the start, in that folder
    void write(Path folder, Path file) throws IOException;
  }

  /// The finding that must come.
  ///
  /// @param fault as `verify --json` names it
  /// @param kind of the explanation; empty if there is none
  record NamedFault(String tensor, String fault, String kind) {
    static NamedFault of(String tensor, String fault, String kind) {
      return new NamedFault(tensor, fault, kind);
    }

    private static NamedFault of(JsonNode finding) {
      return new NamedFault(
          finding.get("tensor").stringValue(),
          finding.get("fault").stringValue(),
          finding.path("instead").path("kind").stringValue(""));
    }
  }

  /// A start that was drawn by other rules than were meant.
  ///
  /// @param drawn options of `seedbed init`
  static FamousStart drawn(
      Story story, StartFile file, List<String> meant, List<String> drawn, NamedFault... named) {
    return new FamousStart(
        story,
        (_, path) -> file.write(path, drawn),
        (_, path) -> file.write(path, meant),
        meant,
        List.of(named));
  }

  /// A start that was drawn as it was meant, and spoilt after.
  static FamousStart spoilt(
      Story story, StartFile file, List<String> meant, Spoiling spoiling, NamedFault... named) {
    return new FamousStart(
        story,
        (_, path) -> {
          file.write(path, meant);
          spoiling.spoil(path);
        },
        (_, path) -> file.write(path, meant),
        meant,
        List.of(named));
  }

  /// Spoils a file.
  @FunctionalInterface
  interface Spoiling {
    void spoil(Path file) throws IOException;
  }

  /// Rules, as options.
  static List<String> rules(String... rules) {
    return Stream.of(rules).flatMap(rule -> Stream.of("--rule", rule)).toList();
  }

  /// As people type it.
  String command() {
    return Stream.concat(Stream.of("./seedbed verify", FOLDER + file()), meant.stream())
        .map(word -> word.matches("[\\w ./,=-]+") ? word : "'" + word + "'")
        .reduce((first, second) -> first + " " + second)
        .orElseThrow();
  }

  String file() {
    return story.id() + ".safetensors";
  }

  /// Writes the faulty start to `folder`, looks whether all is named, and the twin in a folder of
  /// its own.
  ///
  /// @return what is printed of the faulty one
  /// @throws IllegalStateException if not all is named rightly
  String examined(Path folder) throws IOException {
    Files.createDirectories(folder);
    faulty.write(folder, folder.resolve(file()));
    List<NamedFault> found = findings(folder);
    if (!found.equals(named)) {
      throw new IllegalStateException("%s: %s in place of %s".formatted(story.id(), found, named));
    }
    Path twin = Files.createTempDirectory("right");
    try {
      right.write(twin, twin.resolve(file()));
      if (!findings(twin).isEmpty()) {
        throw new IllegalStateException(
            "%s: a false alarm: %s".formatted(story.id(), verify(twin, List.of()).out()));
      }
    } finally {
      try (Stream<Path> files = Files.list(twin)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(twin);
    }
    return laidOut(verify(folder, List.of()).out().replace(folder + "/", FOLDER));
  }

  /// Breaks lines where they would be broken if the files were in [#FOLDER].
  private static String laidOut(String text) {
    var out = new StringWriter();
    var lines = new Lines(new PrintWriter(out), new OutputStyle(COLUMNS, false));
    for (String line : text.lines().toList()) {
      if (line.isEmpty()) {
        lines.empty();
      } else {
        lines.label(line.substring(0, LABEL).strip(), line.substring(LABEL));
      }
    }
    return out.toString();
  }

  private List<NamedFault> findings(Path folder) {
    String json = verify(folder, List.of("--json")).out();
    return JsonMapper.shared()
        .readTree(json)
        .get("findings")
        .valueStream()
        .map(NamedFault::of)
        .toList();
  }

  private CommandRun verify(Path folder, List<String> more) {
    var command = new ArrayList<>(List.of("verify", folder.resolve(file()).toString()));
    meant.forEach(word -> command.add(word.replace(FOLDER, folder + "/")));
    command.addAll(more);
    CommandRun run = CommandRun.run(command);
    if (!run.errors().isEmpty()) {
      throw new UncheckedIOException(new IOException(run.errors()));
    }
    return run;
  }
}
