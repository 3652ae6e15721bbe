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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What README and docs show works as it stands there: commands and Java.
class ReadmeIT {
  private static final Integer[] FINE = {0};
  private static final Integer[] VERDICTS = {0, CheckCommand.WARNINGS, CheckCommand.ERRORS};

  @TempDir private static Path folder = Path.of("");

  /// What each command of the pages printed.
  private static final Map<String, String> OUTPUTS = new HashMap<>();

  private static void linkRepository() throws IOException {
    for (String name : List.of("seedbed", "examples")) {
      Files.createSymbolicLink(folder.resolve(name), Path.of(name).toAbsolutePath());
    }
  }

  /// The pages with commands; those below go on with what those above leave behind.
  private static final List<String> PAGES =
      List.of("README.md", "docs/train.md", "docs/init.md", "docs/check.md", "docs/seeds.md");

  private static List<String> blocks(String page, String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of(page)))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  /// The commands of a page that begin so.
  private static List<String> commands(String page, String beginning) throws IOException {
    return blocks(page, "sh").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(beginning))
        .toList();
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
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

  /// All of them, in the order of the pages, each once.
  @BeforeAll
  static void runCommands() throws IOException, InterruptedException {
    linkRepository();
    for (String page : PAGES) {
      for (String command : commands(page, "./seedbed")) {
        OUTPUTS.put(command, run(List.of("bash", "-c", command)));
      }
    }
  }

  private static String output(String command) {
    return Objects.requireNonNull(OUTPUTS.get(command), command);
  }

  /// [#runCommands] has run what there is.
  @Test
  void commands_areOnEveryPage() throws IOException {
    for (String page : PAGES) {
      assertThat(commands(page, "./seedbed")).as(page).isNotEmpty();
    }
  }

  /// The output that the README shows is what the command prints, but for the time it took, the
  /// number of threads and the left-out ranks.
  @Test
  void shownOutput_isTheRealOne() throws IOException {
    String output = output(commands("README.md", "./seedbed").getFirst());
    List<String> shown =
        blocks("README.md", "text")
            .getFirst()
            .lines()
            .filter(line -> !line.matches("took.*|.*threads|.*…"))
            .toList();
    assertThat(shown).hasSizeGreaterThan(8);
    assertThat(output.lines()).containsAll(shown);
  }

  @Test
  void shownTableOfInit_isTheRealOne() throws IOException {
    List<String> commands = commands("docs/init.md", "./seedbed init");
    String output = output(commands.get(1));
    List<String> shown = blocks("docs/init.md", "text").getFirst().lines().toList();
    assertThat(output.lines()).containsAll(shown);
  }

  @Test
  void shownCheck_isTheRealOne() throws IOException {
    String command = commands("docs/check.md", "./seedbed check").getFirst();
    List<String> shown =
        blocks("docs/check.md", "text")
            .getFirst()
            .lines()
            .filter(line -> !line.strip().equals("…"))
            .toList();
    assertThat(output(command).lines()).containsAll(shown);
  }

  /// Compiles and runs one of the README's blocks of Java.
  private String runJava(String block) throws IOException, InterruptedException {
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

  @Test
  void javaExamples_compileAndRun() throws IOException, InterruptedException {
    List<String> examples = blocks("docs/java.md", "java");
    assertThat(runJava(examples.get(0))).contains("200704 weights");
    assertThat(runJava(examples.get(1))).contains("ERRORS", "SADDLE: ");
    assertThat(runJava(examples.get(2))).contains("ERRORS: ", "ERRORS -> HEALTHY");
    assertThat(runJava(examples.get(3))).contains("4 tensors");
    assertThat(runJava(examples.get(4))).containsPattern("seed [0-7]: Classification\\[loss=0\\.");
    assertThat(folder.resolve("digits.onnx")).exists();
    assertThat(runJava(blocks("README.md", "java").getFirst()))
        .containsPattern("seed [0-7]: Classification\\[loss=0\\.");
  }
}
