package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README shows works as it stands there: its commands and its Java.
class ReadmeIT {
  private static final Integer[] FINE = {0};
  private static final Integer[] VERDICTS = {0, CheckCommand.WARNINGS, CheckCommand.ERRORS};

  @TempDir private Path folder = Path.of("");
  private String readme = "";

  @BeforeEach
  void linkRepository() throws IOException {
    readme = Files.readString(Path.of("README.md"));
    for (String name : List.of("seedbed", "examples")) {
      Files.createSymbolicLink(folder.resolve(name), Path.of(name).toAbsolutePath());
    }
  }

  private List<String> blocks(String language) {
    return blocks(readme, language);
  }

  private static List<String> blocks(String text, String language) {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(text)
        .results()
        .map(block -> block.group(1))
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
    // A check that finds something says so by its exit code.
    Integer[] good = command.getLast().startsWith("./seedbed check ") ? VERDICTS : FINE;
    assertThat(process.exitValue()).as("%s%n%s", command, text).isIn((Object[]) good);
    return text;
  }

  @Test
  void commands_run() throws IOException, InterruptedException {
    // The commands of docs/seeds.md go on with what the README's have left.
    String seeds = Files.readString(Path.of("docs/seeds.md"));
    List<String> commands =
        Stream.concat(blocks("sh").stream(), blocks(seeds, "sh").stream())
            .flatMap(String::lines)
            .filter(line -> line.startsWith("./seedbed"))
            .toList();
    assertThat(commands).hasSizeGreaterThan(4).anyMatch(line -> line.contains(" resume "));
    for (String command : commands) {
      run(List.of("bash", "-c", command));
    }
  }

  /// The output that the README shows is what the command prints, but for the time it took, the
  /// number of threads and the left-out ranks.
  @Test
  void shownOutput_isTheRealOne() throws IOException, InterruptedException {
    String output = run(List.of("bash", "-c", blocks("sh").getFirst().strip()));
    List<String> shown =
        blocks("text")
            .getFirst()
            .lines()
            .filter(line -> !line.matches("took.*|.*threads|.*…"))
            .toList();
    assertThat(shown).hasSizeGreaterThan(8);
    assertThat(output.lines()).containsAll(shown);
  }

  @Test
  void shownTableOfInit_isTheRealOne() throws IOException, InterruptedException {
    List<String> commands =
        blocks("sh").stream()
            .flatMap(String::lines)
            .filter(line -> line.startsWith("./seedbed init"))
            .toList();
    run(List.of("bash", "-c", commands.get(0)));
    String output = run(List.of("bash", "-c", commands.get(1)));
    assertThat(output.lines()).containsAll(blocks("text").get(1).lines().toList());
  }

  @Test
  void shownCheck_isTheRealOne() throws IOException, InterruptedException {
    String command =
        blocks("sh").stream()
            .flatMap(String::lines)
            .filter(line -> line.startsWith("./seedbed check"))
            .findFirst()
            .orElseThrow();
    List<String> shown =
        blocks("text").get(2).lines().filter(line -> !line.strip().equals("…")).toList();
    assertThat(run(List.of("bash", "-c", command)).lines()).containsAll(shown);
  }

  /// Compiles and runs one of the README's blocks of Java.
  private String runJava(String block) throws IOException, InterruptedException {
    String imports =
        """
        import dev.seedbed.check.*;
        import dev.seedbed.data.*;
        import dev.seedbed.init.*;
        import dev.seedbed.io.model.*;
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

  @Test
  void javaExampleOfCheck_compilesAndRuns() throws IOException, InterruptedException {
    assertThat(runJava(blocks("java").getFirst())).contains("ERRORS", "SADDLE: ");
  }

  @Test
  void javaExample_compilesAndRuns() throws IOException, InterruptedException {
    String output = runJava(blocks("java").getLast());
    assertThat(output).containsPattern("seed [0-7]: Classification\\[loss=0\\.");
    assertThat(folder.resolve("digits.onnx")).exists();
  }
}
