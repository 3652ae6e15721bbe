package dev.seedbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README and the pages of `docs` show works as it stands there: commands and Java.
class DocsIT {
  private static final String README = "README.md";

  @TempDir private static Path folder = Path.of("");

  private static Pages pages;

  @BeforeAll
  static void runReadme() throws IOException, InterruptedException {
    pages = Pages.in(folder);
    pages.run(README);
  }

  /// Those below go on with what those above leave behind.
  private static void runDocs() throws IOException, InterruptedException {
    for (String page : List.of("train", "init", "check", "verify", "seeds", "tables", "luck")) {
      pages.run("docs/" + page + ".md");
    }
  }

  /// The output that it shows is what the command prints, but for the time it took, the number of
  /// threads and the left-out ranks.
  @Test
  void readme_commandsAndJava_work() throws IOException, InterruptedException {
    List<String> shown =
        Pages.blocks(README, "text")
            .getFirst()
            .lines()
            .filter(line -> !line.matches("took.*|.*threads|.*…"))
            .toList();
    assertThat(shown).hasSizeGreaterThan(8);
    assertThat(pages.output(Pages.commands(README, "./seedbed").getFirst()).lines())
        .containsAll(shown);
    assertThat(pages.runJava(Pages.blocks(README, "java").getFirst()))
        .containsPattern("seed [0-7]: accuracy 0\\.9");
  }

  @Test
  @Tag("exhaustive")
  void shownTableOfInit_isTheRealOne() throws IOException, InterruptedException {
    runDocs();
    String output = pages.output(Pages.commands("docs/init.md", "./seedbed init").get(1));
    List<String> shown = Pages.blocks("docs/init.md", "text").getFirst().lines().toList();
    assertThat(output.lines()).containsAll(shown);
  }

  @Test
  @Tag("exhaustive")
  void shownColumns_areTheRealOnes() throws IOException, InterruptedException {
    runDocs();
    String output = pages.output(Pages.commands("docs/tables.md", "./seedbed inspect").getFirst());
    assertThat(output.lines())
        .containsExactlyElementsOf(
            Pages.blocks("docs/tables.md", "text").getFirst().lines().toList());
    assertThat(output.lines())
        .containsAll(Pages.blocks("README.md", "text").get(1).lines().toList());
  }

  @Test
  @Tag("exhaustive")
  void shownLuck_isTheRealOne() throws IOException, InterruptedException {
    runDocs();
    String output = pages.output(Pages.commands("docs/luck.md", "./seedbed luck").getFirst());
    for (String shown : Pages.blocks("docs/luck.md", "text")) {
      assertThat(output).contains(shown);
    }
  }

  /// The first; the famous starts are `FamousStartsTest`'s.
  @Test
  @Tag("exhaustive")
  void shownVerify_isTheRealOne() throws IOException, InterruptedException {
    runDocs();
    assertThat(pages.output(Pages.commands("docs/verify.md", "./seedbed verify").get(1)))
        .contains(Pages.blocks("docs/verify.md", "text").getFirst());
  }

  @Test
  @Tag("exhaustive")
  void shownCheck_isTheRealOne() throws IOException, InterruptedException {
    runDocs();
    List<String> commands = Pages.commands("docs/check.md", "./seedbed check");
    assertShown(pages.output(commands.getFirst()), "saddle network");
    String coordinates =
        commands.stream().filter(it -> it.contains("--coordinates")).findFirst().orElseThrow();
    assertShown(pages.output(coordinates), "slope of change");
  }

  /// The block of the page that has this text, but for what it leaves out, is part of an output.
  private static void assertShown(String output, String text) throws IOException {
    String block =
        Pages.blocks("docs/check.md", "text").stream()
            .filter(it -> it.contains(text))
            .findFirst()
            .orElseThrow();
    assertThat(output.lines())
        .containsAll(block.lines().filter(line -> !line.strip().equals("…")).toList());
  }

  @Test
  @Tag("exhaustive")
  void javaExamples_compileAndRun() throws IOException, InterruptedException {
    runDocs();
    List<String> examples = Pages.blocks("docs/java.md", "java");
    assertThat(pages.runJava(examples.get(0))).contains("200704 weights");
    assertThat(pages.runJava(examples.get(1))).contains("ERRORS", "SADDLE: ");
    assertThat(pages.runJava(examples.get(2))).contains("ERRORS: ", "ERRORS -> HEALTHY");
    assertThat(pages.runJava(examples.get(3))).contains("4 tensors");
    assertThat(pages.runJava(examples.get(4))).containsPattern("seed [0-7]: accuracy 0\\.9");
    assertThat(folder.resolve("digits.onnx")).exists();
  }
}
