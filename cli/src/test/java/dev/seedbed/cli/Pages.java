package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.cli.command.CheckCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Runs what pages show, commands and Java, in a folder with the launcher and the examples.
final class Pages {
  private static final Integer[] FINE = {0};
  private static final Integer[] VERDICTS = {0, CheckCommand.WARNINGS, CheckCommand.ERRORS};

  private final Path folder;

  /// What each command printed.
  private final Map<String, String> outputs = new HashMap<>();

  private Pages(Path folder) {
    this.folder = folder;
  }

  /// Makes such a folder.
  ///
  /// @param folder that is empty
  static Pages in(Path folder) throws IOException {
    for (String name : List.of("seedbed", "examples")) {
      Files.createSymbolicLink(folder.resolve(name), Path.of(name).toAbsolutePath());
    }
    return new Pages(folder);
  }

  /// Runs all commands of a page, in their order, but for those that ran before.
  void run(String page) throws IOException, InterruptedException {
    assertThat(commands(page, "./seedbed")).as(page).isNotEmpty();
    for (String command : commands(page, "./seedbed")) {
      if (!outputs.containsKey(command)) {
        outputs.put(command, run(List.of("bash", "-c", command)));
      }
    }
  }

  /// The blocks of a page in a language.
  static List<String> blocks(String page, String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of(page)))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  /// The commands of a page that begin so.
  static List<String> commands(String page, String beginning) throws IOException {
    return blocks(page, "sh").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(beginning))
        .toList();
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    String text = Files.readString(output, UTF_8);
    // Who finds something says so by the exit code.
    Integer[] good =
        command.getLast().matches("(?s)\\./seedbed (check|verify) .*") ? VERDICTS : FINE;
    assertThat(process.exitValue()).as("%s%n%s", command, text).isIn((Object[]) good);
    return text;
  }

  /// What a command has printed.
  String output(String command) {
    return Objects.requireNonNull(outputs.get(command), command);
  }

  /// Compiles and runs a block of Java.
  String runJava(String block) throws IOException, InterruptedException {
    String imports =
        """
        import dev.seedbed.check.*;
        import dev.seedbed.check.result.*;
        import dev.seedbed.data.*;
        import dev.seedbed.init.*;
        import dev.seedbed.io.check.*;
        import dev.seedbed.io.model.*;
        import dev.seedbed.io.start.*;
        import dev.seedbed.io.table.*;
        import dev.seedbed.network.*;
        import dev.seedbed.random.*;
        import dev.seedbed.study.*;
        import dev.seedbed.tensor.*;
        """;
    Files.writeString(
        folder.resolve("Example.java"),
        imports + "void main() throws Exception {\n" + block + "}\n");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return run(List.of(java, "-cp", System.getProperty("java.class.path"), "Example.java"));
  }
}
