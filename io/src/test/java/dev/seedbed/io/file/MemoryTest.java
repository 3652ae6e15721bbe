package dev.seedbed.io.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.io.NotEnoughMemoryException;
import org.junit.jupiter.api.Test;

class MemoryTest {

  @Test
  void require_moreThanTheJvmMayTake_saysWhatThereIsAndWhatToDo() {
    assertThatThrownBy(() -> Memory.require("a tower", 40L << 40, "build lower"))
        .isInstanceOf(NotEnoughMemoryException.class)
        .message()
        .matches(
            "a tower needs at least 40960\\.0 GB of memory, and the JVM may take [0-9.]+ [MG]B: build lower, or give it more with JDK_JAVA_OPTIONS=-Xmx61441g");
    assertThatCode(() -> Memory.require("a hut", 1 << 20, "")).doesNotThrowAnyException();
  }

  @Test
  void requireFile_ofTwoGigabytes_refused() {
    assertThatThrownBy(() -> Memory.requireFile("a tower", 3L << 30))
        .isInstanceOf(NotEnoughMemoryException.class)
        .hasMessage(
            "a tower takes 3.0 GB in a file, and Seedbed writes files of less than 2 GB only: use narrower or fewer layers");
    assertThatCode(() -> Memory.requireFile("a hut", 1 << 20)).doesNotThrowAnyException();
  }

  @Test
  void exhausted_saysHowToHaveMore() {
    assertThat(Memory.exhausted())
        .message()
        .matches(
            "not enough memory: the JVM may take .*, or give it more with JDK_JAVA_OPTIONS=-Xmx\\d+g");
  }
}
