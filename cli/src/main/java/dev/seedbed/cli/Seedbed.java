package dev.seedbed.cli;

import dev.seedbed.cli.command.CheckCommand;
import dev.seedbed.cli.command.DoctorCommand;
import dev.seedbed.cli.command.InitCommand;
import dev.seedbed.cli.command.InspectCommand;
import dev.seedbed.cli.command.LuckCommand;
import dev.seedbed.cli.command.PredictCommand;
import dev.seedbed.cli.command.ReplayCommand;
import dev.seedbed.cli.command.ReportCommand;
import dev.seedbed.cli.command.ResumeCommand;
import dev.seedbed.cli.command.SchemesCommand;
import dev.seedbed.cli.command.TrainCommand;
import dev.seedbed.cli.command.VerifyCommand;
import dev.seedbed.cli.options.Values;
import dev.seedbed.cli.terminal.Errors;
import dev.seedbed.cli.terminal.StandardError;
import dev.seedbed.cli.terminal.StandardOutput;
import dev.seedbed.io.Version;
import dev.seedbed.io.file.Memory;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The program `seedbed`.
@Command(
    name = "seedbed",
    description = "Starts neural networks well, and proves it.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Seedbed.VersionLine.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Exit codes: 0 fine, 1 the work failed, 2 wrong usage or unreadable input,",
      "130 interrupted; check and verify also: 10 warnings, 11 errors, 12 not run."
    })
public final class Seedbed implements Runnable {
  private static final List<Class<?>> COMMANDS =
      List.of(
          TrainCommand.class,
          CheckCommand.class,
          VerifyCommand.class,
          InitCommand.class,
          PredictCommand.class,
          ResumeCommand.class,
          ReplayCommand.class,
          ReportCommand.class,
          InspectCommand.class,
          LuckCommand.class,
          SchemesCommand.class,
          DoctorCommand.class,
          HelpCommand.class);

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show where in the program an error came from.")
  private boolean debug;

  /// Runs the program and ends the JVM with its exit code.
  public static void main(String[] arguments) {
    StandardError.restore();
    Locale.setDefault(Locale.ROOT);
    // What core has to say in its log, such as that there is no vector module, is one line.
    System.setProperty("java.util.logging.SimpleFormatter.format", "seedbed: %5$s%n");
    // The reader of HDF5 has a log that nobody keeps: no word about that.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    var out = new StandardOutput();
    CommandLine program =
        commandLine(arguments)
            .setOut(new PrintWriter(new OutputStreamWriter(out, Charset.defaultCharset())))
            .setErr(new PrintWriter(System.err, true, Charset.defaultCharset()));
    boolean debug = List.of(arguments).contains("--debug");
    Thread.setDefaultUncaughtExceptionHandler((_, e) -> Errors.lostThread(program, e, debug));
    int exitCode = program.execute(arguments);
    program.getOut().flush();
    String failure = out.failure();
    System.exit(failure == null ? exitCode : Errors.outputLost(program, failure));
  }

  /// The program as picocli runs it for these arguments.
  public static CommandLine commandLine(String... arguments) {
    var seedbed = new Seedbed();
    var program = new CommandLine(seedbed);
    needed(arguments).forEach(program::addSubcommand);
    program.getSubcommands().values().forEach(Seedbed::readConstants);
    return program
        // A file may be called @data.csv.
        .setExpandAtFiles(false)
        .registerConverter(int.class, Values::wholeNumber)
        .registerConverter(Integer.class, Values::wholeNumber)
        .registerConverter(long.class, Values::longNumber)
        .registerConverter(Path.class, Values::path)
        .registerConverter(double.class, Values::number)
        .registerConverter(Double.class, Values::number)
        .setExecutionStrategy(Seedbed::withinMemory)
        .setParameterExceptionHandler(Errors::wrongUsage)
        .setExecutionExceptionHandler(
            (e, command, parsed) -> Errors.failed(e, command, seedbed.debug));
  }

  /// Reads the options of a command whose values are an enum's constants.
  private static void readConstants(CommandLine command) {
    for (ArgSpec argument : command.getCommandSpec().args()) {
      Class<?> type = argument.auxiliaryTypes()[0];
      if (type.isEnum()) {
        readConstants(command, type);
      }
    }
  }

  private static <T> void readConstants(CommandLine command, Class<T> type) {
    command.registerConverter(type, value -> Values.constant(type, value));
  }

  /// Runs the command. That memory has run out, in whatever thread, is one line like any other
  /// failure.
  private static int withinMemory(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (OutOfMemoryError e) {
      throw new ExecutionException(
          parsed.asCommandLineList().getLast(), "out of memory", Memory.exhausted());
    }
  }

  /// The commands that the arguments can mean. Each takes time to set up (its options, with their
  /// defaults from all over the program): the one that stands first needs no other, and the version
  /// needs none.
  private static List<Class<?>> needed(String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    if (arguments.length == 1 && (first.equals("--version") || first.equals("-V"))) {
      return List.of();
    }
    return COMMANDS.stream()
        .filter(command -> command != HelpCommand.class && name(command).equals(first))
        .findFirst()
        .<List<Class<?>>>map(List::of)
        .orElse(COMMANDS);
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "say what to do: train, check, verify, init, predict, inspect, luck, resume, replay, report, schemes or doctor");
  }

  /// Prints "seedbed 0.1.0".
  static final class VersionLine implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"seedbed " + Version.CURRENT};
    }
  }
}
