package dev.seedbed.io.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTextTest {
  @Test
  void of_whatSteersATerminal_isShown() {
    assertThat(VisibleText.of("a\033[2J\u202eb\n")).isEqualTo("a<U+001B>[2J<U+202E>b<U+000A>");
  }

  @Test
  void words_longOnes_keepBeginningAndEnd() {
    String word = "begin" + "x".repeat(5_000) + "end";
    assertThat(VisibleText.words("no such file: " + word + " (here)"))
        .matches("no such file: beginx{145}…x{47}end \\(here\\)");
    String short200 = "y".repeat(200);
    assertThat(VisibleText.words(short200)).isEqualTo(short200);
    assertThat(VisibleText.words("$1\\".repeat(100))).hasSize(201);
  }

  @Test
  void message_manyWords_keepsBeginningAndEnd() {
    String message = VisibleText.message("begin" + " word".repeat(5_000) + " end");
    assertThat(message).hasSize(1001).startsWith("begin word").endsWith(" word end");
  }
}
