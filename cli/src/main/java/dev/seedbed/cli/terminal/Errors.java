package dev.seedbed.cli.terminal;

import dev.seedbed.data.InputException;
import dev.seedbed.io.NotEnoughMemoryException;
import dev.seedbed.io.file.FileFaults;
import dev.seedbed.io.file.Memory;
import dev.seedbed.io.file.VisibleText;
import dev.seedbed.notation.Names;
import dev.seedbed.report.text.CommandLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says what went wrong in one line on standard error, and which exit code goes with it.
public final class Errors {
  public static final int FAILED = 1;
  static final int WRONG_USAGE = 2;
  public static final int INTERRUPTED = 130;

  private Errors() {}

  /// An option or parameter is wrong.
  public static int wrongUsage(ParameterException e, String[] arguments) {
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
  public static int failed(Exception e, CommandLine command, boolean debug) {
    if (e instanceof InterruptedException) {
      return INTERRUPTED;
    }
    int exitCode =
        switch (e) {
          case InputException input -> {
            report(
                command,
                input.getMessage()
                    + input.hint().map(hint -> "; " + words(hint, command)).orElse(""));
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
          case UncheckedIOException io -> {
            report(command, reason(Objects.requireNonNull(io.getCause())));
            yield FAILED;
          }
          default -> {
            report(
                command, "internal error: run it again with --debug, and report what that shows");
            yield FAILED;
          }
        };
    trace(command, e, debug);
    return exitCode;
  }

  private static String words(InputException.Hint hint, CommandLine command) {
    return switch (hint) {
      case InputException.Hint.TreatAsTexts(String column) ->
          has(command, "--text")
              ? "if all are texts, say " + CommandLines.option("--text", column)
              : "such a column must hold numbers alone, or mostly texts";
      case InputException.Hint.NameDates(String column) ->
          has(command, "--date")
              ? "say which: %s or %s"
                  .formatted(
                      CommandLines.option("--date", column + "=dd/MM/yyyy"),
                      CommandLines.option("--date", column + "=MM/dd/yyyy"))
              : "write them as 2024-06-05";
      case InputException.Hint.NameEncoding() ->
          has(command, "--encoding")
              ? "or name the one it has, such as --encoding latin1"
              : "with iconv, or in a spreadsheet";
      case InputException.Hint.LeaveOut(String column) ->
          has(command, "--ignore")
              ? "or leave the column out: " + CommandLines.option("--ignore", column)
              : "or take the column out of the file";
      case InputException.Hint.KeepTensor(String tensor) ->
          "keep it: --keep '%s'".formatted(Names.shortened(tensor));
      case InputException.Hint.NamePart(InputException.Part part) ->
          switch (part) {
            case METRIC -> "say which: --metric COLUMN";
            case SEED -> "say which: --seed-column COLUMN";
            case CONFIGURATION -> "name the column that tells them apart: --configuration COLUMN";
            case TASK -> "if they differ by task, say --task COLUMN";
          };
      case InputException.Hint.NameHeader() -> "say --header yes, or --header no";
      case InputException.Hint.NameDirection() ->
          "say --maximize if more is better, --minimize if less is";
      case InputException.Hint.NameRows() ->
          "if each row is an example of the evaluation, say --rows; if each is a configuration, --wide";
      case InputException.Hint.NameAnotherFolder() -> "name another with --out";
      case InputException.Hint.Resume(Path run) -> "first: seedbed resume " + run;
    };
  }

  private static boolean has(CommandLine command, String option) {
    return command.getCommandSpec().findOption(option) != null;
  }

  /// The value that `make` returns for the options of `command`; an illegal one is reported as
  /// wrong usage.
  public static <T> T checked(CommandLine command, Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, String.valueOf(e.getMessage()), e);
    }
  }

  /// A thread that does no part of the work itself, such as the one that shows progress, has ended
  /// with an exception; or the program has while its arguments were read.
  public static void lostThread(CommandLine command, Throwable e, boolean debug) {
    if (e instanceof OutOfMemoryError) {
      report(command, String.valueOf(Memory.exhausted().getMessage()));
    } else {
      report(command, "internal error: run it again with --debug, and report what that shows");
    }
    trace(command, e, debug);
  }

  private static void trace(CommandLine command, Throwable e, boolean debug) {
    if (debug) {
      e.printStackTrace(command.getErr());
      command.getErr().flush();
    }
  }

  /// Standard output could not be written.
  public static int outputLost(CommandLine command, String reason) {
    report(command, "standard output is incomplete: " + reason);
    return FAILED;
  }

  private static String reason(IOException e) {
    return e instanceof FileSystemException file
        ? "cannot write %s: %s".formatted(file.getFile(), FileFaults.reason(e))
        : FileFaults.reason(e);
  }

  public static void report(CommandLine command, String message) {
    command.getErr().println("seedbed: " + VisibleText.message(message));
    command.getErr().flush();
  }
}
