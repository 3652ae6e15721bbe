package dev.seedbed.cli;

import de.siegmar.fastcsv.reader.CsvReader;
import dev.seedbed.check.Diagnosis;
import dev.seedbed.check.Rule;
import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Table;
import dev.seedbed.init.Scheme;
import dev.seedbed.io.run.CheckJson;
import dev.seedbed.io.run.RunFolder;
import dev.seedbed.io.run.StudyJson;
import dev.seedbed.io.table.ColumnKinds;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.random.Seed;
import dev.seedbed.study.Study;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialExecutor;
import dev.seedbed.study.TrialResult;
import dev.seedbed.train.AdamW;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.Optimizer;
import dev.seedbed.train.Sgd;
import dev.seedbed.train.TrainingSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/// `seedbed train`: races seeds and keeps the best network.
@Command(
    name = "train",
    description = {
      "Race seeds, keep the best network.",
      "",
      "Reads a CSV table, sets 20 %% of the rows aside for validation and 20 %% for test, trains one "
          + "network from each seed by minibatch descent, ranks them by validation loss, measures the best "
          + "one on the test rows, and writes a run folder with the network, tables and settings."
    })
final class TrainCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "DATA", description = "The table: a CSV file.")
  private Path data = Path.of("");

  @Option(
      names = "--target",
      required = true,
      paramLabel = "COLUMN",
      description = "The column to predict.")
  private String target = "";

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description = "${COMPLETION-CANDIDATES}: what the target is. Default: ${DEFAULT-VALUE}.")
  private DataSpec.Task task = DataSpec.Task.AUTOMATIC;

  @Option(
      names = "--ignore",
      paramLabel = "COLUMN",
      description = "Columns not to use. Quote a name with a comma: '\"a,b\"'.")
  private List<String> ignored = List.of();

  @Option(
      names = "--text",
      paramLabel = "COLUMN",
      description = "Columns of categories, even if they look like numbers.")
  private List<String> texts = List.of();

  @Option(
      names = "--hidden",
      paramLabel = "WIDTHS",
      converter = Values.Widths.class,
      description =
          "Widths of the hidden layers, such as 128,64*2, or none. Default: ${DEFAULT-VALUE}.")
  private Values.WidthList hidden = new Values.WidthList(StudySpec.DEFAULT_HIDDEN);

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      converter = Values.Activations.class,
      completionCandidates = Values.ActivationNames.class,
      description = "Of the hidden layers: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Values.NamedActivation activation =
      new Values.NamedActivation(StudySpec.DEFAULT_ACTIVATION);

  @Option(
      names = "--init",
      paramLabel = "SCHEME",
      description =
          "How weights and biases are drawn, such as he-normal or 'orthogonal(gain=1.4)+label-bias'; see seedbed schemes. "
              + "Default: ${DEFAULT-VALUE}.")
  private String scheme = StudySpec.DEFAULT_SCHEME.name();

  @Option(
      names = "--faithful",
      description =
          "Schemes named after another library, such as dl4j:LECUN_UNIFORM, repeat its mistakes.")
  private boolean faithful;

  @Option(
      names = "--seeds",
      paramLabel = "SEEDS",
      converter = Values.Seeds.class,
      description =
          "How many seeds to race (32 means 0 to 31), or which: 0..31 or 3,14,15. Default: ${DEFAULT-VALUE}.")
  private Values.SeedList seeds = new Values.SeedList(StudySpec.seeds(StudySpec.DEFAULT_SEEDS));

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Decides the split, the order of the rows, and dropout. Default: ${DEFAULT-VALUE}.")
  private long seed = DataSpec.DEFAULT_SEED.value();

  @Mixin private TrainingOptions trainingOptions = new TrainingOptions();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "At work at a time; the result is the same. Default: all processors.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run folder, new or empty. Default: the next runs/DATA-N.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print one JSON document, and nothing else.")
  private boolean json;

  @Option(names = "--quiet", description = "Print the result only.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException, InterruptedException {
    long started = System.nanoTime();
    TrainingSpec training = checked(() -> trainingOptions.training(new Seed(seed)));
    TrialExecutor executor = checked(() -> TrialExecutor.local(threads));
    var dataSpec = new DataSpec(target, task, new Seed(seed));
    ColumnKinds kinds = kinds();
    Scheme start = SchemesCommand.scheme(scheme, faithful);

    Table table = TableFiles.read(data, kinds);
    Dataset dataset = Dataset.of(table, dataSpec);
    StudySpec study =
        checked(() ->
            StudySpec.of(dataset)
                .withHidden(hidden.widths())
                .withActivation(activation.activation())
                .withScheme(start)
                .withTraining(training)
                .withSeeds(seeds.seeds()));
    checkScheme(start, study);
    PrintWriter standard = spec().commandLine().getOut();
    var summary = new TrainSummary(standard);
    try (var _ = new Interruption();
        RunFolder folder = folder(table.name())) {
      if (!quiet && !json) {
        summary.before(table, dataset, study, threads);
      }
      Optional<Diagnosis> first =
          quiet && !json ? Optional.empty() : Optional.of(firstStart(study, dataset));
      if (!json) {
        first.ifPresent(summary::start);
      }
      folder.begin(
          StudyJson.specification(data.toString(), kinds, table, dataSpec, dataset, study));
      StudyResult result = run(study, dataset, executor, folder);
      folder.finish(table, dataset, result);
      double seconds = (System.nanoTime() - started) / 1e9;
      if (json) {
        String run = folder.path().toString();
        ObjectNode document = StudyJson.result(run, dataset, study, result, seconds);
        first.ifPresent(
            diagnosis -> document.set("check", CheckJson.findings(diagnosis.findings())));
        standard.println(document.toPrettyString());
      } else {
        if (!quiet) {
          summary.leaderboard(result);
        }
        summary.result(dataset, result, folder.path(), seconds);
      }
      if (result.winner().isEmpty()) {
        Errors.report(
            spec().commandLine(),
            "every trial diverged: try a smaller --learning-rate; the curves are in "
                + folder.path());
        return Errors.FAILED;
      }
      return 0;
    }
  }

  /// A scheme that makes no sense for this network says so before there is a run folder.
  private void checkScheme(Scheme start, StudySpec study) {
    var drawn = new Scheme(start.name(), start.weights(), start.biases(), List.of());
    try {
      SchemesCommand.named(
          () -> drawn.draw(study.network(), seeds.seeds().getFirst(), Optional.empty()));
    } catch (OutOfMemoryError e) {
      throw notEnoughMemory(study);
    }
  }

  /// What `seedbed check` says of the first trial's start, but for the length of AdamW's first
  /// step, which is not that of the gradient.
  private Diagnosis firstStart(StudySpec study, Dataset dataset) {
    Optimizer optimizer = study.training().optimizer();
    var check =
        new DrawnCheck(
            study.network(),
            study.scheme(),
            study.seeds(),
            Optional.of(dataset.train()),
            asked -> asked.withLearningRate(optimizer.learningRate()));
    Diagnosis diagnosis;
    try {
      diagnosis = check.first();
    } catch (OutOfMemoryError e) {
      throw notEnoughMemory(study);
    }
    return switch (optimizer) {
      case Sgd _ -> diagnosis;
      case AdamW _ ->
          new Diagnosis(
              diagnosis.findings().stream()
                  .filter(finding -> finding.rule() != Rule.UPDATE_RATIO)
                  .toList(),
              diagnosis.layers(),
              diagnosis.whole());
    };
  }

  private Errors.NotEnoughMemoryException notEnoughMemory(StudySpec study) {
    return new Errors.NotEnoughMemoryException(
        "not enough memory for %d networks of %d parameters at a time: use a smaller --hidden, or --threads 1"
            .formatted(Math.min(threads, study.seeds().size()), study.network().parameters()));
  }

  private ColumnKinds kinds() {
    var known = new HashMap<String, ColumnKinds.Kind>();
    columns(ignored).forEach(column -> known.put(column, ColumnKinds.Kind.UNUSED));
    columns(texts).forEach(column -> known.put(column, ColumnKinds.Kind.TEXTS));
    if (known.get(target) == ColumnKinds.Kind.UNUSED) {
      throw new ParameterException(
          spec().commandLine(), "the target must not be ignored: '" + target + "'");
    }
    if (task == DataSpec.Task.REGRESSION && known.containsKey(target)) {
      throw new ParameterException(
          spec().commandLine(), "the target of a regression must not be --text: '" + target + "'");
    }
    return new ColumnKinds(known, ColumnKinds.Kind.FOUND);
  }

  /// The names in the values of an option, each written like a line of CSV.
  private static List<String> columns(List<String> values) {
    return values.stream()
        .flatMap(value -> CsvReader.builder().ofSingleCsvRecord(value).getFields().stream())
        .map(String::strip)
        .toList();
  }

  private RunFolder folder(String name) throws IOException {
    return out != null ? RunFolder.create(out) : RunFolder.createNext(Path.of("runs"), name);
  }

  private StudyResult run(
      StudySpec study, Dataset dataset, TrialExecutor executor, RunFolder folder)
      throws IOException, InterruptedException {
    PrintWriter err = spec().commandLine().getErr();
    var progress = new Progress(err, Boolean.getBoolean("seedbed.terminal"), study.trials().size());
    var journal = new Journaling(folder, quiet || json ? StudyListener.NONE : progress);
    try {
      return Study.run(study, dataset, executor, journal);
    } catch (InterruptedException e) {
      progress.close();
      Errors.report(
          spec().commandLine(),
          "interrupted; the trials that were done are in "
              + folder.path().resolve("journal.jsonl"));
      throw e;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (OutOfMemoryError e) {
      throw notEnoughMemory(study);
    } finally {
      progress.close();
    }
  }

  /// Writes the end of every trial to the run folder, then hears on.
  private record Journaling(RunFolder folder, StudyListener next) implements StudyListener {
    @Override
    public void epochDone(Trial trial, Epoch epoch) {
      next.epochDone(trial, epoch);
    }

    @Override
    public void trialDone(TrialResult result) {
      try {
        folder.trialDone(result);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      next.trialDone(result);
    }
  }

  /// Makes of a specification's complaint one about the options.
  private <T> T checked(Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec().commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec, "picocli sets it");
  }
}
