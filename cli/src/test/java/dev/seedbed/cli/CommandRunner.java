package dev.seedbed.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/// Runs the program inside the test's JVM.
public final class CommandRunner {

  private CommandRunner() {}

  /// What a run of the program came to.
  public record Run(int exitCode, String out, String err) {
    /// The lines on standard error.
    public List<String> errors() {
      return err.lines().toList();
    }
  }

  /// What a command printed, and how it ended.
  ///
  /// @param command words with spaces between them
  /// @param paths that follow, which may hold spaces
  public static Run runCommand(String command, Path... paths) {
    return run(
        Stream.concat(Stream.of(command.strip().split(" +")), Stream.of(paths).map(Path::toString))
            .toArray(String[]::new));
  }

  public static Run run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    CommandLine program =
        Seedbed.commandLine(arguments).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exitCode = program.execute(arguments);
    return new Run(exitCode, out.toString(), err.toString());
  }
}
