package dev.seedbed.io.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.data.InputException;
import dev.seedbed.io.NotEnoughMemoryException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class JournalTest {
  @TempDir private Path folder = Path.of("");

  private Path file() {
    return folder.resolve("journal.jsonl");
  }

  private static ObjectNode event(int trial, double loss) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("event", "trial_done")
        .put("trial", trial)
        .put("loss", loss);
  }

  @Test
  void append_oneLineAnEvent() throws IOException {
    try (var journal = new Journal(file())) {
      journal.append(event(0, 0.5));
      journal.append(event(1, 0.25));
      assertThat(file()).hasContent(event(0, 0.5) + "\n" + event(1, 0.25) + "\n");
    }
  }

  @Test
  void append_whatWasToldBefore_isNotWrittenTwice() throws IOException {
    try (var journal = new Journal(file())) {
      journal.append(event(0, 0.5));
    }
    try (var journal = new Journal(file())) {
      journal.append(event(1, 0.25));
      journal.append(event(0, 0.5));
    }
    assertThat(file()).hasContent(event(0, 0.5) + "\n" + event(1, 0.25) + "\n");
  }

  /// Another machine or version that does not give the same bits would be noticed.
  @Test
  void append_somethingElseThanBefore_isAnError() throws IOException {
    try (var journal = new Journal(file())) {
      journal.append(event(0, 0.5));
    }
    try (var journal = new Journal(file())) {
      assertThatThrownBy(() -> journal.append(event(0, 0.5000000001)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("tells otherwise of this: trial_done");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 40})
  void open_tornLastLine_isRemoved(int left) throws IOException {
    String torn = event(1, 0.25).toString();
    Files.writeString(
        file(), event(0, 0.5) + "\n" + torn.substring(0, Math.min(left, torn.length() - 1)));
    try (var journal = new Journal(file())) {
      journal.append(event(1, 0.25));
    }
    assertThat(file()).hasContent(event(0, 0.5) + "\n" + event(1, 0.25) + "\n");
  }

  @Test
  void open_damagedInTheMiddle_refused() throws IOException {
    Files.writeString(file(), event(0, 0.5) + "\n{\"event\n" + event(1, 0.5) + "\n");
    assertThatThrownBy(() -> new Journal(file()))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file() + ": line 2 is no event; the run can go on without its journal: move it away");
  }

  @Test
  void open_whileItIsOpen_refused() throws IOException {
    try (var journal = new Journal(file())) {
      assertThatThrownBy(() -> new Journal(file()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("another process is at work on this run");
      journal.append(event(0, 0.5));
    }
    new Journal(file()).close();
  }

  /// Tries to lock a file, and says whether that worked.
  static final class Locker {
    private Locker() {}

    public static void main(String[] arguments) throws IOException {
      try (var channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
        System.out.print(channel.tryLock() != null);
      }
    }
  }

  private String lockedByAnotherProcess() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Locker.class.getName(),
                file().toString())
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  /// A second one that is refused must not cost the first its lock.
  @Test
  void open_whileItIsOpen_staysLockedAgainstOtherProcesses() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    try (var journal = new Journal(file())) {
      for (Path name : List.of(file(), link.resolve("journal.jsonl"))) {
        assertThatThrownBy(() -> new Journal(name)).isInstanceOf(InputException.class);
      }
      assertThat(lockedByAnotherProcess()).isEqualTo("false");
      journal.append(event(0, 0.5));
    }
    assertThat(lockedByAnotherProcess()).isEqualTo("true");
  }

  /// Appends events until that fails, and prints why.
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws IOException {
      try (var journal = new Journal(Path.of(arguments[0]))) {
        for (int trial = 0; ; trial++) {
          journal.append(event(trial, 0.5));
        }
      } catch (IOException e) {
        System.out.print(e.getMessage());
      }
    }
  }

  /// A limit on the size of files stands for a full disk.
  @Test
  void append_fullDisk_isAnError() throws IOException {
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -f 100; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                file().toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .isEqualTo(file() + ": File too large");
  }

  /// What is no journal, or a damaged one, is refused before anything is changed in it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "my diary, without a last line break",
        "my diary\n",
        "{\"event\":\"study_started\"}\nmy diary",
        "{\"event\":\"study_started\"}\n{\"name\":1}\n{\"event\":\"tri",
        "{\"event\":\"study_started\"}\nnull\n{",
        "[\n"
      })
  void open_whatIsNoJournal_refusedAndLeft(String content) throws IOException {
    Files.writeString(file(), content);
    assertThatThrownBy(() -> new Journal(file()))
        .isInstanceOf(InputException.class)
        .hasMessageMatching(".*: line \\d is no event; the run can go on .*");
    assertThat(Files.readString(file())).isEqualTo(content);
  }

  /// As a power cut leaves a file that has grown, but not been filled.
  @Test
  void open_zerosAtTheEnd_areRemoved() throws IOException {
    Files.writeString(file(), event(0, 0.5) + "\n\0\0\0\0");
    new Journal(file()).close();
    assertThat(file()).hasContent(event(0, 0.5) + "\n");
  }

  @Test
  void open_hardLink_refusedAndLeft() throws IOException {
    Path precious = Files.writeString(folder.resolve("precious"), event(0, 0.5) + "\n{\"event");
    Files.createLink(file(), precious);
    assertThatThrownBy(() -> new Journal(file()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("must not be a hard link");
    assertThat(precious).hasContent(event(0, 0.5) + "\n{\"event");
  }

  /// Events that are longer than what is read at a time.
  @Test
  void open_longLines_areRemembered() throws IOException {
    ObjectNode wide = event(1, 0.5).put("curve", "x".repeat(200_000));
    try (var journal = new Journal(file())) {
      journal.append(event(0, 0.5));
      journal.append(wide);
      journal.append(event(2, 0.5));
    }
    String before = Files.readString(file());
    try (var journal = new Journal(file())) {
      journal.append(wide);
      journal.append(event(2, 0.5));
    }
    assertThat(Files.readString(file())).isEqualTo(before);
  }

  /// A line of one event after the other, until memory is asked for before it runs out.
  @Test
  void open_moreEventsThanMemory_refusedAndLeft() throws IOException {
    try (var lines = Files.newBufferedWriter(file())) {
      for (int trial = 0; trial < 200_000; trial++) {
        lines.write("{\"event\":\"e\",\"trial\":" + trial + "}\n");
      }
    }
    long size = Files.size(file());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseG1GC",
                "-cp",
                System.getProperty("java.class.path"),
                Opener.class.getName(),
                file().toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .matches(
            "going on after the \\d+ events and more of .*journal.jsonl needs at least 65 MB of memory, "
                + "and the JVM may take 64 MB: move that file away, the run can go on without it, "
                + "or give it more with JDK_JAVA_OPTIONS=-Xmx1g");
    assertThat(file()).hasSize(size);
  }

  /// Opens a journal, and prints why that failed.
  static final class Opener {
    private Opener() {}

    public static void main(String[] arguments) throws IOException {
      try (var _ = new Journal(Path.of(arguments[0]))) {
        System.out.print("opened");
      } catch (NotEnoughMemoryException e) {
        System.out.print(e.getMessage());
      }
    }
  }

  @Test
  void close_interrupted_keepsTheInterruptAndTheEvents() throws IOException {
    var journal = new Journal(file());
    Thread.currentThread().interrupt();
    journal.append(event(0, 0.5));
    journal.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Files.readAllLines(file())).hasSize(1);
    Files.writeString(file(), "{", StandardOpenOption.APPEND);
    new Journal(file()).close();
    assertThat(Files.readAllLines(file())).hasSize(1);
  }
}
