package dev.seedbed.cli.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How large a terminal is. See docs/decisions/009.
public record TerminalSize(int rows, int columns) {
  /// The size assumed for a terminal that does not know its own and says 0 0.
  private static final TerminalSize USUAL = new TerminalSize(24, 80);

  private static final Pattern ANSWER = Pattern.compile("(\\d{1,5}) (\\d{1,5})\\s*");

  /// Asks `stty`, which is wherever a terminal is; empty if it does not answer.
  ///
  /// @param descriptor of this process, open on the terminal
  public static Optional<TerminalSize> ask(int descriptor) {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/fd/" + descriptor))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return Optional.empty();
      }
      Matcher answer = ANSWER.matcher(new String(stty.getInputStream().readAllBytes(), US_ASCII));
      if (!answer.matches()) {
        return Optional.empty();
      }
      int rows = Integer.parseInt(answer.group(1));
      int columns = Integer.parseInt(answer.group(2));
      return Optional.of(rows == 0 || columns == 0 ? USUAL : new TerminalSize(rows, columns));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
