package dev.seedbed.cli;

import dev.seedbed.data.InputException;
import dev.seedbed.io.Memory;
import dev.seedbed.io.NotEnoughMemoryException;
import dev.seedbed.io.VisibleText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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
    int exitCode =
        switch (e) {
          case InputException input -> {
            report(command, String.valueOf(input.getMessage()));
            yield WRONG_USAGE;
          }
          case NotEnoughMemoryException memory -> {
            report(command, String.valueOf(memory.getMessage()));
            yield FAILED;
          }
          case IOException io -> {
            report(command, reason(io));
            yield FAILED;
          }
          default -> {
            report(command, "an error of Seedbed's own, please report it: " + e);
            yield FAILED;
          }
        };
    if (debug) {
      e.printStackTrace(command.getErr());
      command.getErr().flush();
    }
    return exitCode;
  }

  /// A thread that does no part of the work itself, such as the one that shows progress, has ended
  /// with an exception; or the program has while its arguments were read.
  static void lostThread(CommandLine command, Throwable e) {
    if (e instanceof OutOfMemoryError) {
      report(command, String.valueOf(Memory.exhausted().getMessage()));
    } else {
      report(command, "an error of Seedbed's own, please report it: " + e);
    }
  }

  /// Standard output could not be written.
  static int outputLost(CommandLine command, String reason) {
    report(command, "standard output is incomplete: " + reason);
    return FAILED;
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException file) {
      String reason =
          switch (file) {
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException _ -> "it cannot be made";
            default -> String.valueOf(file.getReason());
          };
      return "cannot write %s: %s".formatted(file.getFile(), reason);
    }
    return String.valueOf(e.getMessage());
  }

  static void report(CommandLine command, String message) {
    command.getErr().println("seedbed: " + VisibleText.of(message));
    command.getErr().flush();
  }
}
