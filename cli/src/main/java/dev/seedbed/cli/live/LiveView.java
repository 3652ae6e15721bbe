package dev.seedbed.cli.live;

import dev.seedbed.cli.terminal.StandardError;
import dev.seedbed.cli.terminal.TerminalSize;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.Signals;

/// Some lines at the end of what a terminal shows, drawn anew in place. See docs/decisions/009.
///
/// Between two drawings the cursor rests where the lines begin, and is visible. So a terminal that
/// breaks lines anew when it gets narrower, or another program after Ctrl-Z, leaves the cursor
/// before all that has to be removed; and whoever ends the program ends it with a cursor.
public final class LiveView implements AutoCloseable {
  private static final List<Capability> NEEDED =
      List.of(Capability.carriage_return, Capability.cursor_up, Capability.clr_eos);

  private static final int BUFFER = 1 << 16;

  private final Terminal terminal;
  private final Display display;
  private final Supplier<Optional<TerminalSize>> ask;
  private TerminalSize size;
  private volatile boolean resized;
  private volatile boolean disturbed;
  private boolean drawn;

  private LiveView(Terminal terminal, TerminalSize size, Supplier<Optional<TerminalSize>> ask) {
    this.terminal = terminal;
    this.display = new Display(terminal, false);
    this.size = size;
    this.ask = ask;
    display.resize(Size.of(size.columns(), size.rows()));
  }

  /// On standard error, if that is a terminal that can be drawn on. It hears of changes from the
  /// system, as long as the program runs.
  static Optional<LiveView> ofStandardError() {
    String type = System.getenv().getOrDefault("TERM", "dumb");
    Optional<LiveView> opened =
        open(System.err, type, () -> TerminalSize.ask(StandardError.descriptor()));
    opened.ifPresent(view -> {
      Signals.register("WINCH", view::resized);
      Signals.register("CONT", () -> view.disturbed = true);
    });
    return opened;
  }

  /// On a terminal that is written to through `out`; empty if it does not tell its size, or cannot
  /// be drawn on.
  ///
  /// @param type the terminal's name, as in TERM
  /// @param ask how large it is now
  public static Optional<LiveView> open(
      OutputStream out, String type, Supplier<Optional<TerminalSize>> ask) {
    Optional<TerminalSize> size = ask.get();
    if (size.isEmpty()) {
      return Optional.empty();
    }
    Terminal terminal;
    try {
      // Not one of JLine's that take hold of the real terminal: only sequences are needed.
      // It writes byte by byte: what is drawn at a time is to be written at a time.
      var buffered = new BufferedOutputStream(out, BUFFER);
      terminal = new LineDisciplineTerminal("seedbed", type, buffered, Charset.defaultCharset());
    } catch (IOException e) {
      return Optional.empty();
    }
    boolean able =
        NEEDED.stream().allMatch(capability -> terminal.getStringCapability(capability) != null);
    return able ? Optional.of(new LiveView(terminal, size.get(), ask)) : Optional.empty();
  }

  /// The terminal may be of another size now.
  void resized() {
    resized = true;
  }

  /// Draws over what was drawn before.
  ///
  /// @param lines for a size of the terminal; narrower than it and fewer than its rows
  public void draw(Function<TerminalSize, List<AttributedString>> lines) {
    if (resized || disturbed) {
      begin();
    }
    terminal.puts(Capability.cursor_invisible);
    display.update(lines.apply(size), 0);
    terminal.puts(Capability.cursor_normal);
    terminal.flush();
    drawn = true;
  }

  /// Draws all of it anew, from where the cursor is.
  private void begin() {
    if (resized) {
      resized = false;
      size = ask.get().orElse(size);
    }
    disturbed = false;
    erase();
    display.reset();
    display.resize(Size.of(size.columns(), size.rows()));
  }

  private void erase() {
    terminal.puts(Capability.carriage_return);
    terminal.puts(Capability.clr_eos);
  }

  /// Removes the lines, until they are drawn again below what is printed in between.
  public void clear() {
    if (drawn) {
      erase();
      terminal.flush();
      disturbed = true;
    }
  }

  /// Removes the lines.
  @Override
  public void close() {
    if (drawn) {
      erase();
      terminal.puts(Capability.cursor_normal);
      terminal.flush();
    }
  }
}
