package dev.seedbed.io.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesFileTest {
  @TempDir private Path folder = Path.of("");

  private List<DrawRule> read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("rules"), text);
    return RulesFile.read(
        file,
        line -> {
          throw new IllegalArgumentException("no rule: " + line);
        });
  }

  @Test
  void read_commentsOfAMegabyte_moreRefused() throws IOException {
    String comment = "#".repeat((1 << 20) - 1);
    assertThat(read(comment)).isEmpty();
    assertThat(read(comment + "#")).isEmpty();
    assertThatThrownBy(() -> read(comment + "##"))
        .isInstanceOf(InputException.class)
        .hasMessage(folder.resolve("rules") + ": a file of rules has at most 1048576 bytes");
  }

  @Test
  void read_noRule_saysWhere() {
    assertThatThrownBy(() -> read("# all\r\n\r\n x \n"))
        .isInstanceOf(InputException.class)
        .hasMessage(folder.resolve("rules") + ":3: no rule: x");
  }
}
