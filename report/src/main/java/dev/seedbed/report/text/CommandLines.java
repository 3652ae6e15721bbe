package dev.seedbed.report.text;

import java.util.List;
import java.util.stream.Collectors;

/// Commands as one types them.
public final class CommandLines {

  private CommandLines() {}

  /// The command with these arguments, quoted where a shell would take them for something else.
  public static String of(List<String> arguments) {
    return arguments.stream().map(CommandLines::quoted).collect(Collectors.joining(" "));
  }

  /// An option with a column, as one types it: quoted for the shell, and like a line of CSV if the
  /// name has a comma.
  public static String option(String option, String column) {
    boolean plain = column.indexOf(',') < 0 && column.indexOf('"') < 0;
    String field = plain ? column : '"' + column.replace("\"", "\"\"") + '"';
    return option + " '" + field.replace("'", "'\\''") + "'";
  }

  private static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_./,:=+-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
