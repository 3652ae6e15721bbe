package dev.seedbed.bench.verify;

import dev.seedbed.cli.Seedbed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/// A run of `seedbed` in this JVM. What it prints has lines of any length.
record CommandRun(int exitCode, String out, String errors) {

  private static final String COLUMNS = "seedbed.columns";
  private static final int WIDE = 1 << 20;

  static CommandRun run(List<String> arguments) {
    String[] all = arguments.toArray(String[]::new);
    var out = new StringWriter();
    var errors = new StringWriter();
    CommandLine program =
        Seedbed.commandLine(all).setOut(new PrintWriter(out)).setErr(new PrintWriter(errors));
    System.setProperty(COLUMNS, "" + WIDE);
    try {
      int exitCode = program.execute(all);
      return new CommandRun(exitCode, out.toString(), errors.toString());
    } finally {
      System.clearProperty(COLUMNS);
    }
  }

  /// What it printed, of a run that must not fail.
  String fine() {
    if (exitCode != 0) {
      throw new IllegalStateException("exit code %d: %s".formatted(exitCode, errors));
    }
    return out;
  }
}
