package dev.seedbed.cli;

import dev.seedbed.cli.options.Values;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;

/// Runs the program inside the test's JVM.
public final class CommandRunner {

  private CommandRunner() {}

  /// How a run of the program ended.
  public record Run(int exitCode, String out, String err) {
    /// The lines on standard error.
    public List<String> errors() {
      return err.lines().toList();
    }
  }

  /// Runs the program.
  ///
  /// @param command words with spaces between them
  /// @param paths that follow, which may hold spaces
  public static Run runCommand(String command, Path... paths) {
    return run(
        Stream.concat(Stream.of(command.strip().split(" +")), Stream.of(paths).map(Path::toString))
            .toArray(String[]::new));
  }

  public static Run run(String... arguments) {
    return run(Values::path, arguments);
  }

  /// Runs the program.
  ///
  /// @param paths makes paths of what is given for them
  static Run run(ITypeConverter<Path> paths, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    CommandLine program =
        Seedbed.commandLine(arguments)
            .registerConverter(Path.class, paths)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    int exitCode = program.execute(arguments);
    return new Run(exitCode, out.toString(), err.toString());
  }
}
