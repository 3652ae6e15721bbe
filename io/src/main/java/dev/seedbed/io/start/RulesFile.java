package dev.seedbed.io.start;

import dev.seedbed.data.InputException;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.file.InputFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A text file of rules: GLOB=SCHEME, one a line. Empty lines, and what stands behind a # at the
/// beginning of a line, say nothing.
public final class RulesFile {
  private static final long LARGEST = 1 << 20;

  private RulesFile() {}

  /// Reads its rules.
  ///
  /// @param rule reads one
  /// @throws InputException if the file cannot be read, or one of its lines is no rule
  public static List<DrawRule> read(Path file, Function<String, DrawRule> rule) {
    List<String> lines = InputFiles.read(file, RulesFile::lines);
    var rules = new ArrayList<DrawRule>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        try {
          rules.add(rule.apply(line));
        } catch (InputException | IllegalArgumentException e) {
          throw new InputException("%s:%d: %s".formatted(file, i + 1, e.getMessage()));
        }
      }
    }
    return rules;
  }

  private static List<String> lines(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new MalformedModelException("a file of rules has at most %d bytes".formatted(LARGEST));
    }
    return Files.readAllLines(file);
  }
}
