package dev.seedbed.cli.terminal;

import java.util.Map;

/// How text may look where it goes.
///
/// @param columns that fit into a line
/// @param colours whether it may have any
public record OutputStyle(int columns, boolean colours) {
  private static final int STANDARD_OUTPUT = 1;

  /// The style for files and pipes, and for terminals that do not say how wide they are.
  static final OutputStyle PLAIN = new OutputStyle(100, false);

  /// Narrower than this nothing can be laid out.
  private static final int LEAST_COLUMNS = 20;

  /// The style for standard output, from what the launcher detected.
  public static OutputStyle ofStandardOutput() {
    boolean terminal = standardOutputIsTerminal();
    return new OutputStyle(PLAIN.columns, colours(terminal, System.getenv()))
        .withColumns(columnsAtStart());
  }

  /// How wide standard output was when the program began; 0 if it is no terminal. Whether people,
  /// not a program, read standard output.
  public static boolean standardOutputIsTerminal() {
    return Boolean.getBoolean("seedbed.terminal.out");
  }

  private static int columnsAtStart() {
    return Integer.getInteger("seedbed.columns", 0);
  }

  /// How wide standard output is now; 0 if it is no terminal.
  public static int columnsNow() {
    return columnsAtStart() == 0
        ? 0
        : TerminalSize.ask(STANDARD_OUTPUT).map(TerminalSize::columns).orElse(0);
  }

  /// The same, that many columns wide; 0 if it is not known.
  OutputStyle withColumns(int newColumns) {
    return newColumns == 0 ? this : new OutputStyle(Math.max(LEAST_COLUMNS, newColumns), colours);
  }

  /// Whether colours are wanted, by the conventions that picocli follows too: NO_COLOR
  /// (no-color.org), then CLICOLOR_FORCE, then CLICOLOR.
  public static boolean colours(boolean terminal, Map<String, String> environment) {
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    String force = environment.getOrDefault("CLICOLOR_FORCE", "");
    if (!force.isEmpty() && !force.equals("0")) {
      return true;
    }
    return terminal && !environment.getOrDefault("CLICOLOR", "").equals("0");
  }
}
