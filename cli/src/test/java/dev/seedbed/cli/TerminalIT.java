package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seedbed.cli.command.CheckCommand;
import dev.seedbed.cli.terminal.Errors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The launcher on a terminal of 60 columns and 20 rows that `script` of util-linux makes.
class TerminalIT {
  private static final int COLUMNS = 60;
  private static final int ROWS = 20;
  private static final String ESCAPE = "\u001B";

  /// Sequences that change colours or weights, as in ESC [ 1 ; 32 m.
  private static final String STYLES = ESCAPE + "\\[[0-9;]*m";

  private static final String HIDE_CURSOR = ESCAPE + "[?25l";
  private static final String SHOW_CURSOR = ESCAPE + "[?25h";
  private static final int CTRL_C = 3;

  private static final String SEEDBED = Path.of("seedbed").toAbsolutePath().toString();

  /// Long enough for a live view, on any machine.
  private static final String TRAIN =
      SEEDBED
          + " train "
          + Path.of("examples/iris.csv").toAbsolutePath()
          + " --target species --hidden 64 --seeds 64 --halving off --out run ";

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void needsScript() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "needs script of util-linux");
  }

  private record Result(int exitCode, String shown) {}

  /// @param command for a shell in the test's folder
  private Process start(String command, String... environment) throws IOException {
    Path typescript = folder.resolve("typescript");
    var builder =
        new ProcessBuilder(
            "script",
            "-qefc",
            "stty cols %d rows %d; exec %s".formatted(COLUMNS, ROWS, command),
            typescript.toString());
    builder.environment().put("TERM", "xterm-256color");
    List.of("NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE").forEach(builder.environment()::remove);
    for (int i = 0; i < environment.length; i += 2) {
      builder.environment().put(environment[i], environment[i + 1]);
    }
    return builder
        .directory(folder.toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private String written() throws IOException {
    Path typescript = folder.resolve("typescript");
    return Files.exists(typescript) ? new String(Files.readAllBytes(typescript), UTF_8) : "";
  }

  private Result result(Process process) throws IOException, InterruptedException {
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    // script frames it in two lines of its own.
    String text = written();
    int begin = text.indexOf('\n') + 1;
    int end = text.lastIndexOf("\nScript done");
    return new Result(process.exitValue(), text.substring(begin, end));
  }

  private Result run(String command, String... environment)
      throws IOException, InterruptedException {
    return result(start(command, environment));
  }

  /// What a terminal shows in the end that is so wide and high that it would not hide any line that
  /// is too long.
  private static List<String> screen(String shown) {
    var screen = new ScreenTerminal(400, 400);
    screen.write(shown);
    return screen.toString().lines().map(String::stripTrailing).filter(l -> !l.isEmpty()).toList();
  }

  private static void assertCursorIsVisible(String shown) {
    assertThat(shown.lastIndexOf(SHOW_CURSOR)).isGreaterThan(shown.lastIndexOf(HIDE_CURSOR));
  }

  @Test
  void train_liveViewThenTheSummary_allFits() throws IOException, InterruptedException {
    Result result = run(TRAIN);
    assertThat(result.exitCode()).as(result.shown()).isZero();
    assertThat(result.shown()).contains(" running", HIDE_CURSOR).containsPattern(STYLES);
    assertCursorIsVisible(result.shown());
    assertThat(screen(result.shown()))
        .anyMatch(line -> line.startsWith("best      seed"))
        .noneMatch(line -> line.contains("running"))
        .allMatch(line -> line.length() <= COLUMNS);
  }

  @Test
  void noColor_linesThatAreDrawnAnew_butNoStyles() throws IOException, InterruptedException {
    Result result = run(TRAIN, "NO_COLOR", "1");
    assertThat(result.exitCode()).as(result.shown()).isZero();
    assertThat(result.shown()).contains(" running", HIDE_CURSOR).doesNotContainPattern(STYLES);
  }

  @Test
  void ctrlC_exitCode130_nothingLeftButTheCursor() throws IOException, InterruptedException {
    Process process = start(TRAIN + "--epochs 100000 --patience 100000");
    for (int i = 0; i < 600 && !written().contains(" running"); i++) {
      Thread.sleep(100);
    }
    process.getOutputStream().write(CTRL_C);
    process.getOutputStream().flush();
    Result result = result(process);
    assertThat(result.exitCode()).isEqualTo(Errors.INTERRUPTED);
    assertCursorIsVisible(result.shown());
    assertThat(screen(result.shown()))
        .noneMatch(line -> line.contains("running"))
        .last()
        .isEqualTo("seedbed: interrupted; to go on: seedbed resume run");
  }

  @Test
  void json_oneDocumentAndNothingElse() throws IOException, InterruptedException {
    Result result = run(TRAIN + "--epochs 40 --json", "CLICOLOR_FORCE", "1");
    assertThat(result.exitCode()).isZero();
    assertThat(result.shown()).startsWith("{").doesNotContain(ESCAPE);
    assertThat(JsonMapper.shared().readTree(result.shown()).get("trials")).hasSize(64);
  }

  @Test
  void quiet_theResultAndNothingElse() throws IOException, InterruptedException {
    Result result = run(TRAIN + "--epochs 40 --quiet", "NO_COLOR", "1");
    assertThat(result.exitCode()).isZero();
    assertThat(result.shown()).startsWith("best      seed").doesNotContain(ESCAPE, "running");
  }

  /// Names of columns and classes that would steer the terminal, on one.
  @Test
  void hostileNames_noEscape() throws IOException, InterruptedException {
    String evil = "%s[31m@|red x|@%s]0;y\u0007".formatted(ESCAPE, ESCAPE);
    Files.writeString(
        folder.resolve("evil.csv"),
        "%s,%s t\n".formatted(evil, evil) + "1,%s a\n2,%s b\n".formatted(evil, evil).repeat(20));
    Files.writeString(folder.resolve("target.txt"), evil + " t");
    String command =
        "bash -c '%s train evil.csv --target \"$(<target.txt)\" --seeds 3 --out run'"
            .formatted(SEEDBED);
    Result plain = run(command, "NO_COLOR", "1");
    assertThat(plain.exitCode()).as(plain.shown()).isZero();
    // What is left are the sequences of the live view, if there was time for one.
    assertThat(plain.shown().replaceAll("\\s+", " "))
        .contains("<U+001B>[31m@|red x|@<U+001B>]0;y<U+0007>")
        .doesNotContain(ESCAPE + "[31m", ESCAPE + "]");
  }

  @Test
  void check_verdictInColour_ifAllowed() throws IOException, InterruptedException {
    String check = SEEDBED + " check --layers 4,5,3 --init zeros";
    Result coloured = run(check);
    assertThat(coloured.exitCode()).isEqualTo(CheckCommand.ERRORS);
    assertThat(coloured.shown()).containsPattern(ESCAPE + "\\[[0-9;]*31[0-9;]*merrors");
    Result plain = run(check, "NO_COLOR", "1");
    assertThat(plain.shown()).doesNotContain(ESCAPE);
    assertThat(coloured.shown().replaceAll(STYLES, "")).isEqualTo(plain.shown());
    assertThat(run(check + " | cat").shown()).doesNotContain(ESCAPE);
  }
}
