package dev.seedbed.cli.command;

import dev.seedbed.cli.options.ActivationOption;
import dev.seedbed.cli.options.KeepOption;
import dev.seedbed.cli.options.RunOptions;
import dev.seedbed.cli.options.SchemeOptions;
import dev.seedbed.cli.options.SplitOptions;
import dev.seedbed.cli.options.TableOptions;
import dev.seedbed.cli.options.TensorBoardOption;
import dev.seedbed.cli.options.TrainingOptions;
import dev.seedbed.cli.options.Values;
import dev.seedbed.cli.terminal.Errors;
import dev.seedbed.cli.train.StudyRun;
import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.init.Scheme;
import dev.seedbed.io.document.Recorded;
import dev.seedbed.io.run.RunFolder;
import dev.seedbed.io.run.RunSpec;
import dev.seedbed.io.table.ColumnKinds;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.io.table.TableSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.study.Cluster;
import dev.seedbed.study.FinalRows;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.SuccessiveHalving;
import dev.seedbed.study.TrialRunner;
import dev.seedbed.study.Vary;
import dev.seedbed.train.TrainingSpec;
import java.io.IOException;
import java.nio.file.Path;
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
      "Reads a table, sets 20 %% of the rows aside for validation and 20 %% for test, trains one "
          + "network from each seed by minibatch gradient descent, stops the poor ones early, ranks them by "
          + "validation loss, measures the best one on the test rows, says how much the seed mattered, "
          + "and writes a run folder with the network, tables and settings."
    })
public final class TrainCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "DATA",
      description =
          "The table: a CSV, Parquet, ARFF, .npz or IDX file, plain or compressed with gzip, or a folder of parts.")
  private Path data = Path.of("");

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description =
          "The column to predict. Not needed for IDX files with labels, and .npz files with an array y.")
  private @Nullable String target;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description = "Type of the target: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private DataSpec.Task task = DataSpec.Task.AUTOMATIC;

  @Mixin private TableOptions reading = new TableOptions();

  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      description = "A column that names the rows. It is no input, and stands in test.csv.")
  private @Nullable String id;

  @Mixin private SplitOptions splitting = new SplitOptions();

  @Option(
      names = "--refit",
      description =
          "Train what is kept once more, on all rows but those for the test, for the epochs that were best.")
  private boolean refit;

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

  @Mixin private KeepOption keep = new KeepOption();

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
    DataSpec dataSpec = checked(this::dataSpecification);
    TableSpec tableSpec = checked(() -> tableSpecification(dataSpec));
    List<Scheme> starts = schemes.all();

    var tables = RunSpec.Tables.read(data, tableSpec, splitting.test());
    Dataset dataset = tables.dataset(dataSpec);
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
                .withReferences(references)
                .withFinalRows(refit ? FinalRows.ALL_BUT_TEST : FinalRows.TRAINING)
                .withKeep(keep.keep()));
    checked(() -> new TrialRunner(study, dataset));
    var spec =
        RunSpec.of(data.toString(), tableSpec, dataSpec, study)
            .withTest(splitting.test())
            .withRecorded(Set.copyOf(recorded));
    var run = new StudyRun(spec().commandLine(), options, spec, tables, dataset, started);
    run.checkSchemes();
    try (var _ = new Interruption();
        Cluster cluster = run.cluster();
        RunFolder folder = folder(tables.table().name())) {
      run.before();
      tensorBoard.applyTo(folder);
      folder.begin(spec, tables, dataset);
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

  private String target() {
    return target != null
        ? target
        : TableFiles.usualTarget(data)
            .orElseThrow(() ->
                new ParameterException(
                    spec().commandLine(), "say which column to predict: --target COLUMN"));
  }

  private DataSpec dataSpecification() {
    return new DataSpec(
        target(),
        task,
        new Seed(seed),
        splitting.specification(),
        Optional.ofNullable(id),
        reading.numbers());
  }

  private TableSpec tableSpecification(DataSpec dataSpec) {
    TableSpec read = reading.specification(dataSpec.columns());
    RunSpec.checkTarget(read.kinds(), dataSpec);
    return id == null ? read : named(read, id);
  }

  private static TableSpec named(TableSpec read, String id) {
    if (read.kinds().known().getOrDefault(id, ColumnKinds.Kind.TEXTS) != ColumnKinds.Kind.TEXTS) {
      throw new IllegalArgumentException(
          "a column can be only one of --ignore, --number, --date and --id: '" + id + "'");
    }
    return read.withName(id);
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
