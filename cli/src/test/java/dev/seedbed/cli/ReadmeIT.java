package dev.seedbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README shows works as it stands there: commands and Java.
class ReadmeIT {
  private static final String README = "README.md";

  /// The output that it shows is what the command prints, but for the time it took, the number of
  /// threads and the left-out ranks.
  @Test
  void commandsAndJava_work(@TempDir Path folder) throws IOException, InterruptedException {
    Pages pages = Pages.run(folder, List.of(README));
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
        .containsPattern("seed [0-7]: Classification\\[loss=0\\.");
  }
}
