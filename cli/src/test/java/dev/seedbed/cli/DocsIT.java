package dev.seedbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the pages of `docs` show works as it stands there: commands and Java. [ReadmeIT] is the
/// smaller one.
@Tag("exhaustive")
class DocsIT {
  @TempDir private static Path folder = Path.of("");

  private static Pages pages;

  /// Those below go on with what those above leave behind.
  @BeforeAll
  static void runCommands() throws IOException, InterruptedException {
    pages =
        Pages.run(
            folder,
            List.of(
                "README.md",
                "docs/train.md",
                "docs/init.md",
                "docs/check.md",
                "docs/seeds.md",
                "docs/tables.md"));
  }

  @Test
  void shownTableOfInit_isTheRealOne() throws IOException {
    String output = pages.output(Pages.commands("docs/init.md", "./seedbed init").get(1));
    List<String> shown = Pages.blocks("docs/init.md", "text").getFirst().lines().toList();
    assertThat(output.lines()).containsAll(shown);
  }

  @Test
  void shownColumns_areTheRealOnes() throws IOException {
    String output = pages.output(Pages.commands("docs/tables.md", "./seedbed inspect").getFirst());
    assertThat(output.lines())
        .containsExactlyElementsOf(
            Pages.blocks("docs/tables.md", "text").getFirst().lines().toList());
    assertThat(output.lines())
        .containsAll(Pages.blocks("README.md", "text").get(1).lines().toList());
  }

  @Test
  void shownCheck_isTheRealOne() throws IOException {
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
  void javaExamples_compileAndRun() throws IOException, InterruptedException {
    List<String> examples = Pages.blocks("docs/java.md", "java");
    assertThat(pages.runJava(examples.get(0))).contains("200704 weights");
    assertThat(pages.runJava(examples.get(1))).contains("ERRORS", "SADDLE: ");
    assertThat(pages.runJava(examples.get(2))).contains("ERRORS: ", "ERRORS -> HEALTHY");
    assertThat(pages.runJava(examples.get(3))).contains("4 tensors");
    assertThat(pages.runJava(examples.get(4)))
        .containsPattern("seed [0-7]: Classification\\[loss=0\\.");
    assertThat(folder.resolve("digits.onnx")).exists();
  }
}
