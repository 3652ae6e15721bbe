package dev.seedbed.cli;

import dev.seedbed.data.InputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says what went wrong in one line on standard error, and which exit code goes with it.
final class Errors {
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;
  static final int INTERRUPTED = 130;

  private Errors() {}

  /// An option or parameter is wrong.
  static int wrongUsage(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    List<String> suggestions =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    String hint =
        suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
    report(
        command,
        "%s%s (see %s --help)".formatted(message, hint, command.getCommandSpec().qualifiedName()));
    return WRONG_USAGE;
  }

  /// The work ended with an exception.
  static int failed(Exception e, CommandLine command, boolean debug) {
    if (e instanceof InterruptedException) {
      return INTERRUPTED;
    }
    if (e instanceof InputException) {
      report(command, String.valueOf(e.getMessage()));
      return WRONG_USAGE;
    }
    if (e instanceof IOException io) {
      report(command, reason(io));
      return FAILED;
    }
    report(command, "an error of Seedbed's own, please report it: " + e);
    if (debug) {
      e.printStackTrace(command.getErr());
    }
    return FAILED;
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException denied) {
      return "permission denied: " + denied.getFile();
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return "%s: %s".formatted(file.getReason(), file.getFile());
    }
    return String.valueOf(e.getMessage());
  }

  private static void report(CommandLine command, String message) {
    command.getErr().println("seedbed: " + Terminal.plain(message));
    command.getErr().flush();
  }
}
