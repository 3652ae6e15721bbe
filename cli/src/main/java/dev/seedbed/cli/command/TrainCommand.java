package dev.seedbed.cli.command;

import de.siegmar.fastcsv.reader.CsvReader;
import dev.seedbed.cli.options.ActivationOption;
import dev.seedbed.cli.options.RunOptions;
import dev.seedbed.cli.options.SchemeOptions;
import dev.seedbed.cli.options.TensorBoardOption;
import dev.seedbed.cli.options.TrainingOptions;
import dev.seedbed.cli.options.Values;
import dev.seedbed.cli.terminal.Errors;
import dev.seedbed.cli.train.StudyRun;
import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Table;
import dev.seedbed.init.Scheme;
import dev.seedbed.io.document.Recorded;
import dev.seedbed.io.run.RunFolder;
import dev.seedbed.io.run.RunSpec;
import dev.seedbed.io.table.ColumnKinds;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.random.Seed;
import dev.seedbed.study.Cluster;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.SuccessiveHalving;
import dev.seedbed.study.Vary;
import dev.seedbed.train.TrainingSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

/// `seedbed train`: races seeds and keeps the best network.
@Command(
    name = "train",
    description = {
      "Race many seeds and keep the best network.",
      "",
      "Reads a CSV table, sets 20 %% of the rows aside for validation and 20 %% for test, trains one "
          + "network from each seed by minibatch gradient descent, stops the poor ones early, ranks them by "
          + "validation loss, measures the best one on the test rows, says how much the seed mattered, "
          + "and writes a run folder with the network, tables and settings."
    })
public final class TrainCommand implements Callable<Integer> {
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
      description = "Type of the target: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
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

  @Mixin private ActivationOption activation = new ActivationOption();

  @Mixin private SchemeOptions schemes = new SchemeOptions();

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
          "Seed of the split and of everything that --seeds does not vary: the order of the rows, and dropout. Default: ${DEFAULT-VALUE}.")
  private long seed = DataSpec.DEFAULT_SEED.value();

  @Option(
      names = "--vary",
      paramLabel = "WHAT",
      description =
          "What --seeds varies: ${COMPLETION-CANDIDATES}. The initial weights, the order of the rows (and dropout), or "
              + "both: every seed of one with every seed of the other. Default: ${DEFAULT-VALUE}.")
  private Vary vary = Vary.INIT;

  @Option(
      names = "--halving",
      paramLabel = "ETA",
      converter = Values.Etas.class,
      description =
          "Keep the best 1/ETA of the trials at each rung and give them ETA times the epochs; off trains all to the end. "
              + "Default: ${DEFAULT-VALUE}.")
  private Values.Eta eta = new Values.Eta(Optional.of(SuccessiveHalving.DEFAULT.eta()));

  @Option(
      names = "--smallest-budget",
      paramLabel = "N",
      description = "Epochs before the first rung. Default: ${DEFAULT-VALUE}.")
  private int smallestBudget = SuccessiveHalving.DEFAULT.smallestBudget();

  @Option(
      names = "--references",
      paramLabel = "N",
      description =
          "Never stop the first N seeds of each scheme. They show what a single seed would have given. "
              + "Default: ${DEFAULT-VALUE}.")
  private int references = StudySpec.DEFAULT_REFERENCES;

  @Option(
      names = "--record",
      paramLabel = "WHAT",
      split = ",",
      description =
          "What else to record: ${COMPLETION-CANDIDATES}, the activations of every layer after each epoch. "
              + "The best trial is trained once more for them.")
  private List<Recorded> recorded = List.of();

  @Mixin private TrainingOptions trainingOptions = new TrainingOptions();

  @Mixin private RunOptions options = new RunOptions();

  @Mixin private TensorBoardOption tensorBoard = new TensorBoardOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run folder, new or empty. Default: the next runs/DATA-N.")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    long started = System.nanoTime();
    TrainingSpec training = checked(() -> trainingOptions.training(new Seed(seed)));
    checked(options::checked);
    checkHalving();
    var dataSpec = new DataSpec(target, task, new Seed(seed));
    ColumnKinds kinds = checked(() -> kinds(dataSpec));
    List<Scheme> starts = schemes.all();

    Table table = TableFiles.read(data, kinds);
    Dataset dataset = Dataset.of(table, dataSpec);
    StudySpec study =
        checked(() ->
            StudySpec.of(dataset)
                .withHidden(hidden.widths())
                .withActivation(activation.activation())
                .withSchemes(starts)
                .withTraining(training)
                .withSeeds(seeds.seeds())
                .withVary(vary)
                .withHalving(eta.eta().map(value -> new SuccessiveHalving(value, smallestBudget)))
                .withReferences(references));
    var spec =
        RunSpec.of(data.toString(), kinds, dataSpec, study).withRecorded(Set.copyOf(recorded));
    var run = new StudyRun(spec().commandLine(), options, spec, table, dataset, started);
    run.checkSchemes();
    try (var _ = new Interruption();
        Cluster cluster = run.cluster();
        RunFolder folder = folder(table.name())) {
      run.before();
      tensorBoard.applyTo(folder);
      folder.begin(spec, table, dataset);
      return run.run(folder, cluster);
    }
  }

  private void checkHalving() {
    if (eta.eta().isPresent()) {
      return;
    }
    for (String option : List.of("--smallest-budget", "--references")) {
      if (spec().commandLine().getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(
            spec().commandLine(), option + " needs early stopping: leave out --halving off");
      }
    }
  }

  private ColumnKinds kinds(DataSpec dataSpec) {
    var known = new HashMap<String, ColumnKinds.Kind>();
    columns(ignored).forEach(column -> known.put(column, ColumnKinds.Kind.UNUSED));
    columns(texts).forEach(column -> known.put(column, ColumnKinds.Kind.TEXTS));
    var kinds = new ColumnKinds(known, ColumnKinds.Kind.FOUND);
    RunSpec.checkTarget(kinds, dataSpec);
    return kinds;
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

  private <T> T checked(Supplier<T> make) {
    return Errors.checked(spec().commandLine(), make);
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec, "picocli sets it");
  }
}
