package dev.seedbed.cli.command;

import dev.seedbed.cli.options.TableOptions;
import dev.seedbed.cli.terminal.Errors;
import dev.seedbed.cli.terminal.Lines;
import dev.seedbed.cli.terminal.OutputStyle;
import dev.seedbed.cli.terminal.Tones;
import dev.seedbed.data.InputException;
import dev.seedbed.io.document.Documents;
import dev.seedbed.io.document.LuckDocument;
import dev.seedbed.io.document.LuckDocument.ConfigurationPart;
import dev.seedbed.io.results.ResultFiles;
import dev.seedbed.io.results.Results;
import dev.seedbed.io.results.ResultsSpec;
import dev.seedbed.io.results.ResultsSpec.Layout;
import dev.seedbed.io.results.ResultsSpec.Take;
import dev.seedbed.luck.Direction;
import dev.seedbed.luck.Luck;
import dev.seedbed.report.LuckReport;
import dev.seedbed.report.text.CommandLines;
import dev.seedbed.report.text.LuckText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `seedbed luck`: how much of anybody's results is luck.
@Command(
    name = "luck",
    description = {
      "Say how much of your results is luck, whatever program trained them.",
      "",
      "Reads a table of runs as trackers of experiments and spreadsheets export it: a row a run (or a step of a run) with "
          + "its seed, its settings and a score; or a row a configuration and a column a seed; or the data of a chart. "
          + "Says how far seeds lie apart, where a new one will lie, what the best of several is worth, and whether "
          + "configurations can be told apart."
    })
public final class LuckCommand implements Callable<Integer> {
  /// With more configurations, `luck` looks closely at the best one only.
  private static final int MOST_IN_DETAIL = 5;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "RESULTS",
      arity = "1..*",
      description =
          "The table: CSV, Parquet, ARFF or NumPy. Several are one, such as a file a run.")
  private List<Path> files = List.of();

  @Option(
      names = "--metric",
      paramLabel = "COLUMN",
      description = "The score. Default: the only one there is.")
  private @Nullable String metric;

  @Option(
      names = "--maximize",
      description = "Higher scores are better. Default: as the name of the metric says.")
  private boolean maximize;

  @Option(names = "--minimize", description = "Lower scores are better.")
  private boolean minimize;

  @Option(
      names = "--configuration",
      paramLabel = "COLUMN[,COLUMN]",
      description =
          "The settings that make a configuration. Default: all texts, and numbers of few values, that vary.")
  private List<String> configuration = List.of();

  @Option(
      names = "--seed-column",
      paramLabel = "COLUMN",
      description = "The seed. Default: the column called so.")
  private @Nullable String seed;

  @Option(
      names = "--task",
      paramLabel = "COLUMN",
      description =
          "The task or data set. A run's score is its mean over tasks. Default: the column called so.")
  private @Nullable String task;

  @Option(
      names = "--step",
      paramLabel = "COLUMN",
      description = "The step or epoch, if a run has several rows. Default: the column called so.")
  private @Nullable String step;

  @Option(
      names = "--take",
      paramLabel = "last|best",
      description = "Which of several scores of a run counts. Default: ${DEFAULT-VALUE}.")
  private Take take = Take.LAST;

  @Option(
      names = "--wide",
      description = "A row is a configuration and a column a seed, or the other way round.")
  private boolean wide;

  @Option(
      names = "--rows",
      description =
          "A row is an example of the evaluation, a column a run, called by its seed or CONFIGURATION/SEED; cells are hits (1) and misses (0), or losses.")
  private boolean rows;

  @Option(
      names = "--rows-evaluated",
      paramLabel = "N",
      description = "On how many rows each accuracy or error rate was measured.")
  private @Nullable Long rowsEvaluated;

  @Mixin private TableOptions.FormatOptions format = new TableOptions.FormatOptions();

  @Option(names = "--json", description = "Print one JSON document, and nothing else.")
  private boolean json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Also write a report: one HTML file with charts.")
  private @Nullable Path page;

  @Option(names = "--overwrite", description = "Replace the report if there is one.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    CommandLine command = Objects.requireNonNull(spec, "picocli sets it").commandLine();
    if (page != null) {
      checkPage(page);
    } else if (overwrite) {
      throw new ParameterException(command, "--overwrite needs --report");
    }
    ResultsSpec wanted = Errors.checked(command, this::specification);
    var csv = Errors.checked(command, format::csv);
    Results results = ResultFiles.read(files, csv, format.missing(), wanted);
    var document =
        LuckDocument.of(
            files.stream().map(Path::toString).toList(), results, take, Luck.of(results.runs()));
    if (page != null) {
      LuckReport.write(document, commandLine(command), page);
    }
    if (json) {
      command.getOut().println(Documents.text(document));
    } else {
      print(new LuckText(document), new Lines(command.getOut(), OutputStyle.ofStandardOutput()));
    }
    command.getOut().flush();
    return 0;
  }

  private void checkPage(Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException(file + " is a folder: name a file");
    }
    if (!overwrite && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new InputException(file + " exists already: name another file, or say --overwrite");
    }
  }

  private ResultsSpec specification() {
    if (maximize && minimize) {
      throw new IllegalArgumentException("only one of --maximize and --minimize can be");
    }
    if (wide && rows) {
      throw new IllegalArgumentException("only one of --wide and --rows can be");
    }
    return new ResultsSpec(
        wide ? Optional.of(Layout.WIDE) : rows ? Optional.of(Layout.ROWS) : Optional.empty(),
        Optional.ofNullable(metric),
        maximize
            ? Optional.of(Direction.MAXIMIZE)
            : minimize ? Optional.of(Direction.MINIMIZE) : Optional.empty(),
        TableOptions.columns(configuration),
        Optional.ofNullable(seed),
        Optional.ofNullable(task),
        Optional.ofNullable(step),
        take,
        rowsEvaluated == null ? OptionalLong.empty() : OptionalLong.of(rowsEvaluated));
  }

  /// The command that makes the report again.
  private String commandLine(CommandLine command) {
    var words = new ArrayList<>(List.of("seedbed"));
    words.addAll(command.getCommandSpec().root().commandLine().getParseResult().originalArgs());
    if (!overwrite) {
      words.add("--overwrite");
    }
    return CommandLines.of(words);
  }

  private void print(LuckText text, Lines lines) {
    lines.label("data", text.source());
    lines.empty();
    List<ConfigurationPart> all = text.luck().configurations();
    Optional<ConfigurationPart> best = text.luck().best();
    for (ConfigurationPart one : all) {
      lines.label("runs", Tones.STRONG, text.spread(one), "");
      if (all.size() <= MOST_IN_DETAIL || best.equals(Optional.of(one))) {
        text.more(one).forEach(sentence -> lines.label("", sentence));
      } else {
        text.leftOut(one).forEach(sentence -> lines.label("", sentence));
      }
    }
    if (all.size() > MOST_IN_DETAIL) {
      lines.label("", "More of each is in --report and --json.");
    }
    List<String> comparisons = text.comparisons();
    if (!comparisons.isEmpty()) {
      lines.empty();
    }
    comparisons.forEach(sentence -> lines.label("compared", sentence));
    List<String> notes = text.notes();
    if (!notes.isEmpty()) {
      lines.empty();
    }
    notes.forEach(sentence -> lines.label("note", sentence));
    if (page != null) {
      lines.label("report", page + ": open it in a browser");
    }
  }
}
