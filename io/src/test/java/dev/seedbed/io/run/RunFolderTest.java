package dev.seedbed.io.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir private Path parent = Path.of("");

  @Test
  void createNext_takesTheNextFreeNumber() throws IOException {
    Files.createDirectory(parent.resolve("iris-1"));
    try (RunFolder second = RunFolder.createNext(parent, "iris");
        RunFolder third = RunFolder.createNext(parent, "iris")) {
      assertThat(second.path()).isEqualTo(parent.resolve("iris-2"));
      assertThat(third.path()).isEqualTo(parent.resolve("iris-3"));
    }
  }

  @Test
  void create_folderThatHoldsAnything_refused() throws IOException {
    Path used = Files.createDirectory(parent.resolve("used"));
    Files.createFile(used.resolve("thesis.tex"));
    assertThatThrownBy(() -> RunFolder.create(used))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("must be empty");
    assertThatThrownBy(() -> RunFolder.create(used.resolve("thesis.tex")))
        .hasMessageContaining("not a file");
  }
}
